import { Text, View } from '@tarojs/components';
import type { Reply } from '../../../../bff/contract/types';
import { refreshIdentity, roleWords } from '../../shared/acting';
import { whenWords } from '../../shared/dates';
import { sizes, useDisplay } from '../../shared/display';
import { open, pages } from '../../shared/pages';
import { type SessionState, type Subject, startSession, useSession } from '../../shared/session';
import { Icon, PageEdges, Seal } from '../../shared/ui';
import type { Load } from '../../shared/use-load';

type FileLoad = Load<Reply<'profile.read'>>;

interface Cover {
  readonly who: string;
  readonly sub: string;
  readonly lines: string;
  readonly act: string;
  readonly when: string | null;
  readonly edges: 'waiting' | 'known' | null;
  readonly go: () => void;
}

/** 11 类信息，9 类已取到 / 1 类没取到: missing is always named, never folded into the rest. */
const tally = ({ sections, recordTotal }: Reply<'profile.read'>, brief: boolean): string => {
  const count = (state: 'ok' | 'stale' | 'unavailable') => sections.filter(one => one.state === state).length;
  const rest = [
    count('stale') > 0 ? `${count('stale')} 类数据较旧` : null,
    count('unavailable') > 0 ? `${count('unavailable')} 类没取到` : null,
  ]
    .filter(Boolean)
    .join('，');
  return `${brief ? '' : `${sections.length} 类信息，共 `}${recordTotal} 条记录${rest ? `\n${rest}` : ''}`;
};

/** While it is not known whose it is. */
const ownFile = '您的信用档案';

const coverOf = (
  { phase, unreached, verified, identityProblem }: SessionState,
  subject: Subject | null,
  { data, problem, busy, reload }: FileLoad,
  elder: boolean,
): Cover => {
  if (unreached)
    return {
      who: ownFile,
      sub: '没有连上服务',
      lines: '还不知道您是否已登录。请检查网络后再试。',
      act: '再试',
      when: null,
      edges: null,
      go: () => void startSession(),
    };
  if (phase === 'starting')
    return { who: '正在打开', sub: '', lines: '', act: '请稍等', when: null, edges: 'waiting', go: () => undefined };
  if (phase === 'out') {
    return {
      who: ownFile,
      sub: '市里各部门记的，一处看全',
      lines: '有没有记录、谁记的、影响什么，登录后就能看到。',
      act: '登录看档案',
      when: null,
      edges: null,
      go: () => open(pages.signIn()),
    };
  }
  if (!verified) {
    return {
      who: ownFile,
      sub: '已登录 · 还没实名',
      lines: '档案只给本人看，实名核验一次就行，不必刷脸。',
      act: '去实名核验',
      when: null,
      edges: null,
      go: () => open(pages.realName()),
    };
  }
  if (!subject && identityProblem)
    return {
      who: ownFile,
      sub: '已登录',
      lines: `${identityProblem.title}。`,
      act: '再试',
      when: null,
      edges: null,
      go: () => void refreshIdentity(),
    };
  const who = { who: subject?.name ?? '正在打开', sub: subject ? `${roleWords[subject.role]} · 已实名` : '' };
  if (problem)
    return { ...who, lines: `${problem.title}。这不表示没有记录。`, act: '再取一次', when: null, edges: null, go: () => void reload() };
  if (!data)
    return { ...who, lines: busy ? '正在向各部门取' : '', act: '翻开档案', when: null, edges: 'waiting', go: () => open(pages.file()) };
  return { ...who, lines: tally(data, elder), act: '翻开档案', when: whenWords(data.readAt), edges: 'known', go: () => open(pages.file()) };
};

const Spine = () => (
  <View className="spine">
    <View className="stitch-1" />
    <View className="stitch-2" />
    <View className="stitch-3" />
    <View className="stitch-4" />
  </View>
);

/** 册: the thread-bound file of whom one acts as. In elder mode a bigger, plainer book with one button. */
export const FileCover = ({ subject, file }: { subject: Subject | null; file: FileLoad }) => {
  const session = useSession();
  const { phase, verified } = session;
  const elder = sizes[useDisplay().size].elder;
  const cover = coverOf(session, subject, file, elder);
  const checked = phase === 'in' && verified;
  if (elder) {
    return (
      <View className="ecover">
        <Spine />
        <View className="eslip">
          <Seal kind={checked ? 'solid' : 'empty'} size={44} />
        </View>
        <Text className="ecover-title" role="heading">
          {checked && subject ? `${subject.name}的\n信用档案` : cover.who}
        </Text>
        <Text className="ecover-text">{cover.lines}</Text>
        <View className="ecover-go" role="button" aria-label={cover.act} onClick={cover.go}>
          <Text>{cover.act}</Text>
          <Icon name="chevron" tone="plain" size={26} />
        </View>
      </View>
    );
  }
  return (
    <View
      className="cover"
      role="button"
      aria-label={[
        cover.who === ownFile ? ownFile : `${cover.who}的信用档案`,
        cover.sub,
        cover.lines.replace(/。$/, ''),
        cover.when,
        cover.act,
      ]
        .filter(Boolean)
        .join('，')}
      onClick={cover.go}
    >
      <Spine />
      <View className="slip">
        <View className="slip-frame">
          <Text className="slip-title">信用档案</Text>
          <Seal kind={checked ? 'solid' : 'empty'} size={30} />
        </View>
      </View>
      <View className="cover-info">
        <Text className="cover-who">{cover.who}</Text>
        <Text className="cover-sub">{cover.sub}</Text>
        {cover.edges && (
          <View className="cover-edges" aria-hidden="true">
            <PageEdges sections={cover.edges === 'known' ? (file.data?.sections ?? null) : null} />
          </View>
        )}
        <Text className="cover-lines">{cover.lines}</Text>
        <View className="cover-open">
          <Text>{cover.act}</Text>
          <View className="cover-when">
            {cover.when && <Text>{cover.when}</Text>}
            <Icon name="chevron" tone="white" size={18} />
          </View>
        </View>
      </View>
    </View>
  );
};

import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import { refreshIdentity, roleWords, useActing } from '../../shared/acting';
import { ask } from '../../shared/ask';
import type { Problem } from '../../shared/call';
import { whenWords } from '../../shared/dates';
import { sizes, useDisplay } from '../../shared/display';
import { documentTitle, methodWords } from '../../shared/document-words';
import { open, pages } from '../../shared/pages';
import { type Identity, startSession, useSession } from '../../shared/session';
import { lostWords, signOutHere } from '../../shared/sign-out';
import { Banner, Button, Facts, Item, Label, Page, ProblemBanner, Sheet, Skeleton } from '../../shared/ui';
import { useLoad } from '../../shared/use-load';
import { BindPhone } from './bind-phone';
import './me.scss';

const WhoIAm = ({ identity }: { identity: Identity }) => (
  <Sheet pad>
    <Facts
      facts={[
        { label: '姓名', value: identity.maskedName },
        { label: documentTitle(identity.idType), value: identity.maskedIdNumber },
        { label: '手机', value: identity.maskedPhone ?? '没有绑定' },
        {
          label: '实名',
          value: identity.method && identity.verifiedAt ? `${methodWords[identity.method]} · ${whenWords(identity.verifiedAt)}` : null,
        },
      ]}
    />
    {identity.idNumberHasCheckDigit === false && <View className="note soft">这种证件的号码没有公开的校验规则，这里只核对了格式。</View>}
  </Sheet>
);

const Settings = () => {
  const { size } = useDisplay();
  return (
    <Sheet>
      <Item icon="text" name="文字大小" value={sizes[size].title} onClick={() => open(pages.display())} />
      <Item icon="lock" name="隐私政策" onClick={() => open(pages.privacy())} />
      <Item icon="ask" name="投诉建议与帮助" onClick={() => open(pages.help('我的'))} />
    </Sheet>
  );
};

const SignedIn = () => {
  const { identity, identityProblem } = useSession();
  const { subject } = useActing();
  const notices = useLoad('notice.list');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useDidShow(() => {
    void refreshIdentity();
    if (notices.data) void notices.reload();
  });
  const unread = notices.data?.unread ?? 0;
  const signOut = async () => {
    if (busy || !(await ask('退出登录', `${lostWords()}退出后，这台设备上要重新登录才能看档案。`, '退出'))) return;
    setBusy(true);
    setProblem(await signOutHere());
    setBusy(false);
  };
  const title = !identity ? undefined : identity.verified ? `${identity.maskedName ?? '您'}，已实名` : '已登录，还没实名';
  return (
    <Page
      name="我的"
      needs="citizen"
      title={title}
      lead={identity && !identity.verified ? '实名核验一次，就能看自己的档案。' : undefined}
      problem={problem}
    >
      {!identity &&
        (identityProblem ? <ProblemBanner problem={identityProblem} onRetry={() => void refreshIdentity()} /> : <Skeleton rows={4} />)}
      {identity?.verified && <WhoIAm identity={identity} />}
      {identity && !identity.maskedPhone && <BindPhone />}
      {identity && !identity.verified && <Button text="去实名核验" onClick={() => open(pages.realName())} />}
      {identity?.verified && (
        <>
          <Label text="我代表谁" />
          <Sheet>
            <Item
              icon="people"
              name={subject?.name ?? '请选一个'}
              sub={subject ? `${roleWords[subject.role]} · 一共能代表 ${identity.subjects.length} 个` : null}
              value="更换"
              onClick={() => open(pages.acting())}
            />
            {subject?.kind === 'merchant' && (
              <Item
                icon="certificate"
                name="自愿登记"
                sub="证照、经营、合同、公益，登记和进度"
                onClick={() => open(pages.registrations())}
              />
            )}
            <Item icon="shop" name="商户绑定" sub="绑定、等我同意的经办人、结束" onClick={() => open(pages.merchants())} />
          </Sheet>
        </>
      )}
      <Label text="我的记录" />
      <Sheet>
        <Item icon="bell" name="消息" value={unread > 0 ? `${unread} 条没看过` : null} onClick={() => open(pages.messages())} />
        <Item icon="pledge" name="我同意过的" sub="原文、版本、时间，随时撤回" onClick={() => open(pages.consents())} />
        <Item icon="key" name="登录设备" sub="退出一台或全部" onClick={() => open(pages.devices())} />
      </Sheet>
      <Label text="设置与帮助" />
      <Settings />
      <View className="sign-out">
        <Button kind="line" busy={busy} text="退出登录" onClick={signOut} />
      </View>
    </Page>
  );
};

/** 我的: who I am, whom I act as, what I agreed to, where I am signed in. Settings and help need no sign-in. */
export default function MePage() {
  const { phase, unreached } = useSession();
  if (phase === 'in') return <SignedIn />;
  return (
    <Page
      name="我的"
      title={phase === 'out' ? '您还没有登录' : undefined}
      lead={phase === 'out' ? '查验报告、看电话和改文字大小，不用登录。' : undefined}
    >
      {phase === 'starting' && !unreached && <Skeleton rows={4} />}
      {unreached && (
        <Banner
          tone="warn"
          icon="offline"
          title="没有连上服务"
          text="还不知道您是否已登录。"
          action={{ text: '再试', onClick: () => void startSession() }}
        />
      )}
      {phase === 'out' && <Button text="去登录" onClick={() => open(pages.signIn())} />}
      <Label text="设置与帮助" />
      <Settings />
    </Page>
  );
}

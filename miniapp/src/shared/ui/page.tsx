import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type CSSProperties, type ReactNode, useEffect } from 'react';
import type { Route } from '../../../../bff/contract/route';
import { roleWords, useActing } from '../acting';
import type { Problem } from '../call';
import { useCity } from '../city';
import { scaleOf, sizes, useDisplay } from '../display';
import { open, pages } from '../pages';
import { platform } from '../platform';
import { dismissActingLost, useSession } from '../session';
import type { Load } from '../use-load';
import { useGate } from './gate';
import { Banner, Skeleton } from './paper';
import { PrivacyQuestion } from './privacy-question';
import { ProblemBanner } from './problem-banner';

export interface PageProps {
  /** Menu name, in the navigation bar. */
  readonly name: string;
  /** Over the answer: how far a form has got, or a chip. */
  readonly above?: ReactNode;
  /** The answer. */
  readonly title?: ReactNode;
  readonly lead?: ReactNode;
  /** What the page shows: its state decides between skeleton, problem and content. */
  readonly load?: Pick<Load<unknown>, 'data' | 'problem' | 'needs' | 'reload'>;
  /** What lies on this phone: shown also when nothing could be read. */
  readonly kept?: ReactNode;
  readonly skeleton?: ReactNode;
  /** Of a write on this page. */
  readonly problem?: Problem | null;
  /** Who may see it, when there is no `load` to tell. */
  readonly needs?: Route['audience'];
  readonly bar?: ReactNode;
  readonly children?: ReactNode;
}

const ActingAs = () => {
  const { phase, actingLost } = useSession();
  const { subject } = useActing();
  if (phase !== 'in') return null;
  // Also without anybody to act as: nothing is sent until it is read. The keys keep the two apart: in one element in turn, the tap on
  // 知道了 would go on to 更换, which has just come in its place.
  if (actingLost !== null) {
    return (
      <View key="lost" className="cx-body">
        <Banner
          tone="warn"
          title={`您已不能代表${actingLost}办理`}
          text="绑定已经结束，现在以您本人的名义办理。还要办它的事，请联系它的法定代表人，或在“商户”里重新申请。"
          action={{ text: '知道了', onClick: dismissActingLost }}
        />
      </View>
    );
  }
  if (!subject) return null;
  const role = `（${roleWords[subject.role]}）办理`;
  const words = `正在以 ${subject.name}${role}`;
  return (
    <View key="acting" className="acting" role="button" aria-label={`${words}，点一下更换`} onClick={() => open(pages.acting())}>
      <Text className="acting-name">
        {`正在以 ${subject.name}`}
        <Text style={{ whiteSpace: 'nowrap' }}>{role}</Text>
      </Text>
      <Text className="acting-change">更换</Text>
    </View>
  );
};

const Footer = ({ from }: { from: string }) => {
  const city = useCity(state => state.city);
  const hotline = city?.hotline ?? '12345';
  return (
    <View className="foot">
      <Text>{city?.disclaimer ?? '这里展示公共信用信息，不是征信服务。'}</Text>
      <View className="foot-links">
        <View className="foot-link" role="button" onClick={() => open(pages.help(from))}>
          投诉建议与帮助
        </View>
        <View className="foot-link" role="button" onClick={() => platform.dial(hotline)}>
          {`拨打 ${hotline}`}
        </View>
      </View>
    </View>
  );
};

/** Every page: answer on top, who I act as, what is wrong and what next, help within reach, in the city's ink. */
export const Page = ({ name, above, title, lead, load, kept, skeleton, problem, needs, bar, children }: PageProps) => {
  const { size } = useDisplay();
  const brandRgb = useCity(state => state.city?.brandRgb);
  useEffect(() => {
    void Taro.setNavigationBarTitle({ title: name });
  }, [name]);

  const audience = needs ?? load?.needs ?? 'public';
  const scale = scaleOf(size);
  const style = { '--k': String(scale), ...(brandRgb ? { '--brand-rgb': brandRgb } : {}) } as CSSProperties;
  const elder = sizes[size].elder || scale >= sizes.large.k;
  useEffect(() => platform.bigText(elder), [elder]);
  // The bar with the button is at the bottom, what went wrong is said on top.
  useEffect(() => {
    if (problem) void Taro.pageScrollTo({ scrollTop: 0, duration: 200 });
  }, [problem]);
  const gate = useGate(audience, load?.data != null, skeleton);
  const failed = load?.problem ?? null;
  const waiting = load && load.data === null && !failed;
  return (
    <View className={`cx${elder ? ' elder' : ''}`} style={style}>
      <ActingAs />
      {!gate && (title || lead) && (
        <View className="head">
          {above}
          {title && (
            <Text className="head-title" role="heading">
              {title}
            </Text>
          )}
          {lead && <Text className="head-lead">{lead}</Text>}
        </View>
      )}
      <View className="cx-body">
        {problem && !gate && <ProblemBanner problem={problem} />}
        {failed && !gate && <ProblemBanner problem={failed} onRetry={() => void load?.reload()} />}
        {failed && load?.data === null && !gate && kept}
        {gate ?? (waiting ? (skeleton ?? <Skeleton />) : load && load.data === null ? null : children)}
      </View>
      <Footer from={name} />
      {!gate && bar}
      <PrivacyQuestion />
    </View>
  );
};

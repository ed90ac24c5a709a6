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
import { useSession } from '../session';
import type { Load } from '../use-load';
import { Button } from './form';
import { Banner, Empty, Skeleton } from './paper';
import { PrivacyQuestion } from './privacy-question';

export interface PageProps {
  /** Menu name, in the navigation bar. */
  readonly name: string;
  /** The answer. */
  readonly title?: ReactNode;
  readonly lead?: ReactNode;
  /** What the page shows: its state decides between skeleton, problem and content. */
  readonly load?: Pick<Load<unknown>, 'data' | 'problem' | 'needs' | 'reload'>;
  readonly skeleton?: ReactNode;
  /** Of a write on this page. */
  readonly problem?: Problem | null;
  /** Who may see it, when there is no `load` to tell. */
  readonly needs?: Route['audience'];
  readonly bar?: ReactNode;
  readonly children?: ReactNode;
}

/** One sentence what happened, one what to do: the server's title, its detail, and that nothing is lost. */
export const ProblemBanner = ({ problem, onRetry, retryText = '再试' }: { problem: Problem; onRetry?: () => void; retryText?: string }) => (
  <View className="page-problem">
    <Banner
      tone={problem.status >= 500 || problem.status === 0 ? 'warn' : 'bad'}
      icon={problem.code === 'network.offline' ? 'offline' : undefined}
      title={problem.title}
      text={
        [
          problem.detail,
          ...(problem.errors ?? []).map(({ detail }) => `${detail}。`),
          problem.retryAfterSec ? `约 ${problem.retryAfterSec} 秒后再试。` : null,
        ]
          .filter(Boolean)
          .join(' ') || null
      }
      action={onRetry && { text: retryText, onClick: onRetry }}
    />
  </View>
);

const ActingAs = () => {
  const { phase } = useSession();
  const { subject } = useActing();
  if (phase !== 'in' || !subject) return null;
  const words = `正在以 ${subject.name}（${roleWords[subject.role]}）办理`;
  return (
    <View className="acting" role="button" aria-label={`${words}，点一下更换`} onClick={() => open(pages.acting())}>
      <Text className="acting-name">{words}</Text>
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

const SignInFirst = ({ why }: { why: string | null }) => (
  <Empty
    icon="person"
    title={why ?? '请先登录'}
    text="登录后才能看这一页。登录只用来确认是您本人。"
    action={<Button text="去登录" onClick={() => open(pages.signIn())} />}
  />
);
const VerifyFirst = () => (
  <Empty
    icon="lock"
    title="请先完成实名核验"
    text="信用档案只给本人看。三种核验方式，任选一种，不必刷脸。"
    action={<Button text="去实名核验" onClick={() => open(pages.realName())} />}
  />
);

/** Every page: answer on top, who I act as, what is wrong and what next, help within reach, in the city's ink. */
export const Page = ({ name, title, lead, load, skeleton, problem, needs, bar, children }: PageProps) => {
  const { phase, verified, identity, endedBy } = useSession();
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
  const gate =
    audience === 'public' ? null : phase === 'starting' ? (
      (skeleton ?? <Skeleton />)
    ) : phase === 'out' ? (
      <SignInFirst why={endedBy} />
    ) : audience !== 'citizen' && !verified ? (
      <VerifyFirst />
    ) : audience === 'subject' && !identity && !load?.data ? (
      (skeleton ?? <Skeleton />)
    ) : null;
  const failed = load?.problem ?? null;
  const waiting = load && load.data === null && !failed;
  return (
    <View className={`cx${elder ? ' elder' : ''}`} style={style}>
      <ActingAs />
      {!gate && (title || lead) && (
        <View className="head">
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
        {gate ?? (waiting ? (skeleton ?? <Skeleton />) : load && load.data === null ? null : children)}
      </View>
      <Footer from={name} />
      {!gate && bar}
      <PrivacyQuestion />
    </View>
  );
};

import type { ReactNode } from 'react';
import type { Route } from '../../../../bff/contract/route';
import { refreshIdentity } from '../acting';
import { open, pages } from '../pages';
import { startSession, useSession } from '../session';
import { Button } from './form';
import { Empty, Skeleton } from './paper';
import { ProblemBanner } from './problem-banner';

const SignInFirst = ({ why }: { why: string | null }) => (
  <Empty
    icon="person"
    title={why ?? '请先登录'}
    text="登录后才能看这一页。登录只用来确认是您本人。"
    action={<Button text="去登录" onClick={() => open(pages.signIn())} />}
  />
);
const NotReached = () => (
  <Empty
    icon="offline"
    title="没有连上服务"
    text="还不知道您是否已登录。连上网后点再试。"
    action={<Button text="再试" onClick={() => void startSession()} />}
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

/** What stands in a page's place until this person may see it; null when he may. */
export const useGate = (audience: Route['audience'], shown: boolean, skeleton: ReactNode): ReactNode => {
  const { phase, unreached, verified, identity, identityProblem, endedBy } = useSession();
  if (audience === 'public') return null;
  if (unreached) return <NotReached />;
  if (phase === 'starting') return skeleton ?? <Skeleton />;
  if (phase === 'out') return <SignInFirst why={endedBy} />;
  if (audience !== 'citizen' && !verified) return <VerifyFirst />;
  if (audience !== 'subject' || identity || shown) return null;
  if (identityProblem) return <ProblemBanner problem={identityProblem} onRetry={() => void refreshIdentity()} />;
  return skeleton ?? <Skeleton />;
};

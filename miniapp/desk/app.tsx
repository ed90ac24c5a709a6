import { useEffect, useState } from 'react';
import { usePlace } from './address';
import { CasePage } from './case/case-page';
import { loadCity } from './city';
import { IdleWatch } from './idle-watch';
import { startSession } from './keep-session';
import { Queue } from './queue/queue';
import { useSession } from './session';
import { Invitation } from './sign-in/invitation';
import { SignIn } from './sign-in/sign-in';
import { TopBar } from './top-bar';
import { ProblemBanner } from './ui/paper';
import { warnBeforeLeaving } from './warn-before-leaving';

const Desk = () => {
  const place = usePlace();
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        跳到正文
      </button>
      <TopBar />
      <main className={place.at === 'case' ? 'page page-case' : 'page'} id="main" tabIndex={-1}>
        {place.at === 'case' ? <CasePage key={place.number} number={place.number} /> : <Queue />}
      </main>
      <IdleWatch />
    </>
  );
};

export const App = () => {
  const { phase, startProblem } = useSession();
  const [invited, setInvited] = useState(false);
  useEffect(() => {
    void loadCity();
    void startSession();
    return warnBeforeLeaving();
  }, []);
  // Whoever joined has a password from now on.
  useEffect(() => {
    if (phase === 'in') setInvited(false);
  }, [phase]);
  if (phase === 'in') return <Desk />;
  if (phase === 'starting')
    return (
      <main className="door">
        {startProblem ? <ProblemBanner problem={startProblem} onRetry={() => void startSession()} /> : <p role="status">正在打开工作台…</p>}
      </main>
    );
  return invited ? <Invitation onBack={() => setInvited(false)} /> : <SignIn onInvited={() => setInvited(true)} />;
};

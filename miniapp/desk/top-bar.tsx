import { useState } from 'react';
import { queueAddress } from './address';
import { begunCases } from './case/drafts';
import { useCity } from './city';
import { leave } from './keep-session';
import { useSession } from './session';
import { Button } from './ui/button';
import { Dialog } from './ui/dialog';
import { roleTitles } from './words';

/** What this is, who sits here, and the way out. */
export const TopBar = () => {
  const city = useCity();
  const staff = useSession(session => session.staff);
  const [asking, setAsking] = useState<number | null>(null);
  const wish = (): void => {
    const begun = begunCases().length;
    if (begun > 0) setAsking(begun);
    else void leave();
  };
  return (
    <header className="top">
      <a className="top-name" href={queueAddress}>
        <span className="top-mark" aria-hidden="true" />
        {city?.appName ?? '城信'}工作台
      </a>
      {city?.demo && <span className="demo">演示</span>}
      <span className="top-rest" />
      {staff && (
        <span className="top-who">
          {staff.organisation} · {staff.name}（{staff.roles.map(role => roleTitles[role]).join('、')}）
        </span>
      )}
      <Button text="退出" kind="plain" onClick={wish} />
      {asking !== null && (
        <Dialog title={`有 ${asking} 条登记的意见还没交`} onClose={() => setAsking(null)}>
          <p>退出后，写到一半的意见就没有了。</p>
          <div className="btn-row">
            <Button text="先不退出" kind="main" onClick={() => setAsking(null)} />
            <Button text="退出，不要了" kind="danger" onClick={() => void leave()} />
          </div>
        </Dialog>
      )}
    </header>
  );
};

import { useEffect, useRef, useState } from 'react';
import { leave, leaveIdle, stay } from './keep-session';
import { useSession } from './session';
import { Button } from './ui/button';
import { Dialog } from './ui/dialog';

/** How long before the end one is asked. */
const warnMs = 2 * 60_000;
/** Activity is told to the server at most this often. */
const tellEveryMs = 60_000;
const signs = ['pointerdown', 'keydown', 'wheel'] as const;

const leftWords = (ms: number): string => (ms > 60_000 ? `${Math.ceil(ms / 60_000)} 分钟` : `${Math.max(0, Math.ceil(ms / 1000))} 秒`);

/**
 * Asks before the server ends a session in which nothing happens, and ends it here at the same time, so that nothing stays on an empty
 * desk's screen. Whoever types or scrolls is here: the server is told of it now and then.
 */
export const IdleWatch = () => {
  const idle = useSession(session => session.idle);
  const [nowMs, setNowMs] = useState(Date.now);
  const [telling, setTelling] = useState(false);
  const leftMs = idle.sinceMs + idle.forMs - nowMs;
  const asked = leftMs <= Math.min(warnMs, idle.forMs / 2);
  const quiet = useRef({ asked, sinceMs: idle.sinceMs });
  quiet.current = { asked, sinceMs: idle.sinceMs };

  useEffect(() => {
    // Once asked, one answers; a mouse that was nudged is no answer.
    const seen = (): void => {
      if (quiet.current.asked || Date.now() - quiet.current.sinceMs < tellEveryMs) return;
      quiet.current = { asked: false, sinceMs: Date.now() };
      void stay();
    };
    for (const sign of signs) addEventListener(sign, seen, { passive: true });
    const clock = setInterval(() => setNowMs(Date.now()), 1000);
    return () => {
      for (const sign of signs) removeEventListener(sign, seen);
      clearInterval(clock);
    };
  }, []);
  useEffect(() => {
    if (leftMs <= 0) leaveIdle(Math.max(1, Math.round(idle.forMs / 60_000)));
  }, [leftMs, idle.forMs]);

  const goOn = async (): Promise<void> => {
    setTelling(true);
    await stay();
    setTelling(false);
    setNowMs(Date.now());
  };
  if (!asked) return null;
  return (
    <Dialog title="您还在吗" onClose={() => void goOn()}>
      <p>
        <span className="num" aria-hidden="true">
          {leftWords(leftMs)}后自动退出，别人就看不到这里的内容。
        </span>
        <span className="unseen">很快会自动退出，别人就看不到这里的内容。</span>
        写到一半的意见会留着，用原来的账号登录就能接着写。
      </p>
      <div className="btn-row">
        <Button text="还在，继续办" kind="main" busy={telling} onClick={() => void goOn()} />
        <Button text="退出" onClick={() => void leave()} />
      </div>
    </Dialog>
  );
};

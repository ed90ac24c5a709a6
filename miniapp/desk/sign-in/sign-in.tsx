import { type FormEvent, useState } from 'react';
import { enter } from '../keep-session';
import { useSession } from '../session';
import { Button } from '../ui/button';
import { fieldError, TextField } from '../ui/form';
import { Banner, ProblemBanner } from '../ui/paper';
import { useSubmit } from '../use-submit';
import { Door } from './door';

/** Account, password and the code of this half minute, in one step: which of them was wrong is nobody's business but the person's. */
export const SignIn = ({ onInvited }: { onInvited: () => void }) => {
  const { endedBy, lastAccount } = useSession();
  const [account, setAccount] = useState(lastAccount ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { busy, problem, submit } = useSubmit('staff.signIn', enter);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const lacks = {
      ...(account.trim() === '' ? { account: '请填账号，是办公室发给您的那个' } : {}),
      ...(password === '' ? { password: '请填口令' } : {}),
      ...(/^\d{6}$/.test(code) ? {} : { code: '请填验证器上的 6 位数字' }),
    };
    setMissing(lacks);
    if (Object.keys(lacks).length > 0) return;
    void submit({ body: { account: account.trim(), password, code } }).then(outcome => {
      // A code works once: the next try needs the next one.
      if (outcome && !outcome.ok) setCode('');
    });
  };
  return (
    <Door title="工作人员登录">
      {endedBy && !problem && (
        <Banner
          tone="warn"
          icon="lock"
          title={endedBy.title}
          text={endedBy.detail ?? '登录后接着办。没办完的意见还留着，用原来的账号登录就能看到。'}
        />
      )}
      {problem && <ProblemBanner problem={problem} />}
      <form onSubmit={send} noValidate>
        <TextField
          label="账号"
          value={account}
          onChange={setAccount}
          autoComplete="username"
          maxLength={64}
          first={account === ''}
          error={missing.account ?? fieldError(problem, '/account')}
        />
        <TextField
          label="口令"
          kind="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          first={account !== ''}
          error={missing.password ?? fieldError(problem, '/password')}
        />
        <TextField
          label="动态口令"
          hint="手机验证器上现在的 6 位数字，30 秒换一次，每个只能用一次"
          kind="code"
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          maxLength={6}
          error={missing.code ?? fieldError(problem, '/code')}
        />
        <Button text="登录" kind="main" submit busy={busy} busyText="正在登录…" />
      </form>
      <div className="door-note">
        <button type="button" className="text-link" onClick={onInvited}>
          第一次登录，我有邀请码
        </button>
        <p>手机丢了或换了、口令忘了，请找管理员重新发邀请码。</p>
      </div>
    </Door>
  );
};

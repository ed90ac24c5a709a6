import { type FormEvent, useState } from 'react';
import type { Reply } from '../contract';
import { enter } from '../keep-session';
import { Button } from '../ui/button';
import { fieldError, TextField } from '../ui/form';
import { ProblemBanner } from '../ui/paper';
import { QrPicture } from '../ui/qr-picture';
import { useSubmit } from '../use-submit';
import { Door } from './door';

type Invited = Reply<'staff.invited'>;

/** The secret in groups of four, as one types it. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

interface CodeProps {
  readonly onBack: () => void;
  readonly onInvited: (invited: Invited, invitationCode: string) => void;
}

/** First: the invitation, which the office hands over on paper or by word of mouth, never in a link. */
const AskInvitation = ({ onBack, onInvited }: CodeProps) => {
  const [account, setAccount] = useState('');
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { busy, problem, submit } = useSubmit('staff.invited', reply => onInvited(reply, code.trim()));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const lacks = {
      ...(account.trim() === '' ? { account: '请填账号，和邀请码写在一起' } : {}),
      ...(code.trim() === '' ? { code: '请填邀请码' } : {}),
    };
    setMissing(lacks);
    if (Object.keys(lacks).length === 0) void submit({ body: { account: account.trim(), invitationCode: code.trim() } });
  };
  return (
    <Door title="第一次登录">
      {problem && <ProblemBanner problem={problem} />}
      <form onSubmit={send} noValidate>
        <TextField
          label="账号"
          value={account}
          onChange={setAccount}
          autoComplete="username"
          maxLength={64}
          first
          error={missing.account ?? fieldError(problem, '/account')}
        />
        <TextField
          label="邀请码"
          hint="管理员给您的一次性邀请码，用过或过期就要重新要一个"
          value={code}
          onChange={setCode}
          autoComplete="off"
          maxLength={40}
          error={missing.code ?? fieldError(problem, '/invitationCode')}
        />
        <div className="btn-row">
          <Button text="下一步" kind="main" submit busy={busy} busyText="正在核对…" />
        </div>
      </form>
      <p className="door-note">
        <button type="button" className="text-link" onClick={onBack}>
          已经有口令，去登录
        </button>
      </p>
    </Door>
  );
};

/** Then: a password of one's own, and the secret in one's phone, proved by a code. */
const SetUp = ({ invited, invitationCode }: { invited: Invited; invitationCode: string }) => {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const { busy, problem, submit } = useSubmit('staff.join', enter);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const faults = {
      ...([...password].length < invited.passwordLeast
        ? { password: `口令至少 ${invited.passwordLeast} 位，现在 ${[...password].length} 位` }
        : {}),
      ...(again === password ? {} : { again: '两次填的口令不一样' }),
      ...(/^\d{6}$/.test(code) ? {} : { code: '请填验证器上的 6 位数字' }),
    };
    setWrong(faults);
    if (Object.keys(faults).length > 0) return;
    void submit({ body: { account: invited.account, invitationCode, password, code } });
  };
  return (
    <Door title={`${invited.name}，请设好登录方式`} wide>
      {problem && <ProblemBanner problem={problem} />}
      <form onSubmit={send} noValidate>
        <div className="secret">
          <div className="secret-qr">
            <QrPicture content={invited.totpUri} name="动态口令的二维码，也可以照右边的密钥手填" />
          </div>
          <ol className="secret-steps">
            <li>在手机上打开一个验证器（身份验证器一类的应用都可以，不需要联网）。</li>
            <li>
              扫左边的二维码，或手填密钥：
              <br />
              <span className="code" data-secret>
                {grouped(invited.totpSecret)}
              </span>
            </li>
            <li>验证器会每 30 秒给出 6 位数字，填在下面，证明已经装好。</li>
          </ol>
        </div>
        <div className="door-pair">
          <TextField
            label="口令"
            hint={`至少 ${invited.passwordLeast} 位，一句只有您知道的话最好记`}
            kind="password"
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
            error={wrong.password ?? fieldError(problem, '/password')}
          />
          <TextField
            label="再填一次口令"
            hint="和左边一样"
            kind="password"
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            error={wrong.again}
          />
        </div>
        <TextField
          label="动态口令"
          hint="验证器上现在的 6 位数字"
          kind="code"
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          maxLength={6}
          error={wrong.code ?? fieldError(problem, '/code')}
        />
        <Button text="设好并登录" kind="main" submit busy={busy} busyText="正在设置…" />
      </form>
      <p className="door-note">密钥只显示这一次。手机丢了或换了，请找管理员重新发邀请码。</p>
    </Door>
  );
};

/** First sign-in by invitation. */
export const Invitation = ({ onBack }: { onBack: () => void }) => {
  const [held, setHeld] = useState<{ readonly invited: Invited; readonly invitationCode: string } | null>(null);
  return held ? (
    <SetUp {...held} />
  ) : (
    <AskInvitation onBack={onBack} onInvited={(invited, invitationCode) => setHeld({ invited, invitationCode })} />
  );
};

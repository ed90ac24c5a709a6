import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { useCity } from '../shared/city';
import { platform } from '../shared/platform';
import { Banner, Button, ProblemBanner, TextField } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';

export interface Way {
  /** The privacy policy is agreed to on this screen. */
  readonly agreed: boolean;
  readonly onSignedIn: (signedIn: Reply<'session.signInSms'>) => void;
}

/** Whole seconds until `untilMs`, counting down. */
const useCountdown = (untilMs: number): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (untilMs <= Date.now()) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [untilMs]);
  return Math.max(0, Math.ceil((untilMs - now) / 1000));
};

/** Phone and SMS code. The phone number stays in the field, nothing typed is lost. */
export const PhoneSignIn = ({ agreed, onSignedIn }: Way) => {
  const demo = useCity(state => state.city?.demo ?? false);
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [againMs, setAgainMs] = useState(0);
  const wait = useCountdown(againMs);
  const sending = useSubmit('session.sendSmsCode', ({ resendAfterSec }) => {
    setAgainMs(Date.now() + resendAfterSec * 1000);
    // An older code is dead from now on.
    setCode('');
  });
  const signing = useSubmit('session.signInSms', onSignedIn);
  const number = phone.replace(/\s/g, '');
  const problem = signing.problem ?? sending.problem;
  const sent = againMs > 0;
  return (
    <View>
      {problem && <ProblemBanner problem={problem} />}
      <TextField label="手机号" pointer="/phone" problem={problem} type="number" maxLength={11} value={phone} onChange={setPhone} />
      <Button
        kind="line"
        busy={sending.busy}
        disabled={!agreed || !/^1[3-9]\d{9}$/.test(number) || wait > 0}
        text={!agreed ? '同意隐私政策后取验证码' : wait > 0 ? `${wait} 秒后可以再取` : sent ? '再取一次验证码' : '取验证码'}
        onClick={() => sending.submit({ body: { phone: number } })}
      />
      <View className="gap" />
      {sent && demo && <Banner tone="info" title="演示环境不会真的发短信" text="验证码在演示城市的短信收件箱页面里。" />}
      <View className="gap" />
      <TextField
        label="短信验证码"
        hint="6 位数字"
        pointer="/code"
        problem={signing.problem}
        type="number"
        maxLength={6}
        value={code}
        onChange={setCode}
      />
      <Button
        busy={signing.busy}
        disabled={!agreed || !/^\d{6}$/.test(code)}
        text="登录"
        onClick={() => signing.submit({ body: { phone: number, code, device: platform.deviceName() } })}
      />
    </View>
  );
};

import { View } from '@tarojs/components';
import { useState } from 'react';
import { platform } from '../shared/platform';
import { Banner, Button, ProblemBanner } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';
import { PhoneSignIn, type Way } from './phone-sign-in';

/** WeChat's one-use code, a new one for every tap. Without WeChat's help there is always the phone. */
export const WechatSignIn = ({ agreed, onSignedIn }: Way) => {
  const { busy, problem, submit } = useSubmit('session.signInWechat', onSignedIn);
  const [noCode, setNoCode] = useState(false);
  const [byPhone, setByPhone] = useState(false);
  const signIn = async () => {
    const code = await platform.wechatCode();
    setNoCode(!code);
    if (code) await submit({ body: { code, device: platform.deviceName() } });
  };
  if (byPhone) return <PhoneSignIn agreed={agreed} onSignedIn={onSignedIn} />;
  return (
    <View>
      {problem && <ProblemBanner problem={problem} />}
      {noCode && <Banner tone="warn" title="微信没有给登录码" text="请检查网络后再点一次，或改用手机号登录。" />}
      <Button busy={busy} disabled={!agreed} text={agreed ? '用微信登录' : '同意隐私政策后登录'} onClick={signIn} />
      <Button kind="plain" text="改用手机号登录" onClick={() => setByPhone(true)} />
    </View>
  );
};

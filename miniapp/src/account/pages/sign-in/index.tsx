import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { refreshIdentity } from '../../../shared/acting';
import { useCity } from '../../../shared/city';
import { back, pages, replace } from '../../../shared/pages';
import { platform } from '../../../shared/platform';
import { beginSession, useSession } from '../../../shared/session';
import { Button, Empty, Label, Page } from '../../../shared/ui';
import { ConsentBox, useConsents } from '../../consent-box';
import { DemoPeople } from '../../demo-people';
import { PhoneSignIn } from '../../phone-sign-in';
import { WechatSignIn } from '../../wechat-sign-in';
import '../../account.scss';

/** 登录: WeChat in the mini-program, phone and SMS code on H5, and on a sandbox city a list of demo people. */
export default function SignInPage() {
  const phase = useSession(state => state.phase);
  const demo = useCity(state => state.city?.demo ?? false);
  const { agreed, set, give } = useConsents();
  const [arrived, setArrived] = useState(false);
  const version = agreed.privacy;

  const enter = async (signedIn: Reply<'session.signInSms'>) => {
    setArrived(true);
    await beginSession(signedIn);
    await give(['privacy'], agreed);
    await refreshIdentity();
    if (signedIn.verified) back();
    else replace(pages.realName());
  };

  if (phase === 'in' && !arrived) {
    return (
      <Page name="登录" title="您已经登录">
        <Empty
          icon="check-circle"
          title="不用再登录"
          text="要换一个账号，请先在“我的”里退出。"
          action={<Button text="回首页" onClick={() => replace(pages.home())} />}
        />
      </Page>
    );
  }
  const ways = { agreed: version !== undefined, onSignedIn: enter };
  return (
    <Page name="登录" title="登录后看自己的信用档案" lead="登录只确认是同一个人在用。看档案前还要实名核验一次。">
      <ConsentBox kind="privacy" on={version !== undefined} onChange={next => set('privacy', next)} />
      <View className="gap" />
      {platform.isWeapp ? <WechatSignIn {...ways} /> : <PhoneSignIn {...ways} />}
      {demo && (
        <>
          <Label text="演示人物" note="这是演示城市，人和记录都是编的" />
          <DemoPeople {...ways} />
        </>
      )}
      <Text className="quiet">不登录也可以查验别人给您的报告、看办事电话。</Text>
    </Page>
  );
}

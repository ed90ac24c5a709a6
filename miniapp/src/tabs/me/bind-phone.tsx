import { type ButtonProps, Text, View, Button as WechatButton } from '@tarojs/components';
import { useState } from 'react';
import { refreshIdentity } from '../../shared/acting';
import { platform } from '../../shared/platform';
import { Banner, ProblemBanner } from '../../shared/ui';
import { useSubmit } from '../../shared/use-submit';

type OnPhone = NonNullable<ButtonProps['onGetPhoneNumber']>;

/** WeChat says by this number that the city's quota of phone numbers is used up (R24). */
const quotaUsedUp = 1400001;

/** WeChat's own button: it asks the person and gives a one-use code; the number itself goes from WeChat to our server only. */
export const BindPhone = () => {
  const { busy, problem, submit } = useSubmit('session.bindPhone', () => void refreshIdentity());
  const [missing, setMissing] = useState<'refused' | 'quota' | null>(null);
  if (!platform.isWeapp) return null;
  const take: OnPhone = ({ detail }) => {
    const { code, errno } = detail as { code?: string; errno?: number };
    setMissing(code ? null : errno === quotaUsedUp ? 'quota' : 'refused');
    if (code) void submit({ body: { code } });
  };
  return (
    <View className="bind-phone">
      {problem && <ProblemBanner problem={problem} />}
      {missing === 'quota' && <Banner tone="warn" title="微信手机号服务暂时用不了" text="可以退出后改用手机号和短信登录，一样能绑定。" />}
      {missing === 'refused' && <Banner tone="info" title="没有绑定手机" text="不绑定也能看档案、开报告；以后想绑随时可以。" />}
      <WechatButton className="btn btn-line btn-wechat" openType="getPhoneNumber" disabled={busy} onGetPhoneNumber={take}>
        <Text>{busy ? '正在办，请稍等…' : '用微信手机号绑定'}</Text>
      </WechatButton>
    </View>
  );
};

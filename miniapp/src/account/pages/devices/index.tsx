import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { ask } from '../../../shared/ask';
import type { Problem } from '../../../shared/call';
import { whenWords } from '../../../shared/dates';
import { pages, replace } from '../../../shared/pages';
import { endSession } from '../../../shared/session';
import { lostWords, signOutEverywhere } from '../../../shared/sign-out';
import { Button, Chip, Item, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

type Device = Reply<'session.list'>['sessions'][number];

/** 登录设备: where this account is signed in; sign out one or all, at once. */
export default function DevicesPage() {
  const load = useLoad('session.list');
  const [wrong, setWrong] = useState<Problem | null>(null);
  const revoking = useSubmit('session.revoke', () => void load.reload());
  const devices = load.data?.sessions ?? [];
  const signOut = async ({ sessionId, device, current }: Device) => {
    if (
      !(await ask(
        '退出登录',
        current ? `${lostWords()}退出后，这台设备上要重新登录才能看档案。` : `${device} 上马上看不到您的档案。`,
        '退出',
      ))
    )
      return;
    const outcome = await revoking.submit({ params: { sessionId } });
    if (outcome?.ok && current) {
      endSession(null, true);
      replace(pages.home());
    }
  };
  const everywhere = async () => {
    if (!(await ask('退出全部设备', `包括这一台。${lostWords()}之后每台都要重新登录。`, '全部退出'))) return;
    const problem = await signOutEverywhere();
    setWrong(problem);
    if (!problem) replace(pages.home());
  };
  return (
    <Page
      name="登录设备"
      title={load.data && (devices.length === 1 ? '只有这一台设备登录着' : `有 ${devices.length} 台设备登录着您的账号`)}
      lead="有不认得的，就退出它，那台设备马上看不到您的档案。"
      load={load}
      problem={wrong ?? revoking.problem}
      skeleton={<Skeleton rows={3} />}
    >
      <Sheet>
        {devices.map(one => (
          <View key={one.sessionId}>
            <Item
              name={one.device}
              sub={`${one.client === 'weapp' ? '微信小程序' : '网页'} · ${whenWords(one.signedInAt)} 登录 · 最近使用 ${whenWords(one.lastSeenAt)}`}
              end={one.current ? <Chip tone="brand" text="这一台" /> : undefined}
            />
            <View className="acts">
              <Button
                kind="line"
                busy={revoking.busy}
                text={one.current ? '退出这台设备' : `退出 ${one.device}`}
                onClick={() => signOut(one)}
              />
            </View>
          </View>
        ))}
      </Sheet>
      <View className="gap" />
      <Button kind="danger" text="退出全部设备" onClick={everywhere} />
    </Page>
  );
}

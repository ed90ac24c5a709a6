import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { whenWords } from '../shared/dates';
import { open, pages } from '../shared/pages';
import { Banner, Button, Page, Sheet, Thread } from '../shared/ui';
import { callBack, sendWaiting, useSubmissions } from './submissions';

/** Signed, and not there yet: said plainly, with what will happen by itself and what one can do. */
export const StillWaiting = ({ draftId }: { draftId: string }) => {
  const { waiting, busy } = useSubmissions();
  const one = waiting.find(each => each.draftId === draftId);
  useEffect(() => void sendWaiting(), []);
  return (
    <Page
      name="自愿登记"
      needs="subject"
      title={busy ? '正在提交' : '还没发出去，连上网就发'}
      lead={busy ? '等答复，不用再点。' : '您已经承诺并提交，内容都在，不会提交两次。'}
    >
      {!busy && (
        <Banner
          tone="warn"
          icon="offline"
          title="手机现在连不上服务"
          text={
            one?.kept
              ? '可以先去做别的，也可以关掉城信：内容加密存在这台手机上，下次打开“自愿登记”接着发，最多留 35 天。退出登录会删去。'
              : '请先不要关掉城信：这台手机存不下，关掉就没有了。'
          }
        />
      )}
      <View className="after-sheet" />
      <Sheet pad>
        <Thread
          knots={[
            { title: '您承诺并提交', note: one ? whenWords(new Date(one.since).toISOString()) : null, state: 'done' },
            { title: busy ? '正在发' : '等网络', note: '同一份只会收一次', state: 'now' },
            { title: '收到，给登记号', state: 'todo' },
          ]}
        />
      </Sheet>
      <View className="after-sheet">
        <Button text="现在再发一次" busy={busy} onClick={() => void sendWaiting()} />
        <Button kind="line" text="先不发，我再改改" disabled={busy} onClick={() => callBack(draftId)} />
        <Button kind="plain" text="看我的登记" onClick={() => open(pages.registrations())} />
      </View>
    </Page>
  );
};

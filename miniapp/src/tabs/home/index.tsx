import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useActing } from '../../shared/acting';
import { useCity } from '../../shared/city';
import { whenWords } from '../../shared/dates';
import { sizes, useDisplay } from '../../shared/display';
import { openNotice } from '../../shared/notices';
import { open, pages } from '../../shared/pages';
import { platform } from '../../shared/platform';
import { Button, Item, Label, Page, Sheet } from '../../shared/ui';
import { useLoad } from '../../shared/use-load';
import { AfterFirstDraw } from './after-first-draw';
import { FileCover } from './file-cover';
import { SizeChoice } from './size-choice';
import { Wants } from './wants';
import './home.scss';

const News = () => {
  const load = useLoad('notice.list');
  useDidShow(() => {
    if (load.data) void load.reload();
  });
  const unread = load.data?.notices.filter(notice => !notice.readAt).slice(0, 3) ?? [];
  if (unread.length === 0) return null;
  return (
    <>
      <Label text={`有 ${load.data?.unread ?? unread.length} 件事，请您看看`} />
      <Sheet>
        {unread.map(notice => (
          <Item
            key={notice.noticeId}
            icon="bell"
            name={notice.title}
            sub={`${notice.text} · ${whenWords(notice.at)}`}
            onClick={() => void openNotice(notice).then(() => load.reload())}
          />
        ))}
        {(load.data?.unread ?? 0) > unread.length && <Item name="看全部消息" onClick={() => open(pages.messages())} />}
      </Sheet>
    </>
  );
};

/** 首页: the file as a bound book, what is new, what one can do. Everything here works. */
export default function HomePage() {
  const { subjectId, subject } = useActing();
  const file = useLoad('profile.read', { params: { subjectId } });
  const city = useCity(state => state.city);
  const elder = sizes[useDisplay().size].elder;
  const hotline = city?.hotline ?? '12345';
  return (
    <Page name={city?.appName ?? '城信'}>
      <View className="city-line">
        <Text className="city-name" role="heading">
          {city?.name.replace('（演示）', '') ?? ' '}
        </Text>
        {city?.demo && <Text className="demo">演示</Text>}
      </View>
      {elder && <SizeChoice />}
      <FileCover subject={subject} file={file} />
      <AfterFirstDraw>
        <News />
        <Wants kind={subject?.kind ?? null} />
        {elder && (
          <View className="ask-people">
            <Button kind="line" icon="phone" text={`打 ${hotline} 问人`} onClick={() => platform.dial(hotline)} />
          </View>
        )}
        {!elder && (
          <>
            <Label text="看得不清楚" />
            <Sheet>
              <Item icon="text" name="把字放大" sub="长辈模式：字大、按钮大，内容一样多" onClick={() => open(pages.display())} />
            </Sheet>
          </>
        )}
      </AfterFirstDraw>
    </Page>
  );
}

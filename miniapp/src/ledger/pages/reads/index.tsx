import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { useActing } from '../../../shared/acting';
import { open, pages } from '../../../shared/pages';
import { platform } from '../../../shared/platform';
import { Banner, Button, Empty, Item, Label, Page, Sheet, Skeleton } from '../../../shared/ui';
import { ChainCard } from '../../chain-card';
import { groupByDay, readsTitle } from '../../ledger-words';
import { ReadEntryCard } from '../../read-entry';
import { useChainCheck } from '../../use-chain-check';
import { useReads } from '../../use-reads';
import '../../ledger.scss';

/** 查询记录: everyone who looked, from both records, and the phone's own verdict on whether ours is whole. */
export default function ReadsPage() {
  const { subjectId } = useActing();
  const { reads, hasMore, busy, problem, readMore } = useReads(subjectId);
  const { check, again } = useChainCheck(subjectId);
  useReachBottom(() => void readMore());
  const { data } = reads;
  const entries = data?.entries ?? [];
  const title = check.state === 'broken' ? '有一条对不上' : readsTitle(entries, hasMore);

  return (
    <Page
      name="查询记录"
      title={data ? title : undefined}
      lead="每看一次，先记一笔，再给看。"
      load={reads}
      skeleton={<Skeleton rows={4} />}
    >
      {data && <ChainCard check={check} completeFrom={data.completeFrom} onAgain={again} />}
      {check.state === 'broken' && (
        <>
          <Banner
            tone="bad"
            title="这意味着"
            text="那条查询记录可能被改过或丢过。您的信用档案是另外存的，不在这条链上。请告诉信用办，让他们查清楚。"
          />
          <Label text="您可以" />
          <Sheet>
            <Item icon="send" name="告诉信用办" sub="会得到一个编号和答复" onClick={() => open(pages.help('查询记录'))} />
            <Item icon="phone" name="打 12345 说明情况" onClick={() => platform.dial('12345')} />
          </Sheet>
        </>
      )}
      {data?.platformState === 'unavailable' && (
        <Banner tone="warn" icon="cloud-off" title="市平台自己的记录没取到" text={data.platformNote ?? '可能还有别的查询没有列出来。'} />
      )}
      {data && entries.length === 0 && <Empty icon="eye" title="一有人看，就会记在这里" text="谁、为什么、看了哪几项、什么时间。" />}
      <View className="bound">
        {entries.length > 0 && <View className="bound-spine" />}
        {groupByDay(entries).map(({ day, title: words, entries: ofDay }) => (
          <View key={day}>
            <View className="day">{words}</View>
            {ofDay.map(entry => (
              <ReadEntryCard key={entry.entryId} entry={entry} onAsk={() => open(entry.own ? pages.devices() : pages.help('查询记录'))} />
            ))}
          </View>
        ))}
      </View>
      {hasMore && <Button kind="plain" busy={busy} text={problem ? `${problem.title}，点这里再取` : '看更早的'} onClick={readMore} />}
    </Page>
  );
}

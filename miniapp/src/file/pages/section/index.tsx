import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useActing } from '../../../shared/acting';
import { open, pages } from '../../../shared/pages';
import { Button, Empty, Page, Skeleton, Source } from '../../../shared/ui';
import { type SectionHead, sectionTitle } from '../../file-words';
import { RecordCard } from '../../record-card';
import { useRecords } from '../../use-records';
import '../../file.scss';

/** One section: its records on a spine, or that there are none, or that it was not fetched: three different pages. */
export default function SectionPage() {
  const { subjectId, subject } = useActing();
  const sectionId = useRouter().params.sectionId as SectionHead['sectionId'];
  const { section, hasMore, busy, problem, readMore } = useRecords(subjectId, sectionId);
  const head = section.data?.head;
  const items = section.data?.items ?? [];
  const retry = () => section.reload({ query: { refresh: '1' } });

  return (
    <Page name={head?.title ?? '一类信息'} title={head && sectionTitle(head)} load={section} skeleton={<Skeleton rows={4} />}>
      {head && head.state !== 'unavailable' && (
        <View className="section-source">
          <Source source={head.source} asOf={head.asOf} />
        </View>
      )}
      {head?.state === 'unavailable' && (
        <View className="gone">
          <Empty
            icon="cloud-off"
            title="暂未取到，不表示没有记录"
            text={head.reason}
            action={<Button kind="line" busy={section.busy} text="再取一次" onClick={retry} />}
          />
        </View>
      )}
      {head?.state !== 'unavailable' && head?.total === 0 && (
        <>
          <Empty icon="check-circle" title="查过了，没有记录" text={`${head.source}已答复。没有记录不影响您办事。`} />
          <View className="side">“没有”是部门明确答复的结果。部门没有答复时，我们会写“暂未取到”。</View>
        </>
      )}
      {head && head.state !== 'unavailable' && head.reason && <View className="side">{head.reason}</View>}
      <View className="bound">
        {items.length > 0 && <View className="bound-spine" />}
        {items.map(record => (
          <RecordCard key={record.recordId} record={record} onOpen={() => open(pages.fileRecord(sectionId, record.recordId))} />
        ))}
      </View>
      {head && sectionId === 'voluntary' && subject?.kind === 'merchant' && (
        <View className="more">
          <Button kind="line" text="去登记，看进度" onClick={() => open(pages.registrations())} />
        </View>
      )}
      {hasMore && (
        <View className="more" role="status">
          {problem ? (
            <Button kind="line" text={`${problem.title}，点这里再取`} onClick={readMore} />
          ) : (
            <Button kind="plain" busy={busy} text="再看一些" onClick={readMore} />
          )}
        </View>
      )}
    </Page>
  );
}

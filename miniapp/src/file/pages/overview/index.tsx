import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { useActing } from '../../../shared/acting';
import { call } from '../../../shared/call';
import { whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { Banner, Item, Label, Link, Page, PageEdges, Sheet, Skeleton, SubmitBar } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { edgesWords, type File, fileTitle, groupSections, type SectionHead } from '../../file-words';
import { MissingSection, SectionRow } from '../../section-row';
import '../../file.scss';

const withHead = (file: File, head: SectionHead): File => {
  const sections = file.sections.map(one => (one.sectionId === head.sectionId ? head : one));
  return { ...file, sections, recordTotal: sections.reduce((sum, one) => sum + (one.total ?? 0), 0) };
};

/** The edges fill while the sections arrive. */
const Waiting = () => (
  <>
    <View className="tally">
      <PageEdges sections={null} />
    </View>
    <Skeleton rows={8} />
  </>
);

/** 信用档案: what each section holds; what was not fetched comes first. */
export default function FileOverviewPage() {
  const { subjectId } = useActing();
  const file = useLoad('profile.read', { params: { subjectId } });
  const [retrying, setRetrying] = useState<readonly string[]>([]);

  const retry = async ({ sectionId }: SectionHead) => {
    if (retrying.includes(sectionId)) return;
    setRetrying(ids => [...ids, sectionId]);
    const outcome = await call('profile.readSection', { params: { subjectId, sectionId }, query: { refresh: '1', limit: 1 } });
    if (outcome.ok) file.change(now => withHead(now, outcome.reply.head));
    setRetrying(ids => ids.filter(id => id !== sectionId));
  };

  const read = file.data;
  const { missing, present, none } = groupSections(read?.sections ?? []);
  const edges = edgesWords(read?.sections ?? []);
  const row = (section: SectionHead) => (
    <SectionRow key={section.sectionId} section={section} onOpen={() => open(pages.fileSection(section.sectionId))} />
  );

  return (
    <Page
      name="信用档案"
      title={read && fileTitle(read)}
      lead={read && `${read.name} · ${whenWords(read.readAt)} 各部门的答复。这里只给您和您授权的人看。`}
      load={file}
      skeleton={<Waiting />}
      bar={
        <SubmitBar
          text="开信用报告"
          onSubmit={() => open(pages.reportRequest())}
          second={{ text: '谁查过我', onClick: () => open(pages.ledger()) }}
        />
      }
    >
      {read?.freshnessUnconfirmed && (
        <Banner tone="warn" title="未能确认最新" text="一个多小时没有收到市平台的变更消息，这里看到的可能不是最新的。办事前请点重新取。" />
      )}
      {read && (
        <View className="tally">
          <View>
            <PageEdges sections={read.sections} />
            {edges && <Text className="tally-note">{edges}</Text>}
          </View>
          <Link icon="refresh" text="重新取" onClick={() => file.reload({ query: { refresh: '1' } })} />
        </View>
      )}
      {missing.length > 0 && (
        <>
          <Label text="这次没取到" />
          <View className="gone">
            {missing.map(section => (
              <MissingSection
                key={section.sectionId}
                section={section}
                busy={retrying.includes(section.sectionId)}
                onRetry={() => retry(section)}
              />
            ))}
          </View>
        </>
      )}
      {present.length > 0 && (
        <>
          <View className="ask-check">
            <Sheet>
              <Item icon="ask" name="看不懂？做一次自测" sub="哪些记录有影响、到什么时候、怎么办" onClick={() => open(pages.selfCheck())} />
            </Sheet>
          </View>
          <Label text="有记录" />
          <Sheet>{present.map(row)}</Sheet>
        </>
      )}
      {none.length > 0 && (
        <>
          <Label text="查过了，没有记录" />
          <Sheet>{none.map(row)}</Sheet>
        </>
      )}
    </Page>
  );
}

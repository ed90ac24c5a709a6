import { useActing } from '../../../shared/acting';
import { whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { Chip, Empty, Item, Label, Page, Sheet, Skeleton, SubmitBar } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { type Report, reportStateWords } from '../../report-words';

const Rows = ({ reports }: { reports: readonly Report[] }) => (
  <Sheet>
    {reports.map(report => {
      const { chip, tone } = reportStateWords[report.state];
      return (
        <Item
          key={report.reportId}
          icon="report"
          name={report.variantTitle}
          sub={`${report.purposeTitle} · ${whenWords(report.createdAt)}\n${report.number}`}
          end={<Chip tone={tone} text={chip} />}
          endWords={chip}
          onClick={() => open(pages.report(report.reportId))}
        />
      );
    })}
  </Sheet>
);

const titleOf = (usable: number, all: number): string => {
  if (usable > 0) return `您有 ${usable} 份报告可用`;
  return all > 0 ? '您的报告都停用了' : '您还没有开过报告';
};

/** 我的报告: those in use first, those that ended apart. */
export default function ReportListPage() {
  const { subjectId } = useActing();
  const load = useLoad('report.list', { params: { subjectId } });
  const reports = load.data?.reports ?? [];
  const usable = reports.filter(one => one.state === 'ready' || one.state === 'making');
  const ended = reports.filter(one => !usable.includes(one));
  return (
    <Page
      name="我的报告"
      title={load.data ? titleOf(usable.length, reports.length) : undefined}
      lead="免费开具，随时撤回。对方扫码就能验真假。"
      load={load}
      skeleton={<Skeleton rows={4} />}
      bar={<SubmitBar text="开一份报告" onSubmit={() => open(pages.reportRequest())} />}
    >
      {load.data && reports.length === 0 && (
        <Empty icon="report" title="需要时再开" text="租房、投标、找工作，对方要看信用记录时开一份，几秒就好。" />
      )}
      {usable.length > 0 && <Rows reports={usable} />}
      {ended.length > 0 && (
        <>
          <Label text="已停用" />
          <Rows reports={ended} />
        </>
      )}
    </Page>
  );
}

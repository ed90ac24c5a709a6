import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { useActing } from '../../../shared/acting';
import { open, pages, replace } from '../../../shared/pages';
import { Banner, Button, Facts, Label, Page, Seal, Sheet, Skeleton, SubmitBar } from '../../../shared/ui';
import { useSubmit } from '../../../shared/use-submit';
import { ClerkCode } from '../../clerk-code';
import { ReportDeeds } from '../../report-deeds';
import { countWords, ReportPaper } from '../../report-paper';
import { type Report, reportStateWords } from '../../report-words';
import { useReport } from '../../use-report';
import '../../report.scss';

const Making = () => (
  <>
    <View className="paper making" role="status" aria-label="正在开具">
      <View className="making-line" />
      <View className="making-line" />
      <View className="making-line" />
      <View className="making-seal">
        <Seal kind="empty" size={36} />
      </View>
    </View>
    <Button kind="plain" text="先去做别的" onClick={() => replace(pages.reports())} />
  </>
);

const leadOf = ({ state, stateReason }: Report): string => {
  switch (state) {
    case 'making':
      return '通常几秒就好。可以离开这一页，好了在“我的报告”里。';
    case 'ready':
      return '给对方扫这个码，真假当场可验。';
    case 'superseded':
      return `${stateReason ?? '档案里的记录有了变化'}。对方再扫会看到“已被替代”。要用就再开一份，免费。`;
    case 'revoked':
      return '对方再扫会看到“持有人已撤回”。要用就再开一份，免费。';
    case 'expired':
      return '对方再扫会看到“已过期”。要用就再开一份，免费。';
    default:
      return stateReason ?? '可以再开一份。';
  }
};

/** One report: being made, ready to hand over, or ended; revoked only after a second yes. */
export default function ReportPage() {
  const { subjectId } = useActing();
  const { reportId = '' } = useRouter().params;
  const load = useReport(subjectId, reportId);
  const [sure, setSure] = useState(false);
  const report = load.data;
  const take = (next: Report) => load.change(() => next);
  const revoking = useSubmit('report.revoke', next => {
    setSure(false);
    take(next);
  });
  const revoke = () => revoking.submit({ params: { subjectId, reportId } });

  const bar = () => {
    if (!report || report.state === 'making') return undefined;
    if (report.state !== 'ready') return <SubmitBar text="再开一份" onSubmit={() => open(pages.reportRequest())} />;
    if (!sure)
      return (
        <View className="bar">
          <Button kind="danger" text="撤回这份报告" onClick={() => setSure(true)} />
        </View>
      );
    return (
      <View className="bar">
        <Text className="bar-why">撤回后不能恢复，对方再扫会看到“持有人已撤回”。</Text>
        <View className="bar-row">
          <View className="bar-cell">
            <Button kind="line" text="不撤回" disabled={revoking.busy} onClick={() => setSure(false)} />
          </View>
          <View className="bar-cell">
            <Button kind="danger" busy={revoking.busy} text="确定撤回" onClick={revoke} />
          </View>
        </View>
      </View>
    );
  };

  return (
    <Page
      name="信用报告"
      title={report && reportStateWords[report.state].title}
      lead={report && leadOf(report)}
      load={load}
      problem={revoking.problem}
      skeleton={<Skeleton rows={5} />}
      bar={bar()}
    >
      {report?.state === 'making' && <Making />}
      {report && report.state !== 'making' && <ReportPaper report={report} />}
      {report?.state === 'failed' && (
        <Banner tone="warn" title="这份没有开成" text="没有留下半份报告。可以现在再开一份，或过一会儿再来。" />
      )}
      {report?.state === 'ready' && <ReportDeeds report={report} subjectId={subjectId} />}
      {report?.state === 'ready' && <ClerkCode report={report} subjectId={subjectId} onChanged={take} />}
      {report && report.sections.length > 0 && (
        <>
          <Label text="里面有什么" />
          <Sheet pad>
            <View className="counts">
              <Facts facts={report.sections.map(section => ({ label: section.title, value: countWords(section) }))} />
            </View>
          </Sheet>
        </>
      )}
    </Page>
  );
}

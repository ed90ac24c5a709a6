import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { clockWords, dayOf, fullDayWords, lastDayBefore, whenWords } from '../shared/dates';
import { Banner, Button, Facts, Icon, Label, Page, Seal, Sheet, Skeleton } from '../shared/ui';
import { useLoad } from '../shared/use-load';
import { NumbersByCode } from './numbers-by-code';
import { countWords, periodWords, stateWords, type Verified } from './verify-words';

/** What a clerk holds against the paper, one by one: in the paper's own words and its order. */
const toCompare = (report: Verified) => [
  { label: '编号', value: report.number },
  { label: '报告', value: report.variantTitle },
  { label: '持有人', value: report.maskedName },
  { label: '用途', value: report.purposeTitle },
  { label: '接收方', value: report.recipient ?? '没有指定' },
  { label: '查询期间', value: periodWords(report.periodFrom, report.periodTo) },
  { label: '开具时间', value: `${fullDayWords(dayOf(report.issuedAt))} ${clockWords(report.issuedAt)}` },
  { label: '有效到', value: fullDayWords(lastDayBefore(report.expiresAt)) },
  { label: '内容指纹', value: report.fingerprint.replace(/(.{4})(?=.)/g, '$1 ') },
];

const Valid = ({ report, code }: { report: Verified; code: string }) => (
  <>
    <Label text="和纸上逐项核对" />
    <Sheet pad>
      <Facts facts={toCompare(report)} />
    </Sheet>
    <Label text="每一类有几条" note="和纸上的条数要一样" />
    <Sheet pad>
      <View className="counts">
        <Facts facts={report.sections.map(section => ({ label: section.title, value: countWords(section) }))} />
      </View>
    </Sheet>
    {report.numbersAllowed ? (
      <NumbersByCode verifyCode={code} />
    ) : (
      <View className="no-numbers">持有人没有允许核对文书号。需要的话，请他在“我的报告”里打开。</View>
    )}
  </>
);

const Ended = ({ report }: { report: Verified }) => (
  <Sheet pad>
    <Facts
      facts={[
        { label: '编号', value: report.number },
        { label: '持有人', value: report.maskedName },
        { label: '开具', value: whenWords(report.issuedAt) },
        ...(report.endedAt
          ? [{ label: '停用时间', value: whenWords(report.endedAt) }]
          : [{ label: '有效到', value: fullDayWords(lastDayBefore(report.expiresAt)) }]),
        ...(report.stateReason ? [{ label: '停用原因', value: report.stateReason }] : []),
      ]}
    />
  </Sheet>
);

/** The code was not issued here or was changed: the only page that says no. */
const Refused = ({ onAgain }: { onAgain: () => void }) => (
  <>
    <View className="verdict">
      <Icon name="close-circle" tone="bad" size={72} />
      <Text className="verdict-title" role="heading">
        验不过，请不要采用
      </Text>
      <Text className="verdict-lead">没有查到这份报告：二维码不是本平台出具的，或内容被改过。</Text>
    </View>
    <Banner tone="info" title="可以这样做" text="请对方当面打开“我的报告”，用他手机上的码再扫一次。仍然不行，请打 12345 举报。" />
    <Button kind="line" text="换一个码再查" onClick={onAgain} />
  </>
);

const sealOf = { valid: 'solid', expired: 'grey', superseded: 'grey', revoked: 'broken' } as const;

/** The verdict on one code, and what a clerk compares with the paper in hand. */
export const VerifiedReport = ({ code, onAgain }: { code: string; onAgain: () => void }) => {
  const load = useLoad('report.verify', { params: { verifyCode: code } });
  const [checkedAt] = useState(() => new Date().toISOString());
  const refused = load.problem?.code === 'verify.unknown' || load.problem?.code === 'request.invalid';
  if (refused) {
    return (
      <Page name="查验报告">
        <Refused onAgain={onAgain} />
      </Page>
    );
  }
  const report = load.data;
  const words = report && stateWords(report);
  return (
    <Page name="查验报告" load={load} skeleton={<Skeleton rows={6} />}>
      {report && words && (
        <>
          <View className="verdict">
            <Seal kind={sealOf[report.state]} size={92} />
            <Text className="verdict-title" role="heading">
              {words.title}
            </Text>
            <Text className="verdict-lead">{words.lead}</Text>
            {report.demo && (
              <View className="verdict-demo">
                <Text className="demo">演示数据，没有法律效力</Text>
              </View>
            )}
          </View>
          <Banner tone={report.state === 'valid' ? 'info' : 'warn'} title={words.advice} text={words.adviceText} />
          {report.state === 'valid' ? <Valid report={report} code={code} /> : <Ended report={report} />}
          <View className="verdict-foot">
            {report.issuer} · 查验于 {whenWords(checkedAt)}
          </View>
          <Button kind="plain" text="再查一份" onClick={onAgain} />
        </>
      )}
    </Page>
  );
};

import { Text, View } from '@tarojs/components';
import { fullDayWords, lastDayBefore, whenWords } from '../shared/dates';
import { Seal } from '../shared/ui';
import { QrCode } from './qr-code';
import type { Report } from './report-words';

const sealOf = { ready: 'solid', expired: 'grey', superseded: 'grey', revoked: 'broken', making: 'empty', failed: 'empty' } as const;

/** 没取到 is never written as 没有. */
export const countWords = ({ state, count }: Report['sections'][number]): string => {
  if (state === 'unavailable' || count === null) return '开具时没取到';
  return count === 0 ? '没有' : `${count} 条`;
};

/** The report as a paper: its code while it is valid, its grey or broken seal after. */
export const ReportPaper = ({ report }: { report: Report }) => (
  <View className="paper">
    <Text className="paper-title" role="heading">
      {report.variantTitle}
    </Text>
    <Text className="paper-sub">
      {report.purposeTitle}
      {report.recipient ? ` · 限${report.recipient}查验` : ''}
    </Text>
    <View className="paper-seal">
      <Seal kind={sealOf[report.state]} size={64} />
    </View>
    {report.state === 'ready' && report.verifyUrl && <QrCode text={report.verifyUrl} label="查验用的二维码" />}
    <Text className={report.state === 'ready' ? 'paper-number' : 'paper-number paper-number-left'}>{report.number}</Text>
    <View className="paper-dates">
      <View className="paper-date">
        <Text className="paper-date-label">开具</Text>
        {whenWords(report.createdAt)}
      </View>
      <View className="paper-date">
        <Text className="paper-date-label">{report.endedAt ? '停用' : '有效到'}</Text>
        {report.endedAt ? whenWords(report.endedAt) : fullDayWords(lastDayBefore(report.expiresAt))}
      </View>
    </View>
  </View>
);

import type { z } from 'zod';
import type { zTone } from '../../contract/atoms';
import { beijingDay, dayInWords } from '../../lib/time';
import type { CreditRecord, PlatformSection } from '../../platform/ports';
import { clockOfRecord, type RepairClock } from '../../policy/clock-of';
import { effectOf } from '../../policy/effect-of';

/** A short word beside a title, as it is shown. */
export interface Mark {
  readonly tone: z.infer<typeof zTone>;
  readonly text: string;
}

const penaltyMarks = (clock: RepairClock, repairState: CreditRecord['repairState'], today: string): Mark[] => {
  if (repairState === 'repaired') return [{ tone: 'good', text: '已修复' }];
  if (repairState === 'applied') return [{ tone: 'pending', text: '修复办理中' }];
  if (clock.penaltyClass === null) return [{ tone: 'plain', text: '类别未提供' }];
  const label: Mark = { tone: 'plain', text: `${clock.penaltyClassLabel}失信` };
  if (clock.repairFrom === null || clock.endsOn === null) return [label];
  if (today > clock.endsOn) return [label, { tone: 'plain', text: '公示期已满' }];
  return [
    label,
    today < clock.repairFrom ? { tone: 'bad', text: `${dayInWords(clock.repairFrom)}起可申请修复` } : { tone: 'warn', text: '可申请修复' },
  ];
};

const expiryMarks = ({ validUntil }: CreditRecord, today: string): Mark[] =>
  validUntil !== null && validUntil < today ? [{ tone: 'plain', text: '已过有效期' }] : [];

const trustMarks: Record<CreditRecord['trust'], Mark[]> = {
  agency_verified: [],
  document_checked: [{ tone: 'info', text: '材料已核' }],
  self_declared: [{ tone: 'plain', text: '本人自述' }],
};

export const marksOfRecord = (record: CreditRecord, at: Date): Mark[] => {
  const today = beijingDay(at);
  const clock = clockOfRecord(record);
  return [
    ...(record.underObjection ? [{ tone: 'pending', text: '异议处理中' } as const] : []),
    ...(clock ? penaltyMarks(clock, record.repairState, today) : []),
    ...(clock ? [] : expiryMarks(record, today)),
    ...(record.viaRole ? [{ tone: 'info', text: '因任职关联' } as const] : []),
    ...trustMarks[record.trust],
  ];
};

export const marksOfSection = ({ records, quarantined, unreadable }: PlatformSection, at: Date): Mark[] => {
  const harm = records.filter(record => effectOf(record).effect === 'harm').length;
  const disputed = records.filter(({ underObjection }) => underObjection).length;
  const expired = records.filter(record => record.penalty === null && expiryMarks(record, beijingDay(at)).length > 0).length;
  return [
    ...(harm > 0 ? [{ tone: 'bad', text: `${harm} 条需要留意` } as const] : []),
    ...(disputed > 0 ? [{ tone: 'pending', text: `${disputed} 条异议处理中` } as const] : []),
    ...(expired > 0 ? [{ tone: 'warn', text: `${expired} 条已过有效期` } as const] : []),
    ...(unreadable > 0 ? [{ tone: 'warn', text: `${unreadable} 条读不懂，没有显示` } as const] : []),
    ...(quarantined.length > 0 ? [{ tone: 'info', text: `${quarantined.length} 条不在目录内，没有显示` } as const] : []),
  ];
};

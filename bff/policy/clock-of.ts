import type { CreditRecord, Day, PenaltyFacts } from '../platform/ports';
import { repairLawOn } from './repair';

/** Publication clock of one penalty; days are Beijing days. */
export interface RepairClock {
  readonly penaltyClass: PenaltyFacts['penaltyClass'];
  readonly penaltyClassLabel: string;
  readonly decidedOn: Day | null;
  /** First day one may apply. */
  readonly repairFrom: Day | null;
  /** Last day of publication. */
  readonly endsOn: Day | null;
  readonly basis: string | null;
  readonly note: string;
}

/**
 * The day `months` calendar months later: the same day of the month, or the month's last day where it has none (民法典 art. 202).
 * Source: docs/rules/repair.md R1.
 */
export const addMonths = (day: Day, months: number): Day => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDate = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(date, lastDate));
  return target.toISOString().slice(0, 10);
};

/**
 * When a penalty may be repaired and when its publication ends by itself. The clock starts at the day of the official decision; the law is the one
 * in force on that day. The class comes from upstream only (R2): without it, or without the day, nothing is computed.
 * Source: docs/rules/repair.md R1, R2, R6, R9.
 */
export const clockOf = (
  penalty: Pick<PenaltyFacts, 'penaltyClass' | 'field' | 'publishedUntil'> & { decidedOn: Day | null },
): RepairClock => {
  const { penaltyClass, decidedOn, field, publishedUntil } = penalty;
  const stated = publishedUntil === null ? '' : `来源写明公示到 ${publishedUntil}。`;
  if (penaltyClass === null) {
    return {
      penaltyClass,
      penaltyClassLabel: '类别未提供',
      decidedOn,
      repairFrom: null,
      endsOn: null,
      basis: null,
      note: `来源没有提供失信类别，本应用不推断，也不计算日期。${stated}请向处罚机关询问类别。`,
    };
  }
  if (decidedOn === null) {
    return {
      penaltyClass,
      penaltyClassLabel: labels[penaltyClass],
      decidedOn,
      repairFrom: null,
      endsOn: null,
      basis: null,
      note: `来源没有提供决定日期，不计算日期。${stated}`,
    };
  }
  const law = repairLawOn(decidedOn);
  const bounds = law.bounds[penaltyClass];
  const fieldMinimum = field === null ? undefined : law.fieldMinimums.find(({ match }) => field.includes(match));
  const minMonths = Math.max(bounds.minMonths, fieldMinimum?.minMonths ?? 0);
  const lawEnd = addMonths(decidedOn, bounds.maxMonths);
  const endsOn = publishedUntil !== null && publishedUntil >= decidedOn && publishedUntil < lawEnd ? publishedUntil : lawEnd;
  return {
    penaltyClass,
    penaltyClassLabel: bounds.label,
    decidedOn,
    repairFrom: addMonths(decidedOn, minMonths),
    endsOn,
    basis: law.title,
    note: [
      minMonths === 0 ? '轻微失信信息原则上不公示；履行完义务就可以申请修复' : `从作出决定那天算起，满 ${minMonths} 个月可以申请修复`,
      fieldMinimum ? `涉及${fieldMinimum.match}，最短公示 ${fieldMinimum.minMonths} 个月` : null,
      `最长公示 ${bounds.maxMonths} 个月，到期自动停止；没有纠正或没有履行完的，按主管部门规定处理`,
      law.caution,
      publishedUntil !== null && publishedUntil !== endsOn ? `来源写明公示到 ${publishedUntil}，与推算不同，请向处罚机关核实` : null,
    ]
      .filter(part => part !== null)
      .join('。')
      .concat('。'),
  };
};

const labels = { minor: '轻微', general: '一般', serious: '严重' } as const;

/** Clock of a record that has one. */
export const clockOfRecord = ({ penalty, decidedOn }: Pick<CreditRecord, 'penalty' | 'decidedOn'>): RepairClock | null =>
  penalty === null ? null : clockOf({ ...penalty, decidedOn });

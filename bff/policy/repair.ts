import { z } from 'zod';
import { zDay } from '../contract/atoms';

/** Publication bounds of one penalty class, in calendar months from the day of the decision. */
const zBounds = z.object({
  label: z.string(),
  /** 0: repairable as soon as the duties are met, there is no minimum period. */
  minMonths: z.int().min(0),
  maxMonths: z.int().positive(),
});

const zRepairLaw = z.object({
  id: z.string(),
  title: z.string(),
  /** Decisions made from this Beijing day on. */
  effectiveFrom: zDay,
  source: z.string(),
  verified: z.boolean(),
  bounds: z.object({ minor: zBounds, general: zBounds, serious: zBounds }),
  /** Fields of law with a longer minimum; `match` is looked for in the field the source names. */
  fieldMinimums: z.array(z.object({ match: z.string(), minMonths: z.int().positive(), verified: z.boolean() })),
  /** What a reader must know when this law is applied; null for the law in force. */
  caution: z.string().nullable(),
});

export type RepairLaw = z.infer<typeof zRepairLaw>;

/** Order 58 knew no classes: one period for all; the class is still required, because without it nothing is computed (R2). */
const underOrder58 = (label: string) => ({ label, minMonths: 3, maxMonths: 36 });

/** Oldest first. Source: docs/rules/repair.md R1, R9. */
export const repairLaws: readonly RepairLaw[] = z.array(zRepairLaw).parse([
  {
    id: 'ndrc-58',
    title: '《失信行为纠正后的信用信息修复管理办法（试行）》（国家发展改革委令第58号）',
    effectiveFrom: '2023-05-01',
    source: 'docs/rules/repair.md#R9',
    verified: true,
    bounds: { minor: underOrder58('轻微'), general: underOrder58('一般'), serious: underOrder58('严重') },
    fieldMinimums: [
      { match: '特种设备', minMonths: 12, verified: true },
      { match: '安全生产', minMonths: 12, verified: true },
      { match: '消防', minMonths: 12, verified: true },
      { match: '食品', minMonths: 12, verified: false },
      { match: '药品', minMonths: 12, verified: false },
    ],
    caution: '决定作出时适用原办法，原办法自 2026-04-01 起废止；按原办法推算，请向处理机关核实',
  },
  {
    id: 'ndrc-36',
    title: '《信用修复管理办法》（国家发展改革委令第36号）',
    effectiveFrom: '2026-04-01',
    source: 'docs/rules/repair.md#R1',
    verified: true,
    bounds: {
      minor: { label: '轻微', minMonths: 0, maxMonths: 3 },
      general: { label: '一般', minMonths: 3, maxMonths: 12 },
      serious: { label: '严重', minMonths: 12, maxMonths: 36 },
    },
    fieldMinimums: [],
    caution: null,
  },
]);

/** Repair materials are exactly these two (R4). */
export const repairPapers: readonly string[] = ['履行义务的证明（如缴款凭证、整改验收材料）', '信用承诺书'];

/** It is free and needs no agent (R4). */
export const repairIsFree = '信用修复免费，只要两份材料，不用找代办。';

/** Law in force on the day of the decision; a decision older than every law falls under the oldest one. */
export const repairLawOn = (decidedOn: string): RepairLaw => {
  const law = repairLaws.filter(({ effectiveFrom }) => effectiveFrom <= decidedOn).at(-1) ?? repairLaws[0];
  if (!law) throw new Error('policy: no repair law');
  return law;
};

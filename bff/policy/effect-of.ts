import type { CreditRecord } from '../platform/ports';
import { type Effect, sectionPolicy } from './sections';

/** What turns the word after it round: 未发现问题, 非信用户, 没有被吊销, 未见不合格. */
const negated = /[未不非无没](有|被|予|见|经|发现|查出|检出)*$/;

/** Whether `value` says the word itself, not its opposite. */
const says = (value: string, word: string): boolean =>
  value
    .split(word)
    .slice(0, -1)
    .some((_, i, before) => !negated.test(before.slice(0, i + 1).join(word)));

/**
 * Whether a record helps or harms, and why, by the section's rules. A repaired record harms nobody (R5); what a person declared about himself never
 * helps (F6), what an agency verified does. Source: docs/rules/sections.md F3.
 */
export const effectOf = (record: CreditRecord): { readonly effect: Effect; readonly why: string } => {
  const policy = sectionPolicy(record.sectionId);
  if (record.repairState === 'repaired') return { effect: 'neutral', why: '已经修复，停止公示、共享和使用。' };
  if (record.sectionId === 'voluntary' && record.trust === 'agency_verified') return { effect: 'help', why: '部门已核验，可以作为依据。' };
  if (record.sectionId === 'voluntary' && record.trust === 'document_checked')
    return { effect: 'neutral', why: '核对过材料，还没有部门核验，只作参考。' };
  for (const rule of policy.effectRules) {
    const value = record.facts.find(({ key }) => key === rule.fact)?.value;
    if (value && rule.includes.some(word => says(value, word))) return { effect: rule.effect, why: rule.why };
  }
  return { effect: policy.effect, why: policy.why };
};

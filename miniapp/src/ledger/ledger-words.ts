import type { Reply } from '../../../bff/contract/types';
import { dayOf, dayWords, weekdayWords, whenWords } from '../shared/dates';
import type { ChainCheck, ChainFault } from './verify-chain';

export type ReadEntry = Reply<'ledger.list'>['entries'][number];

/** Newest first, one group a Beijing day. */
export const groupByDay = (entries: readonly ReadEntry[]): { day: string; title: string; entries: ReadEntry[] }[] => {
  const groups: { day: string; title: string; entries: ReadEntry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = groups[groups.length - 1];
    if (last?.day === day) last.entries.push(entry);
    else groups.push({ day, title: `${dayWords(day)} ${weekdayWords(day)}`, entries: [entry] });
  }
  return groups;
};

/** Which of the two records an entry comes from, in words. */
export const originWords = { chengxin: '本应用记的', platform: '市平台记的' } as const;

const namedFields = 6;
/** A whole file is told by its number of sections, not by a wall of names. */
export const fieldsWords = (fields: readonly string[]): string => {
  if (fields.length === 0) return '没有说明';
  return fields.length <= namedFields ? fields.join('、') : `${fields.slice(0, 3).join('、')}等 ${fields.length} 类`;
};

/** How often, told apart by whose record says so: one look of one's own may stand in both, so that they are never added up. */
export const readsTitle = (entries: readonly ReadEntry[], more: boolean): string => {
  const count = (counted: (entry: ReadEntry) => boolean): number =>
    entries.reduce((sum, entry) => sum + (counted(entry) ? entry.times : 0), 0);
  const own = count(entry => entry.own);
  const others = count(entry => !entry.own && entry.origin === 'chengxin');
  const platform = count(entry => entry.origin === 'platform');
  if (own + others + platform === 0) return '还没有人看过您的档案';
  if (others + platform === 0) return more ? '最近都是您自己看的' : `${own} 次，都是您自己看的`;
  const parts = [
    ...(own > 0 ? [`您自己看了 ${own} 次`] : []),
    ...(others > 0 ? [`别人看了 ${others} 次`] : []),
    ...(platform > 0 ? [`市平台记了 ${platform} 次`] : []),
  ];
  return `${more ? '最近' : ''}${parts.join('，')}`;
};

const faultWords: Record<ChainFault['kind'], (seq: number) => string> = {
  missing: seq => `第 ${seq} 条不见了`,
  altered: seq => `第 ${seq} 条被改过`,
  shorter: seq => `第 ${seq} 条起不见了`,
  rewritten: seq => `第 ${seq} 条接不上以前的`,
  checkpoint: seq => `第 ${seq} 条和签过名的检查点对不上`,
};

export const faultTitle = ({ kind, seq }: ChainFault): string => faultWords[kind](seq);

/** What the phone has just checked, and what it could not: sentences, plain. */
export const checkedWords = (check: Extract<ChainCheck, { state: 'whole' }>): string[] => [
  `您的手机刚刚把 ${check.rows} 条逐条重新算了一遍，每一条都接得上前一条。`,
  ...(check.seenBefore && check.seenBefore.seq > 0
    ? [`上次在这台手机上看到的第 ${check.seenBefore.seq} 条还在原处，没有变。`]
    : ['这台手机第一次核对，下次会和今天看到的比。']),
  check.checkpoint
    ? `前 ${check.checkpoint.seq} 条已写进 ${whenWords(check.checkpoint.at)} 的检查点，检查点另存在数据库以外。`
    : '还没有检查点，每分钟做一个，稍后再看。',
  ...(check.erased > 0 ? [`${check.erased} 条的内容已按要求删除，指纹还在链上。`] : []),
];

import { existsSync, readFileSync } from 'node:fs';

interface Acknowledgement {
  readonly key: string;
  readonly number: string;
}

/** What the city wrote down of a case (docs/upstreams/sandbox.md, SANDBOX_RECEIPTS). */
interface Receipt {
  readonly zybh: string;
  readonly zycs: number;
  readonly ztbs: string;
  readonly zy: string;
}

/** A line that a kill cut short was never flushed, so nobody was told of it. */
const linesOf = <Line>(file: string): readonly Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line) as Line)
    : [];

const doubles = (values: readonly string[]): number => values.length - new Set(values).size;

export const readAcknowledgements = (file: string): readonly Acknowledgement[] => linesOf(file);
export const readReceipts = (file: string): readonly Receipt[] => linesOf(file);

/** Numbers that were acknowledged and the city does not have. */
export const lostOf = (acks: readonly Acknowledgement[], receipts: readonly Receipt[]): readonly string[] => {
  const there = new Set(receipts.map(({ zybh }) => zybh));
  return acks.map(({ number }) => number).filter(number => !there.has(number));
};

/**
 * Compares from outside what merchants were told with what the city was told. Empty: nothing is lost, doubled or overtaken.
 * Numbers of one subject are committed in their order (decision 0012), so its cases must reach the city in it.
 */
export const judge = (acks: readonly Acknowledgement[], receipts: readonly Receipt[]): readonly string[] => {
  const faults: string[] = [];
  const lost = lostOf(acks, receipts);
  if (lost.length > 0) faults.push(`${lost.length} acknowledged and not at the city, first ${lost[0]}`);
  const oneNumberTwice = doubles(acks.map(({ number }) => number));
  if (oneNumberTwice > 0) faults.push(`${oneNumberTwice} numbers acknowledged for two submissions`);
  const caseTwice = doubles(receipts.map(({ zybh, zycs }) => `${zybh}/${zycs}`));
  if (caseTwice > 0) faults.push(`${caseTwice} cases filed twice under one number`);
  const contentTwice = doubles(receipts.map(({ zy }) => zy));
  if (contentTwice > 0) faults.push(`${contentTwice} cases filed twice under two numbers`);
  const newest = new Map<string, string>();
  for (const { zybh, ztbs } of receipts) {
    const before = newest.get(ztbs);
    if (before !== undefined && orderOf(before) > orderOf(zybh)) faults.push(`${zybh} came after ${before} of the same subject`);
    newest.set(ztbs, zybh);
  }
  return faults;
};

/** One by one: what is kept here, what merchants were told and what the city has are the same numbers; what was rolled back is nowhere. */
export const judgeKept = (kept: readonly string[], acks: readonly Acknowledgement[], receipts: readonly Receipt[]): readonly string[] => {
  const here = new Set(kept);
  const there = new Set(receipts.map(({ zybh }) => zybh));
  const missing = (what: string, numbers: readonly string[]): string[] =>
    numbers.length === 0 ? [] : [`${what}: ${[...new Set(numbers)].slice(0, 3).join(', ')}`];
  return [
    ...missing(
      'acknowledged and not kept',
      acks.map(({ number }) => number).filter(number => !here.has(number)),
    ),
    ...missing(
      'at the city and not kept',
      receipts.map(({ zybh }) => zybh).filter(number => !here.has(number)),
    ),
    ...missing(
      'kept and not at the city',
      kept.filter(number => !there.has(number)),
    ),
  ];
};

/** `ZY20261123-0042` → day and count in one comparable number; the count may have more than four digits. */
const orderOf = (number: string): number => {
  const [day = '', count = ''] = number.slice(2).split('-');
  return Number(day) * 1e8 + Number(count);
};

import { judge, judgeKept } from './judge';

/** The judge of the campaigns, shown what must never happen. */
const number = (n: number): string => `ZY20261123-${String(n).padStart(4, '0')}`;
const ack = (n: number, key = `key-${n}`) => ({ key, number: number(n) });
const receipt = (n: number, more: { ztbs?: string; zy?: string } = {}) => ({
  zybh: number(n),
  zycs: 1,
  ztbs: 'M1',
  zy: `content ${n}`,
  ...more,
});
const three = [1, 2, 3];

describe('the judge', () => {
  it('has nothing to say of a run in which all is well', () => {
    const acks = three.map(n => ack(n));
    const receipts = three.map(n => receipt(n));
    expect([...judge(acks, receipts), ...judgeKept(three.map(number), acks, receipts)]).toEqual([]);
  });

  it.each([
    ['one is lost', three.map(n => ack(n)), [receipt(1), receipt(3)], `1 acknowledged and not at the city, first ${number(2)}`],
    ['two submissions got one number', [ack(1), ack(1, 'other')], [receipt(1)], '1 numbers acknowledged for two submissions'],
    ['a case was filed twice', [ack(1)], [receipt(1), receipt(1)], '1 cases filed twice under one number'],
    [
      'one content became two cases',
      [ack(1), ack(2)],
      [receipt(1), receipt(2, { zy: 'content 1' })],
      '1 cases filed twice under two numbers',
    ],
    [
      'one overtook another of its subject',
      [ack(1), ack(2)],
      [receipt(2), receipt(1)],
      `${number(1)} came after ${number(2)} of the same subject`,
    ],
  ])('says so when %s', (_, acks, receipts, words) => {
    expect(judge(acks, receipts)).toContain(words);
  });

  it.each([
    [
      'an acknowledged entry is not in the database',
      [1, 3].map(number),
      three.map(n => ack(n)),
      [1, 3].map(n => receipt(n)),
      `acknowledged and not kept: ${number(2)}`,
    ],
    [
      'the city has one that was rolled back',
      [1].map(number),
      [ack(1)],
      [receipt(1), receipt(2)],
      `at the city and not kept: ${number(2)}`,
    ],
    ['one that was kept never reached the city', [1, 2].map(number), [ack(1)], [receipt(1)], `kept and not at the city: ${number(2)}`],
  ])('says so when %s', (_, kept, acks, receipts, words) => {
    expect(judgeKept(kept, acks, receipts)).toEqual([words]);
  });

  it('does not mind that subjects overtake each other', () => {
    expect(judge([ack(1), ack(2)], [receipt(2, { ztbs: 'M2' }), receipt(1)])).toEqual([]);
  });
});

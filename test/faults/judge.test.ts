import { judge } from './judge';

const receipt = (number: string, zy: string, ztbs = 's1') => ({ zybh: number, zycs: 1, ztbs, zy });
const told = [
  { key: 'a', number: 'ZY20261123-0001' },
  { key: 'b', number: 'ZY20261123-0002' },
];

it('finds nothing where everything acknowledged is there once, in order', () => {
  expect(judge(told, [receipt('ZY20261123-0001', 'x'), receipt('ZY20261123-0002', 'y')])).toEqual([]);
});

it.each([
  ['what is lost', [receipt('ZY20261123-0001', 'x')], /not at the city/],
  [
    'one number twice',
    [receipt('ZY20261123-0001', 'x'), receipt('ZY20261123-0001', 'x'), receipt('ZY20261123-0002', 'y')],
    /under one number/,
  ],
  ['one content twice', [receipt('ZY20261123-0001', 'x'), receipt('ZY20261123-0002', 'x')], /under two numbers/],
  ['what was overtaken', [receipt('ZY20261123-0002', 'y'), receipt('ZY20261123-0001', 'x')], /came after/],
])('finds %s', (_what, receipts, fault) => {
  expect(judge(told, receipts).join('; ')).toMatch(fault);
});

it('orders the subjects apart, and a count of five digits after one of four', () => {
  const acks = ['ZY20261123-9999', 'ZY20261123-10000'].map((number, nth) => ({ key: String(nth), number }));
  expect(judge(acks, [receipt('ZY20261123-9999', 'x'), receipt('ZY20261123-10000', 'y')])).toEqual([]);
  expect(judge(told, [receipt('ZY20261123-0002', 'y', 's2'), receipt('ZY20261123-0001', 'x')])).toEqual([]);
});

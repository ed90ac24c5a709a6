import fc from 'fast-check';
import { caseAddress, placeOf } from '../../miniapp/desk/address';
import { valueWords } from '../../miniapp/desk/case/value-words';
import { fitScale, turned, turnedRight, wholePicture, zoomed } from '../../miniapp/desk/case/zoom';
import { clockWords, untilWords, urgencyOf } from '../../miniapp/desk/clock-words';
import { queueTitle } from '../../miniapp/desk/queue/queue-words';

const clock = (workingDaysLeft: number | null, until: string | null = '2026-11-24', untilExpected = false) => ({
  until,
  workingDaysLeft,
  untilExpected,
});

describe('the clock of a case in words', () => {
  it('says how many working days are left, that today is the last, or how many it is over', () => {
    expect([2, 1, 0, -1, null].map(left => clockWords(clock(left)))).toEqual([
      '还有 2 个工作日',
      '还有 1 个工作日',
      '今天到期',
      '已超 1 个工作日',
      '不计时',
    ]);
    expect([2, 1, 0, -1, null].map(left => urgencyOf(clock(left)))).toEqual(['calm', 'soon', 'soon', 'over', 'none']);
  });

  it('says of a day beyond the published holidays that it is expected', () => {
    const now = Date.parse('2026-11-23T02:00:00.000Z');
    expect(untilWords(clock(1), now)).toBe('11 月 24 日（周二）前');
    expect(untilWords(clock(5, '2027-01-04', true), now)).toBe('预计 2027 年 1 月 4 日（周一）前');
    expect(untilWords(clock(null, null), now)).toBeNull();
  });
});

describe('the title of the queue', () => {
  const seen = (...left: (number | null)[]) => ({ cases: left.map(days => ({ clock: clock(days) })), more: false });

  it('is what has to be done first', () => {
    expect(queueTitle('waiting', seen())).toBe('没有等办的登记');
    expect(queueTitle('waiting', seen(-3, 0, 4))).toBe('1 件已经超期，先办这一件');
    expect(queueTitle('waiting', seen(-3, -1, 0, 4))).toBe('2 件已经超期，先办这些');
    expect(queueTitle('waiting', seen(0, 4))).toBe('1 件今天到期');
    expect(queueTitle('waiting', seen(3, null))).toBe('2 件等办，都还没到期');
  });

  it('never claims more than it has seen', () => {
    expect(queueTitle('waiting', { ...seen(-3, -1), more: true })).toBe('至少 2 件已经超期，先办这些');
    expect(queueTitle('waiting', { ...seen(-3, 4), more: true })).toBe('1 件已经超期，先办这一件');
    expect(queueTitle('waiting', { ...seen(3), more: true })).toBe('至少 1 件等办，都还没到期');
  });
});

describe('a value of a field', () => {
  it('is written as people write it', () => {
    expect(valueWords({ input: 'day', value: '2026-02-28' })).toBe('2026 年 2 月 28 日');
    expect(valueWords({ input: 'amount', value: 12000050 })).toBe('120,000.50 元');
    expect(valueWords({ input: 'amount', value: 100 })).toBe('1 元');
    expect(valueWords({ input: 'count', value: 1200 })).toBe('1,200');
    expect(valueWords({ input: 'line', value: '' })).toBeNull();
    expect(valueWords({ input: 'text', value: null })).toBeNull();
  });

  it('loses no fen of an amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fen => {
        const words = valueWords({ input: 'amount', value: fen }) ?? '';
        expect(Math.round(Number(words.replace(/[ ,元]/g, '')) * 100)).toBe(fen);
      }),
    );
  });
});

describe('the address of a case', () => {
  it('is found again, and anything else is the queue', () => {
    expect(placeOf(caseAddress('ZY20261112-0003'))).toEqual({ at: 'case', number: 'ZY20261112-0003' });
    for (const hash of ['', '#/', '#/cases/', '#/cases/ZY1', '#/cases/ZY20261112-0003/x', '#/cases/<b>']) {
      expect(placeOf(hash)).toEqual({ at: 'queue' });
    }
  });
});

describe('a picture in its room', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 12_000 }), height: fc.integer({ min: 1, max: 12_000 }) });

  it('is whole at first, however it is turned, and never blown up', () => {
    fc.assert(
      fc.property(
        size,
        fc.record({ width: fc.integer({ min: 50, max: 3000 }), height: fc.integer({ min: 50, max: 3000 }) }),
        (picture, room) => {
          let view = wholePicture;
          for (let quarter = 0; quarter < 4; quarter += 1) {
            const scale = fitScale(picture, room, view.turns);
            const seen = turned(picture, view.turns);
            expect(scale).toBeLessThanOrEqual(1);
            expect(seen.width * scale).toBeLessThanOrEqual(room.width + 1e-6);
            expect(seen.height * scale).toBeLessThanOrEqual(room.height + 1e-6);
            view = turnedRight(view);
          }
          expect(view.turns).toBe(0);
        },
      ),
    );
  });

  it('comes back to its size when one zooms in and out, within bounds', () => {
    expect(zoomed(zoomed(0.4, 1), -1)).toBeCloseTo(0.4);
    expect(zoomed(8, 3)).toBe(8);
    expect(zoomed(0.05, -3)).toBe(0.05);
  });
});

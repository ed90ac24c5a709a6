import { addMonths, clockOf } from '../../bff/policy/clock-of';
import { repairLawOn, repairPapers } from '../../bff/policy/repair';

const penalty = { penaltyClass: 'general', decidedOn: '2026-04-20', field: null, publishedUntil: null } as const;

describe('policy.addMonths', () => {
  it.each([
    ['2026-04-20', 3, '2026-07-20'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 36, '2031-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2026-05-31', 1, '2026-06-30'],
    ['2026-10-15', 3, '2027-01-15'],
    ['2026-04-20', 0, '2026-04-20'],
  ])('counts %s + %i months to %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});

describe('policy.repairLawOn', () => {
  it('changes on 2026-04-01', () => {
    expect(repairLawOn('2026-03-31').id).toBe('ndrc-58');
    expect(repairLawOn('2026-04-01').id).toBe('ndrc-36');
  });
  it('takes the oldest law for decisions before it', () => {
    expect(repairLawOn('2019-01-01').id).toBe('ndrc-58');
  });
  it('asks for exactly two papers', () => {
    expect(repairPapers).toHaveLength(2);
    expect(repairPapers.join()).toMatch(/履行义务的证明.*信用承诺书/);
  });
});

describe('policy.clockOf', () => {
  it.each([
    ['minor', '2026-04-01', '2026-04-01', '2026-07-01'],
    ['general', '2026-04-01', '2026-07-01', '2027-04-01'],
    ['serious', '2026-04-01', '2027-04-01', '2029-04-01'],
    ['general', '2026-11-30', '2027-02-28', '2027-11-30'],
    ['serious', '2028-02-29', '2029-02-28', '2031-02-28'],
  ] as const)('gives a %s penalty of %s under Order 36 the days %s and %s', (penaltyClass, decidedOn, repairFrom, endsOn) => {
    expect(clockOf({ ...penalty, penaltyClass, decidedOn })).toMatchObject({
      repairFrom,
      endsOn,
      basis: expect.stringContaining('第36号'),
    });
  });

  it('applies Order 58 to a decision of its last day and says so', () => {
    const clock = clockOf({ ...penalty, decidedOn: '2026-03-31' });
    expect(clock).toMatchObject({ repairFrom: '2026-06-30', endsOn: '2029-03-31', basis: expect.stringContaining('第58号') });
    expect(clock.note).toContain('原办法');
  });

  it.each(['特种设备', '安全生产领域', '消防'])('keeps %s a year at least under Order 58', field => {
    expect(clockOf({ ...penalty, decidedOn: '2025-06-30', field }).repairFrom).toBe('2026-06-30');
  });

  it('has no field minimum under Order 36', () => {
    expect(clockOf({ ...penalty, field: '消防' }).repairFrom).toBe('2026-07-20');
  });

  it('computes nothing without a class', () => {
    expect(clockOf({ ...penalty, penaltyClass: null, publishedUntil: '2027-01-01' })).toMatchObject({
      penaltyClassLabel: '类别未提供',
      repairFrom: null,
      endsOn: null,
      basis: null,
      note: expect.stringContaining('2027-01-01'),
    });
  });

  it('computes nothing without a decision day', () => {
    expect(clockOf({ ...penalty, decidedOn: null })).toMatchObject({ penaltyClassLabel: '一般', repairFrom: null, endsOn: null });
  });

  it('ends on the earlier day the source states, and tells when the source is later', () => {
    expect(clockOf({ ...penalty, publishedUntil: '2026-10-20' }).endsOn).toBe('2026-10-20');
    const later = clockOf({ ...penalty, publishedUntil: '2029-04-20' });
    expect(later.endsOn).toBe('2027-04-20');
    expect(later.note).toContain('来源写明公示到 2029-04-20');
  });
});

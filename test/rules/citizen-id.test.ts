import fc from 'fast-check';
import { birthdayAt, checkDigitOf, checkDocument } from '../../bff/lib/citizen-id';

const today = '2026-11-23';
const reasonOf = (...[type, number]: [Parameters<typeof checkDocument>[0], string]): string => {
  const check = checkDocument(type, number, today);
  return check.ok ? 'ok' : check.reason;
};

describe('citizen-id.checkDocument', () => {
  // The first two are the examples printed in GB 11643-1999, the others were computed apart from this code.
  it.each([
    ['resident_id', '11010519491231002X', '1949-12-31'],
    ['resident_id', '440524188001010014', '1880-01-01'],
    ['hmt_residence', '810000199001150038', '1990-01-15'],
    ['hmt_residence', '820000200102280023', '2001-02-28'],
    ['hmt_residence', '830000198511300058', '1985-11-30'],
    ['foreign_permanent', '931156198803140027', '1988-03-14'],
    ['foreign_permanent', '99010120240229001X', '2024-02-29'],
  ] as const)('accepts %s %s with its check digit and birth day', (type, number, bornOn) => {
    expect(checkDocument(type, number, today)).toEqual({ ok: true, hasCheckDigit: true, bornOn });
  });

  it.each([
    ['foreign_permanent', 'USA311234567890'],
    ['hm_permit', 'H12345678'],
    ['hm_permit', 'M1234567801'],
    ['tw_permit', '01234567'],
    ['tw_permit', '0123456789B'],
    ['passport', 'E12345678'],
  ] as const)('accepts the form of %s %s and says that it has no check digit', (type, number) => {
    expect(checkDocument(type, number, today)).toEqual({ ok: true, hasCheckDigit: false, bornOn: null });
  });

  it.each([
    ['resident_id', '110105194912310021', '第 18 位对不上'],
    ['resident_id', '1101051949123100', '应为 18 位，现在是 16 位'],
    ['resident_id', '1101051949A231002X', '第 11 位应为数字'],
    ['resident_id', '11010519491231002A', '第 18 位应为数字或 X'],
    ['resident_id', '01010519491231002X', '第 1、2 位不是省份代码'],
    ['resident_id', '810000199001150038', '81、82、83 开头的是港澳台居民居住证，请换证件类型'],
    ['resident_id', '110105201202300012', '第 7 至 14 位不是一个出生日期'],
    ['resident_id', '110105202612310012', '第 7 至 14 位不是一个出生日期'],
    ['foreign_permanent', '990101202302290012', '第 7 至 14 位不是一个出生日期'],
    ['foreign_permanent', '9311561988031400', '应为 18 位，现在是 16 位'],
    ['foreign_permanent', '11010519491231002X', '18 位的外国人永久居留身份证应以 9 开头'],
    ['hmt_residence', '11010519491231002X', '港澳台居民居住证应以 81、82 或 83 开头'],
    ['hm_permit', 'T12345678', '应为 H 或 M 加 8 位（旧证 10 位）数字'],
    ['tw_permit', '1234567', '应为 8 位数字（旧证 10 位数字，可带 1 个字母）'],
    ['passport', 'ABCDEFG', '护照号应为 5 至 17 位字母和数字'],
  ] as const)('refuses %s %s: %s', (type, number, reason) => {
    expect(reasonOf(type, number)).toBe(reason);
  });

  it('finds every single wrong digit and every swap of neighbours', () => {
    const number = '440524188001010014';
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = String((Number(number[at]) + by) % 10);
        expect(reasonOf('resident_id', number.slice(0, at) + digit + number.slice(at + 1))).not.toBe('ok');
      }),
    );
    for (let at = 0; at < 16; at++) {
      const [a, b] = [number[at] as string, number[at + 1] as string];
      if (a === b) continue;
      expect(checkDigitOf(number.slice(0, at) + b + a + number.slice(at + 2, 17))).not.toBe('4');
    }
  });
});

describe('citizen-id.birthdayAt', () => {
  it('gives the 14th birthday, and 1 March to those born on 29 February', () => {
    expect(birthdayAt('2012-11-23', 14)).toBe('2026-11-23');
    expect(birthdayAt('2012-02-29', 14)).toBe('2026-03-01');
    expect(birthdayAt('2012-02-29', 16)).toBe('2028-02-29');
  });
});

import fc from 'fast-check';
import { checkOrgCode, organisationCheckOf, orgCheckOf } from '../../bff/lib/org-code';

const faultOf = (code: string): string => {
  const check = checkOrgCode(code);
  return check.ok ? 'ok' : `${check.kind} ${check.position}`;
};

describe('org-code.checkOrgCode', () => {
  // The first is the example printed in GB 32100-2015, the others were computed apart from this code.
  it.each([
    ['the example of the standard', '91350100M000100Y43'],
    ['a code that ends in the 31→0 case', '92990101MA00020370'],
    ['an organisation check of X', '91990101MA000004XR'],
    ['an organisation check of 0', '93990101MA0000090Y'],
    ['a public institution', '12990101MA0001237C'],
    ['a social organisation', '51990101MA0001237B'],
    ['a letter N in front', 'N2990101MA0001237N'],
    ['a letter A in front', 'A1990101MA00012376'],
    ['a letter Y in front', 'Y1990101MA0001237H'],
  ])('accepts %s', (_what, code) => {
    expect(checkOrgCode(code)).toEqual({ ok: true });
  });

  it.each([
    ['91350100M000100Y4', 'length 0'],
    ['91350100M000I00Y43', 'character 13'],
    ['Q1350100M000100Y43', 'department 1'],
    ['9135A100M000100Y43', 'region 5'],
    ['91350100M000100Y53', 'organisation_check 17'],
    ['91350100M000100Y44', 'check 18'],
    ['92990101MA00020371', 'check 18'],
  ])('refuses %s: %s', (code, fault) => {
    expect(faultOf(code)).toBe(fault);
  });

  it('says in plain words which place is wrong', () => {
    expect(checkOrgCode('91350100M000100Y44')).toMatchObject({ reason: '第 18 位对不上' });
  });

  it('finds every single wrong character', () => {
    const code = '91350100M000100Y43';
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 17 }), fc.integer({ min: 1, max: 30 }), (at, by) => {
        const char = alphabet[(alphabet.indexOf(code[at] as string) + by) % 31] as string;
        expect(faultOf(code.slice(0, at) + char + code.slice(at + 1))).not.toBe('ok');
      }),
    );
  });

  it('computes both checks', () => {
    expect(orgCheckOf('92990101MA0002037')).toBe('0');
    expect([organisationCheckOf('MA000004'), organisationCheckOf('MA000009')]).toEqual(['X', '0']);
  });
});

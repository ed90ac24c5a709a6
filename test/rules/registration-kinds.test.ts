import fc from 'fast-check';
import { loadCity } from '../../bff/cities/city';
import { registrationKinds } from '../../bff/contract/registration/schema';
import { organisationCheckOf, orgCheckOf } from '../../bff/lib/org-code';
import { checkFields, type FieldValue, sameText, titleOf } from '../../bff/policy/registration/check-fields';
import { type KindPolicy, kindFaults } from '../../bff/policy/registration/kind-shape';
import { currentKind, currentKinds, kindOfVersion } from '../../bff/policy/registration/kinds';

const today = '2026-11-23';
const ownCode = '91350100M000100Y43';
const on = { today, ownCode };
const kind = (name: KindPolicy['kind']) => currentKind(name, today);

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2080-12-31'), noInvalidDate: true })
  .map(at => at.toISOString().slice(0, 10));
const line = (most: number) =>
  fc
    .string({ minLength: 1, maxLength: Math.min(most, 30), unit: 'grapheme-ascii' })
    .filter(text => text.trim() !== '' && text.trim().length <= most);
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const orgCode = fc
  .tuple(fc.string({ unit: fc.constantFrom(...letters), minLength: 8, maxLength: 8 }), fc.integer({ min: 110000, max: 659999 }))
  .map(([body, region]) => {
    const first17 = `91${region}${body}${organisationCheckOf(body)}`;
    return first17 + orgCheckOf(first17);
  })
  .filter(code => code !== ownCode && [...code].every(letter => letters.includes(letter)));

/** Anything that holds by the fields alone; the rules between fields are left to chance. */
const valuesOf = (policy: KindPolicy): fc.Arbitrary<Record<string, FieldValue>> =>
  fc.record(
    Object.fromEntries(
      policy.fields.map(({ key, input, most, choices, required }) => {
        const whole: fc.Arbitrary<FieldValue> = {
          line: line(most ?? 1),
          text: line(most ?? 1),
          day,
          amount: fc.integer({ min: 0, max: 1e15 }),
          count: fc.integer({ min: 0, max: 1e9 }),
          org_code: orgCode,
          choice: fc.constantFrom(...(choices.length > 0 ? choices.map(({ code }) => code) : [''])),
        }[input];
        return [key, required ? whole : fc.option(whole)];
      }),
    ),
  );

describe('policy.registration-kinds', () => {
  it.each(registrationKinds)('%s holds together, names its source and whether anybody verified it', name => {
    const policy = kind(name);
    expect(kindFaults(policy)).toEqual([]);
    expect(policy.source.length).toBeGreaterThan(5);
    expect(policy.verified).toBe(false);
    expect(kindOfVersion(name, policy.version)).toBe(policy);
  });

  it('names what is wrong in a table of fields', () => {
    const license = kind('license');
    const broken = { ...license, endsOn: 'nowhere', steps: [], rules: [{ rule: 'not_future' as const, field: 'gone', say: '…' }] };
    expect(kindFaults(broken as KindPolicy)).toEqual(
      expect.arrayContaining([
        'endsOn names nowhere, which is no field',
        'not_future names gone, which is no field',
        'field permitName is in no step',
      ]),
    );
  });

  it('answers a version that is not there with an error, and the day before the first with the first', () => {
    expect(() => kindOfVersion('license', '2001-01-01')).toThrow('no version');
    expect(currentKinds('2020-01-01').map(({ version }) => version)).toEqual(currentKinds(today).map(({ version }) => version));
  });

  it.each(['qinghe', 'linxi'])('%s has a truth commitment for every kind and both promises', name => {
    const city = loadCity(`bff/cities/${name}.json`);
    expect(Object.keys(city.truthCommitments).sort()).toEqual([...registrationKinds].sort());
    expect(city.promises.registrationOffice.workingDays + city.promises.registrationAgency.workingDays).toBeGreaterThan(1);
  });
});

describe('policy.checkFields', () => {
  it.each(registrationKinds)('takes of %s what its fields allow, or says at most one thing a field, in plain words', name => {
    const policy = kind(name);
    fc.assert(
      fc.property(valuesOf(policy), sent => {
        const { values, faults } = checkFields(policy, sent, on);
        expect(Object.keys(values)).toEqual(policy.fields.map(({ key }) => key));
        expect(new Set(faults.map(({ pointer }) => pointer)).size).toBe(faults.length);
        for (const { pointer, detail } of faults) {
          expect(policy.fields.map(({ key }) => `/fields/${key}`)).toContain(pointer);
          expect(detail).toMatch(/^[^！!]*[一-龥].*[。]$/);
        }
        // Only rules between fields are broken here, and what is said of them is theirs.
        for (const { detail } of faults) expect(policy.rules.map(({ say }) => say)).toContain(detail);
      }),
      { numRuns: 100 },
    );
  });

  it.each(registrationKinds)('reads its own reading of %s as the same', name => {
    const policy = kind(name);
    fc.assert(
      fc.property(valuesOf(policy), sent => {
        const once = checkFields(policy, sent, on);
        expect(checkFields(policy, once.values, on)).toEqual(once);
        expect(sameText(policy, once.values)).toBe(sameText(policy, checkFields(policy, once.values, on).values));
      }),
      { numRuns: 100 },
    );
  });

  it.each(registrationKinds)('never takes rubbish for a value of %s, and never falls over it', name => {
    const policy = kind(name);
    const rubbish = fc.oneof(fc.string({ maxLength: 5000, unit: 'binary' }), fc.integer(), fc.constant(null), fc.double());
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...policy.fields.map(({ key }) => key), 'constructor', 'valueOf', 'zz'), rubbish), sent => {
        const { values, faults } = checkFields(policy, sent as Record<string, FieldValue>, on);
        for (const { key, input, most } of policy.fields) {
          const value = values[key] ?? null;
          if (value === null) continue;
          if (input === 'amount' || input === 'count') expect(Number.isSafeInteger(value) && Number(value) >= 0).toBe(true);
          else expect(String(value).length).toBeLessThanOrEqual(most ?? 18);
          expect(String(value)).not.toMatch(/[\p{Cf}\p{Zl}]/u);
        }
        for (const key of Object.keys(sent))
          if (!Object.hasOwn(values, key)) expect(faults.map(({ pointer }) => pointer)).toContain(`/fields/${key}`);
      }),
      { numRuns: 100 },
    );
  });

  it('holds both ends of every day', () => {
    const policy = kind('license');
    const sent = { permitName: '许可证', permitNumber: '1', issuer: '某局', validFrom: today, validTo: today };
    expect(checkFields(policy, sent, on).faults).toEqual([]);
    const faultsAt = (more: Record<string, FieldValue>) =>
      checkFields(policy, { ...sent, ...more }, on).faults.map(({ pointer }) => pointer);
    expect(faultsAt({ validFrom: '2026-11-24' })).toEqual(['/fields/validFrom', '/fields/validTo']);
    expect(faultsAt({ validTo: '2026-11-22' })).toEqual(['/fields/validTo']);
    expect(faultsAt({ validTo: null })).toEqual([]);
    expect(faultsAt({ validTo: '2026-02-30' })).toEqual(['/fields/validTo']);
    expect(faultsAt({ validFrom: '1949-09-30' })).toEqual(['/fields/validFrom']);
  });

  it('refuses a code with any one character changed', () => {
    const policy = kind('contract');
    fc.assert(
      fc.property(orgCode, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...letters), (code, at, letter) => {
        fc.pre(code[at] !== letter);
        const changed = code.slice(0, at) + letter + code.slice(at + 1);
        const faultAt = (value: string) =>
          checkFields(policy, { counterpartyCode: value }, on).faults.some(({ pointer }) => pointer === '/fields/counterpartyCode');
        expect([faultAt(code), faultAt(` ${code.toLowerCase()} `), faultAt(changed)]).toEqual([false, false, true]);
      }),
      { numRuns: 100 },
    );
  });

  it('does not take one’s own code for the other side’s', () => {
    const { faults } = checkFields(kind('contract'), { counterpartyCode: ownCode.toLowerCase() }, on);
    expect(faults).toContainEqual({ pointer: '/fields/counterpartyCode', detail: '这是您单位自己的代码，请填对方的。' });
  });

  it.each([
    ['money', ['/fields/amountFen']],
    ['goods', ['/fields/amountFen']],
    ['volunteering', ['/fields/hours']],
  ])('asks of %s what belongs to it', (form, pointers) => {
    const sent = { form, matter: '捐赠', doneOn: today, receiverName: '社区', receiverCode: '91990100MA00000000' };
    const { faults } = checkFields(kind('charity'), sent, on);
    expect(faults.map(({ pointer }) => pointer).filter(pointer => pointer !== '/fields/receiverCode')).toEqual(pointers);
  });

  it('wants name, number and issuer of a certificate together or not at all', () => {
    const policy = kind('operation');
    const sent = { premises: '禾光路 8 号', brand: '小铺', products: '百货' };
    expect(checkFields(policy, sent, on).faults).toEqual([]);
    const of = (more: Record<string, FieldValue>) => checkFields(policy, { ...sent, ...more }, on).faults.map(({ pointer }) => pointer);
    expect(of({ certificateName: '质量管理体系认证' })).toEqual(['/fields/certificateNumber', '/fields/certificateIssuer']);
    expect(of({ certificateNumber: '00126Q' })).toEqual(['/fields/certificateName']);
  });
});

describe('policy.sameText', () => {
  it('does not mind blanks, width and case, and minds everything else', () => {
    const policy = kind('license');
    const text = (permitNumber: string, issuer = '青禾市审批局') => sameText(policy, { permitNumber, issuer });
    expect(text('ｊｙ99 001')).toBe(text('JY99001'));
    expect(text('JY99001', '青禾市 审批局')).toBe(text('JY99001'));
    expect(text('JY99002')).not.toBe(text('JY99001'));
    expect(text('JY99001', '临溪市审批局')).not.toBe(text('JY99001'));
    expect(sameText(policy, { permitNumber: 'JY99001', issuer: null })).toBeNull();
  });

  it('tells a contract by its number, and without one by side, day and matter', () => {
    const policy = kind('contract');
    const base = { counterpartyCode: ownCode, periodFrom: '2026-01-01', matter: '供应办公用纸' };
    expect(sameText(policy, { ...base, contractNumber: 'HT-1' })).toBe(
      sameText(policy, { ...base, matter: '别的', contractNumber: 'ht-1' }),
    );
    expect(sameText(policy, base)).not.toBe(sameText(policy, { ...base, matter: '别的' }));
  });

  it('keeps the values of different fields apart', () => {
    const policy = kind('license');
    expect(sameText(policy, { permitNumber: 'A', issuer: 'BC' })).not.toBe(sameText(policy, { permitNumber: 'AB', issuer: 'C' }));
  });
});

describe('policy.titleOf', () => {
  it('is made of the fields, and falls back to the kind', () => {
    expect(titleOf(kind('operation'), { brand: '小铺', premises: '禾光路 8 号' })).toBe('小铺 禾光路 8 号');
    expect(titleOf(kind('license'), {})).toBe('资质证照');
  });
});

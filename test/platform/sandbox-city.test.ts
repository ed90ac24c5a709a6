import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unifiedCode, unifiedRemainder, withDocumentCheck, withOrganisationCheck } from '../../bff/sandbox/check-digits';
import { hardMerchants, roles } from '../../bff/sandbox/city/cast';
import { makeCity } from '../../bff/sandbox/city/make-city';
import type { Subject, WireRecord } from '../../bff/sandbox/city/types';
import { commonFields, type Field, sections } from '../../bff/sandbox/section-fields';
import { findShapes } from '../../bff/sandbox/shape-index';
import { addYears, beijingTime, fromBeijing, inWan } from '../../bff/sandbox/units';

const docs = (name: string): string => readFileSync(join(__dirname, '../../docs/upstreams', name), 'utf8');
const today = '2026-11-23';
const city = makeCity('qinghe-1', today);
const everybody: readonly Subject[] = [...city.people, ...city.merchants];
const person = (key: string) => {
  const found = city.people.find(one => one.key === key);
  if (!found) throw new Error(`nobody is ${key}`);
  return found;
};
const merchant = (key: string) => {
  const found = city.merchants.find(one => one.key === key);
  if (!found) throw new Error(`no merchant is ${key}`);
  return found;
};
const records = (subject: Subject, code: string): readonly WireRecord[] => city.fileOf(subject).get(code) ?? [];

describe('sandbox.checkDigits', () => {
  it.each(['11010519491231002X', '440524188001010014'])('gives the published example %s its check digit', number => {
    expect(withDocumentCheck(number.slice(0, 17))).toBe(number);
  });

  it.each(['91350100M000100Y43', '91110000600037341L'])('agrees with the known unified code %s', code => {
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const sum = weights.reduce((total, weight, i) => total + weight * alphabet.indexOf(code[i] ?? ''), 0);
    expect(unifiedRemainder(code.slice(0, 17))).toBe(sum % 31);
    expect(alphabet[(31 - unifiedRemainder(code.slice(0, 17))) % 31]).toBe(code[17]);
  });

  it('writes 31 as 0', () => {
    const { code } = merchant('m_code_zero');
    expect(unifiedRemainder(code.slice(0, 17))).toBe(0);
    expect(code[17]).toBe('0');
  });

  it('gives the inner organisation code its own check, X and 0 among them', () => {
    const checks = new Set(Array.from({ length: 200 }, (_, n) => withOrganisationCheck(String(99_000_000 + n))[8]));
    expect([...checks].sort().join('')).toBe('0123456789X');
    expect(unifiedCode('91', '990100', '99000001').slice(8, 17)).toBe(withOrganisationCheck('99000001'));
  });
});

describe('sandbox.units', () => {
  it.each([
    [200, '0.02'],
    [3456.78, '0.345678'],
    [1_250_000, '125'],
    [0, '0'],
  ])('writes %d yuan as %s 万元', (yuan, wan) => {
    expect(inWan(yuan)).toBe(wan);
  });

  it('writes Beijing time and reads it back', () => {
    const at = Date.parse('2026-02-28T16:00:01.000Z');
    expect(beijingTime(at)).toBe('2026-03-01 00:00:01');
    expect(fromBeijing('2026-03-01 00:00:01')).toBe(at);
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
  });
});

describe('sandbox.city', () => {
  it('holds at least 2,000 people and 500 merchants of all five kinds', () => {
    expect(city.people.length).toBeGreaterThanOrEqual(2000);
    expect(city.merchants.length).toBeGreaterThanOrEqual(500);
    expect(new Set(city.merchants.map(({ orgKind }) => orgKind))).toEqual(new Set(['1', '2', '3', '4', '5']));
  });

  it('is the same for the same seed, and another for another', () => {
    const again = makeCity('qinghe-1', today);
    const dump = (of: typeof city) =>
      JSON.stringify([of.people, of.merchants, [...of.people.slice(0, 300), ...of.merchants].map(subject => [...of.fileOf(subject)])]);
    expect(dump(again)).toBe(dump(city));
    expect(dump(makeCity('other', today))).not.toBe(dump(city));
  });

  it('keeps documents and phones from one day to the next', () => {
    const later = makeCity('qinghe-1', '2026-11-30');
    const changed = city.people.filter(({ document }, i) => later.people[i]?.document.zjhm !== document.zjhm).map(({ key }) => key);
    expect(changed).toEqual(['child_turning_14']);
  });

  it('is plainly synthetic: nobody lives in prefecture 99 of province 41, and numbers do not repeat', () => {
    const residents = city.people.filter(({ document }) => document.zjlx === '01');
    expect(residents.filter(({ document }) => !document.zjhm.startsWith('419901'))).toEqual([]);
    for (const { document } of residents) expect(withDocumentCheck(document.zjhm.slice(0, 17))).toBe(document.zjhm);
    for (const values of [
      city.people.map(({ document }) => document.zjhm),
      city.people.map(({ phone }) => phone),
      city.merchants.map(({ code }) => code),
    ]) {
      expect(new Set(values).size).toBe(values.length);
    }
    expect(city.people.filter(({ phone }) => !/^19900\d{6}$/.test(phone))).toEqual([]);
    expect(city.people.filter(({ key, document }) => key === null && !document.xm.startsWith('演示·'))).toEqual([]);
    expect(city.merchants.filter(({ name }) => !name.endsWith('（虚构）'))).toEqual([]);
  });

  it('lists every character with a story in the docs', () => {
    const page = docs('people.md');
    for (const { key, name, story } of roles) expect(page).toContain(`| \`${key}\` | ${name} | ${story} |`);
    for (const { key, name } of hardMerchants) expect(page).toContain(`| \`${key}\` | ${name} |`);
  });

  it('sends only fields that the docs name', () => {
    const common = [...commonFields.map(({ name }) => name), 'zdgk', 'rzgl'];
    for (const subject of everybody.slice(0, 400).concat(city.merchants)) {
      for (const [code, list] of city.fileOf(subject)) {
        const known = new Set([...common, ...(sections.find(section => section.code === code)?.fields ?? []).map(({ name }) => name)]);
        expect(list.flatMap(record => Object.keys(record)).filter(name => !known.has(name))).toEqual([]);
      }
    }
  });

  it('has its field tables in the docs', () => {
    const page = docs('credit-platform.md');
    const kind = ({ type, max }: Field) => (type === 'text' ? max : type === 'money' ? '万元' : type);
    for (const { fields } of sections) {
      for (const field of fields)
        expect(page).toContain(`| \`${field.name}\` | ${field.label} | ${kind(field)} | ${field.origin} | ${field.disclosure ?? ''} |`);
    }
  });
});

describe('sandbox.hardCharacters', () => {
  const ageOf = (born: string | null) => Number(today.slice(0, 4)) - Number(born?.slice(0, 4));

  it('has a penalty of each class, and one without', () => {
    const classes = ['penalty_minor', 'penalty_general', 'penalty_serious', 'penalty_unclassed'].map(
      key => records(person(key), 'XZCF')[0]?.CF_SXLB,
    );
    expect(classes).toEqual(['1', '2', '3', null]);
    expect(records(person('penalty_old_regime'), 'XZCF').every(({ CF_JDRQ }) => String(CF_JDRQ) < '2026-04-01')).toBe(true);
  });

  it('has a seventy-year-old without face recognition and children with a guardian', () => {
    expect(ageOf(person('elder').born)).toBeGreaterThanOrEqual(70);
    expect(person('elder').canUseFace).toBe(false);
    expect(ageOf(person('child').born)).toBeLessThan(14);
    expect(person('child_turning_14').born).toBe('2012-11-24');
    expect(person('guardian').guardianOf).toEqual([person('child').document.zjhm, person('child_turning_14').document.zjhm]);
  });

  it('has every document type, two people of one name, and names with rare characters', () => {
    expect(new Set(roles.map(({ key }) => person(key).document.zjlx))).toEqual(new Set(['01', '02', '03', '04', '05', '06']));
    expect(person('same_name_a').document.xm).toBe(person('same_name_b').document.xm);
    expect(person('same_name_a').document.zjhm).not.toBe(person('same_name_b').document.zjhm);
    expect([...person('rare_name_in_font').document.xm].some(char => (char.codePointAt(0) ?? 0) > 0xffff)).toBe(true);
    expect(person('rare_name_outside_font').document.xm).toContain('𠮷');
  });

  it('has one person with exactly 400 records', () => {
    expect([...city.fileOf(person('records_400')).values()].flat()).toHaveLength(400);
  });

  it('has a legal representative who changed yesterday', () => {
    expect(merchant('m_changed_head').head).toBe(person('legal_rep_new').ztbs);
    expect(records(person('legal_rep_new'), 'RZXX')[0]).toMatchObject({ RZ_QSRQ: '2026-11-22', RZ_ZT: '在任' });
    expect(records(person('legal_rep_old'), 'RZXX')[0]).toMatchObject({ RZ_JSRQ: '2026-11-22', RZ_ZT: '已离任' });
  });

  it('has a merchant on a serious list with a record under objection', () => {
    expect(records(merchant('m_serious_list'), 'YZSX')).toHaveLength(1);
    expect(records(merchant('m_serious_list'), 'XZCF').filter(({ yyzt }) => yyzt === '1')).toHaveLength(1);
  });

  it('has three roles and a record that came by one of them', () => {
    expect(records(person('roles_three'), 'RZXX')).toHaveLength(3);
    expect(records(person('roles_three'), 'XZCF')[0]?.rzgl).toEqual({ dwmc: merchant('m_roles_second').name, zw: '执行董事' });
  });

  it('has an unknown category, a lawyer and a rural household', () => {
    expect(records(person('unknown_category'), 'QTXX').map(({ mllb }) => mllb)).toContain('99');
    expect(records(person('lawyer'), 'ZDRQ')[0]?.ZD_RQLB).toBe('律师');
    expect(records(person('rural'), 'NHDA')).toHaveLength(1);
  });
});

describe('sandbox.shapes', () => {
  it('meets every field of every section missing, null, empty and too long', () => {
    const found = new Set(findShapes(city).map(({ sectionId, field, shape }) => `${sectionId} ${field} ${shape}`));
    const wanted = sections.flatMap(({ sectionId, fields }) =>
      [...commonFields.filter(({ name }) => !['jlbs', 'mllb'].includes(name)), ...fields].flatMap(({ name }) =>
        ['missing', 'null', 'empty', 'long'].map(shape => `${sectionId} ${name} ${shape}`),
      ),
    );
    expect(wanted.filter(name => !found.has(name))).toEqual([]);
  });
});

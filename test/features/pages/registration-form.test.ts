import fc from 'fast-check';
import { checkOrgCode, organisationCheckOf, orgCheckOf } from '../../../bff/lib/org-code';
import { fenOf, fieldFault, fieldsOf, typedOf } from '../../../miniapp/src/registration/check-fields';
import { orgCodeFault } from '../../../miniapp/src/registration/check-org-code';
import { piecesBetween } from '../../../miniapp/src/registration/compare-wordings';
import {
  answerWords,
  type FieldDefinition,
  holderWords,
  untilWords,
  valueWords,
} from '../../../miniapp/src/registration/registration-words';

const field = (input: FieldDefinition['input'], more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  key: 'one',
  label: '金额',
  hint: null,
  input,
  required: true,
  most: null,
  choices: [],
  disclosure: 'public',
  ...more,
});

describe('phone.registration.amount', () => {
  it('is fen without floating point, grouped or with 元', () => {
    expect([fenOf('1234.56'), fenOf('0.1'), fenOf('120,000'), fenOf(' 98.5 元'), fenOf('19.99')]).toEqual([
      123456, 10, 12000000, 9850, 1999,
    ]);
  });
  it('is none when it is no amount', () => {
    for (const typed of ['12万', '1.234', '-1', '1e3', '.5', '123456789012']) expect(fenOf(typed)).toBeNull();
  });
  it('comes back into its box as it went out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_99 }), fen => {
        const definition = field('amount');
        expect(fieldsOf([definition], typedOf([definition], { one: fen }))).toEqual({ one: fen });
      }),
    );
  });
  it('reads in yuan', () => {
    expect(valueWords(field('amount'), 12000050)).toBe('120,000.50 元');
    expect(valueWords(field('amount'), null)).toBeNull();
  });
});

describe('phone.registration.orgCode', () => {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');
  const code = fc
    .tuple(
      fc.constantFrom('91', '92', '93', '11', 'N1', 'A1'),
      fc.stringMatching(/^\d{6}$/),
      fc.array(fc.constantFrom(...letters), { minLength: 8, maxLength: 8 }),
    )
    .map(([head, region, inner]) => {
      const organisation = inner.join('');
      const first = head + region + organisation + organisationCheckOf(organisation);
      return first + orgCheckOf(first);
    });
  it('finds nothing in a right code, also typed with blanks and small letters', () => {
    fc.assert(
      fc.property(code, one => {
        fc.pre(checkOrgCode(one).ok);
        expect(orgCodeFault(`${one.slice(0, 8)} ${one.slice(8).toLowerCase()}`)).toBeNull();
      }),
    );
  });
  it('finds what the server finds', () => {
    fc.assert(
      fc.property(code, fc.nat(17), fc.constantFrom(...letters, 'O', 'I', '?'), (one, at, other) => {
        const typed = one.slice(0, at) + other + one.slice(at + 1);
        expect(orgCodeFault(typed) === null).toBe(checkOrgCode(typed).ok);
      }),
    );
  });
  it('says how many characters there are', () => {
    expect(orgCodeFault('9141')).toBe('要 18 位，现在是 4 位。');
  });
});

describe('phone.registration.fields', () => {
  it('says what is missing in the words of the box', () => {
    expect(fieldFault(field('line', { label: '证书名称' }), ' ')).toBe('请填证书名称。');
    expect(fieldFault(field('day', { label: '发证日期' }), undefined)).toBe('请选发证日期。');
    expect(fieldFault(field('line', { required: false }), '')).toBeNull();
    expect(fieldFault(field('text', { most: 3 }), '一二三四')).toBe('最多 3 个字，现在是 4 个。');
    expect(fieldFault(field('count'), '1.5')).toContain('整数');
  });
  it('sends what is empty as left out', () => {
    expect(fieldsOf([field('line'), field('count', { key: 'two' })], { one: '  ', two: '12' })).toEqual({ one: null, two: 12 });
  });
});

describe('phone.registration.wordings', () => {
  it('shows what was left out and put in since, sentence by sentence', () => {
    expect(piecesBetween('一、真实。二、二十日内更正。', '一、真实。二、十日内更正。三、不收费。')).toEqual([
      { kind: 'same', text: '一、真实。' },
      { kind: 'gone', text: '二、二十日内更正。' },
      { kind: 'new', text: '二、十日内更正。' },
      { kind: 'new', text: '三、不收费。' },
    ]);
  });
  it('loses and invents nothing', () => {
    const sentence = fc.constantFrom('甲。', '乙。', '丙；', '丁\n', '戊');
    const wording = fc.array(sentence, { maxLength: 8 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(wording, wording, (signed, today) => {
        const pieces = piecesBetween(signed, today);
        const of = (...kinds: string[]) =>
          pieces
            .filter(({ kind }) => kinds.includes(kind))
            .map(({ text }) => text)
            .join('');
        expect([of('same', 'gone'), of('same', 'new')]).toEqual([signed, today]);
      }),
    );
  });
});

describe('phone.registration.words', () => {
  const progress = {
    holder: 'office',
    holderName: '市信用办',
    since: '2026-06-05T07:20:00.000Z',
    until: '2026-06-10',
    untilExpected: false,
    next: '',
  } as const;
  it('never gives a self-declared entry the words of a checked one', () => {
    expect(answerWords({ state: 'published', trust: 'self_declared', reasons: [] })).toContain('本人自述');
    expect(answerWords({ state: 'published', trust: 'document_checked', reasons: [] })).toBe('已公布，材料已核');
    expect(answerWords({ state: 'published', trust: 'agency_verified', reasons: [] })).toBe('已公布，部门核验');
  });
  it('says who has it, since when, until when', () => {
    expect(holderWords(progress)).toMatch(/^市信用办在看，.*15:20 起，最晚 .*6 月 10 日（周三）$/);
    expect(holderWords({ ...progress, holder: 'merchant' })).toMatch(/^等您，计时暂停，/);
  });
  it('calls a day beyond the published holidays an expected one', () => {
    expect(untilWords({ until: '2027-03-01', untilExpected: true })).toMatch(/^预计 /);
    expect(untilWords({ until: null, untilExpected: false })).toBeNull();
  });
});

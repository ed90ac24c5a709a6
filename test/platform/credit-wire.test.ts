import { z } from 'zod';
import { sectionIds } from '../../bff/contract/atoms';
import { makeLog } from '../../bff/lib/log';
import { dayOf, fenOf, instantOf, lastDayOf, textOf, yuanText } from '../../bff/platform/credit/read-value';
import { sectionWires } from '../../bff/platform/credit/section-wire';
import { type SectionPage, sectionOf } from '../../bff/platform/credit/wire';
import { parseReply } from '../../bff/platform/json';

const pageOf = (list: unknown[], more: Partial<SectionPage> = {}): SectionPage => ({
  total: list.length,
  page: 1,
  sjrq: '2026-11-20 02:00:00',
  sjly: '市市场监督管理局',
  list,
  ...more,
});
const penalty = (more: Record<string, unknown> = {}) => ({
  jlbs: 'r1',
  mllb: '03',
  gkfs: '1',
  CF_WFXW: '占用人行道堆放装修材料',
  CF_NR: '罚款 2,000 元',
  CF_NR_FK: '0.2',
  CF_JDRQ: '2026-04-20',
  CF_CFJG: '市城市管理局',
  CF_CFJGDM: '11990000000000000X',
  CF_XDR_ZJHM: '419901199001011234',
  CF_SXLB: '2',
  ...more,
});

describe('platform.parseReply', () => {
  it.each(['<xm>王小明</xm>', '{"xm":"王小明" 多余', '{"xm":7,"王小明":'])('logs nothing of a reply that cannot be read: %s', text => {
    let logged = '';
    const log = makeLog('debug', { write: line => (logged += line) });
    try {
      parseReply({ status: 200, contentType: 'application/json', bytes: Buffer.from(text) }, z.object({ xm: z.string() }), 'credit.person');
    } catch (err) {
      log.warn({ err }, 'unavailable');
    }
    expect(logged).toContain('credit.person: malformed');
    expect(logged).not.toContain('小明');
  });
});

describe('platform.readValue', () => {
  it.each([
    ['0.02', 20_000],
    ['12.345678', 12_345_678],
    ['0.000001', 1],
    ['1', 1_000_000],
    [0.1, 100_000],
    ['0.30', 300_000],
    ['1.1000000', 1_100_000],
    ['999999999.999999', 999_999_999_999_999],
  ])('moves the point of %s 万元 to %i fen exactly', (wan, fen) => {
    expect(fenOf(wan)).toBe(fen);
  });
  it.each(['', null, undefined, '-1', '1e3', 'abc', '0.1234567', 1e-7, Number.NaN, {}, [], true])('finds no amount in %p', wan => {
    expect(fenOf(wan)).toBeNull();
  });
  it('writes yuan as people do', () => {
    expect([yuanText(200_000), yuanText(123_456_78), yuanText(5), yuanText(123_456_789_00)]).toEqual([
      '2,000 元',
      '123,456.78 元',
      '0.05 元',
      '123,456,789 元',
    ]);
  });
  it.each([
    ['2026-11-20 02:00:00', '2026-11-19T18:00:00.000Z'],
    ['2026-01-01 00:00:00', '2025-12-31T16:00:00.000Z'],
    ['2026-11-20', '2026-11-19T16:00:00.000Z'],
  ])('reads %s as Beijing time', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });
  it.each(['2026-02-30', '2026-13-01', '', null, 20260101, 'yesterday', '0000-00-00'])('finds no day in %p', text => {
    expect(dayOf(text)).toBeNull();
  });
  it('knows the day that stands for no end', () => {
    expect([dayOf('2028-02-29'), dayOf('20260401'), lastDayOf('2099-12-31')]).toEqual(['2028-02-29', '2026-04-01', null]);
  });
  it('takes nothing for nothing, cuts what is too long and drops what breaks a line', () => {
    expect(['', '  ', 'null', null, undefined, {}, []].map(value => textOf(value))).toEqual([null, null, null, null, null, null, null]);
    expect(textOf('长'.repeat(9000))?.length).toBeLessThan(4100);
    expect(textOf('𠮷'.repeat(50), 10)).toBe(`${'𠮷'.repeat(10)}…`);
    expect(textOf('a\u0000b\uD800c')).toBe('abc');
  });
});

describe('platform.sectionOf', () => {
  it('reads a penalty without a wire name, 万元 or Beijing time left', () => {
    const { records, source, asOf } = sectionOf('penalty', [pageOf([penalty()])]);
    expect([source, asOf]).toEqual(['市市场监督管理局', '2026-11-19T18:00:00.000Z']);
    expect(records[0]).toMatchObject({
      id: 'r1',
      title: '占用人行道堆放装修材料：罚款 2,000 元',
      decidedOn: '2026-04-20',
      agencyName: '市城市管理局',
      penalty: { penaltyClass: 'general', fineFen: 200_000, simpleProcedure: null },
      trust: 'agency_verified',
    });
    const fact = (key: string) => records[0]?.facts.find(one => one.key === key);
    expect(fact('fine')?.value).toBe('2,000 元');
    expect(fact('party_number')).toEqual({ key: 'party_number', label: '证件号码', value: '4****************4', disclosure: 'government' });
    expect(JSON.stringify(records)).not.toMatch(/CF_|419901199001011234/);
  });

  it('says of a natural person nothing that only an organisation has, and the other way round', () => {
    const labelsOf = (more: Record<string, unknown>) =>
      sectionOf('penalty', [pageOf([penalty(more)])]).records[0]?.facts.map(({ label }) => label);
    const [person, company, unknown] = [labelsOf({ CF_XDR_LB: '自然人' }), labelsOf({ CF_XDR_LB: '法人及非法人组织' }), labelsOf({})];
    expect(person).not.toContain('统一社会信用代码');
    expect(person).not.toContain('法定代表人');
    expect(person).toContain('证件类型');
    expect(company).toContain('统一社会信用代码');
    expect(company).not.toContain('证件类型');
    expect(unknown).toEqual(expect.arrayContaining(['统一社会信用代码', '证件类型']));
    const registered = (kind: string | null) =>
      sectionOf('basics', [pageOf([{ jlbs: 'r1', mllb: '01', DJ_MC: '演示', DJ_LX: kind }])]).records[0]?.facts.map(({ label }) => label);
    expect(registered('自然人')).not.toContain('注册资本');
    expect(registered('自然人')).toContain('出生日期');
    expect(registered('企业')).not.toContain('出生日期');
    expect(registered(null)).toEqual(expect.arrayContaining(['注册资本', '出生日期']));
    // What was given is shown whatever the source says of the party.
    expect(labelsOf({ CF_XDR_LB: '自然人', CF_FRDB: '张三' })).toContain('法定代表人');
    expect(company).toContain('证件号码');
  });

  it('never takes a class it was not given', () => {
    for (const CF_SXLB of [null, '', undefined, '9', 'serious', {}]) {
      expect(sectionOf('penalty', [pageOf([penalty({ CF_SXLB })])]).records[0]?.penalty?.penaltyClass).toBeNull();
    }
  });

  it.each(sectionIds)('survives every field of %s missing, null, empty, too long or of another type', sectionId => {
    const fields = [
      ...sectionWires[sectionId].facts.map(({ field }) => field),
      'jlbs',
      'gkfs',
      'sjsj',
      'flyj',
      'xfzt',
      'yyzt',
      'kxcd',
      'zdgk',
      'rzgl',
      'CF_SXLB',
      'CF_GSJZQ',
    ];
    const whole = Object.fromEntries(fields.map(field => [field, field === 'jlbs' ? 'whole' : '1']));
    const broken = fields.flatMap(field => [
      ...[null, '', 'x'.repeat(20_000), 17, true, {}, [], ['x'], { dwmc: null }].map((value, i) => ({
        ...whole,
        jlbs: `r-${field}-${i}`,
        mllb: '03',
        [field]: value,
      })),
      Object.fromEntries(Object.entries({ ...whole, jlbs: `r-${field}`, mllb: '03' }).filter(([key]) => key !== field)),
    ]);
    const { records, unreadable, quarantined } = sectionOf(sectionId, [pageOf(broken)]);
    expect(unreadable).toBe(0);
    expect(quarantined).toEqual([]);
    expect(records.length).toBeGreaterThan(fields.length * 9);
    for (const record of records) {
      expect(record.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(record.title.length).toBeGreaterThan(0);
      expect(record.title.length).toBeLessThan(200);
      for (const { value } of record.facts) expect(value === null || (value.length > 0 && value.length < 4100)).toBe(true);
    }
  });

  it('holds back unknown categories and says how many', () => {
    const { records, quarantined } = sectionOf('penalty', [
      pageOf([penalty(), penalty({ jlbs: 'r2', mllb: '99' }), penalty({ jlbs: 'r3', mllb: null })]),
    ]);
    expect(records.map(({ id }) => id)).toEqual(['r1']);
    expect(quarantined).toEqual([
      { recordId: 'r2', category: '99' },
      { recordId: 'r3', category: '未提供' },
    ]);
  });

  it('counts what it cannot read and shows the rest', () => {
    const { records, unreadable } = sectionOf('penalty', [pageOf([null, 'text', 7, [], penalty()])]);
    expect([records.length, unreadable]).toEqual([1, 4]);
  });

  it('merges doubles, keeping the newer, and gives one order whatever comes', () => {
    const list = [
      penalty({ jlbs: 'b', CF_JDRQ: '2026-01-01' }),
      penalty({ jlbs: 'a', CF_JDRQ: '2026-05-01', sjsj: '2026-05-02 00:00:00', CF_WFXW: '旧' }),
      penalty({ jlbs: 'c', CF_JDRQ: null }),
      penalty({ jlbs: 'a', CF_JDRQ: '2026-05-01', sjsj: '2026-06-02 00:00:00', CF_WFXW: '新' }),
      penalty({ jlbs: 'd', CF_JDRQ: '2026-05-01' }),
    ];
    const order = sectionOf('penalty', [pageOf(list)]).records;
    expect(order.map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
    expect(order[0]?.title).toContain('新');
    expect(sectionOf('penalty', [pageOf([...list].reverse())]).records).toEqual(order);
  });

  it('takes the disclosure of the field, then of the column, then of the record, else by authorisation', () => {
    const { facts } = sectionOf('penalty', [pageOf([penalty({ zdgk: { CF_SY: '3', CF_XDR_ZJHM: '2' } })])]).records[0] ?? { facts: [] };
    const of = (key: string) => facts.find(one => one.key === key)?.disclosure;
    expect([of('facts'), of('party_number'), of('party_document_type'), of('content')]).toEqual([
      'government',
      'authorised',
      'authorised',
      'public',
    ]);
    expect(sectionOf('penalty', [pageOf([penalty({ gkfs: null })])]).records[0]?.disclosure).toBe('authorised');
  });

  it('says nothing of the time when the source does not', () => {
    expect(sectionOf('penalty', [pageOf([penalty()], { sjrq: null, sjly: '' })])).toMatchObject({
      asOf: null,
      source: '市信用平台（双公示）',
    });
  });

  it('tells by which office a record came', () => {
    const via = (rzgl: unknown) => sectionOf('penalty', [pageOf([penalty({ rzgl })])]).records[0]?.viaRole;
    expect(via({ dwmc: '演示公司', zw: '监事' })).toEqual({ orgName: '演示公司', role: '监事' });
    expect([via(null), via({}), via('x'), via(undefined)]).toEqual([null, null, null, null]);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reply } from '../../bff/contract/types';
import { addWorkingDays, lastPublishedYear } from '../../bff/lib/working-days';
import { startTestApp, type TestApp } from '../support/app';
import { type People, peopleOf } from '../support/people';
import { dayFrom, type Entry, type Merchant, merchantOf, readEntry, submit, wishOf } from '../support/registrations';

let app: TestApp;
let people: People;
let shop: Merchant;
const cityFile = join(tmpdir(), `chengxin-city-${process.pid}.json`);

beforeAll(async () => {
  const city = JSON.parse(readFileSync('bff/cities/qinghe.json', 'utf8'));
  const newer = new Date(Date.now() + 20 * 24 * 3600_000).toISOString().slice(0, 10);
  // A wording that comes into force in 20 days.
  city.truthCommitments.charity.push({
    ...city.truthCommitments.charity[0],
    version: newer,
    effectiveFrom: newer,
    text: '新的承诺书文本。',
  });
  writeFileSync(cityFile, JSON.stringify(city));
  app = await startTestApp({ background: false, env: { CITY_FILE: cityFile } });
  people = peopleOf(app);
  shop = await merchantOf(await people.demo('shop_owner'));
}, 60_000);
afterAll(() => app.close());

const later = async (days: number): Promise<void> => {
  app.clock.advance(days * 24 * 3600_000);
  shop = await merchantOf(await people.demo('shop_owner'));
};
const { stringify } = JSON;
const prefill = (documentNo: string, merchant = shop) =>
  merchant.phone.ok('registration.prefill', { params: { subjectId: merchant.subjectId }, body: { documentNo } });
const send = (merchant: Merchant, body: Awaited<ReturnType<typeof wishOf>>) =>
  merchant.phone.call('registration.submit', { params: { subjectId: merchant.subjectId }, body });
const notices = async (entryId: string) =>
  (await shop.phone.ok('notice.list')).notices.filter(({ target }) => target?.id === entryId).map(({ title }) => title);
const permitOf = async (merchant: Merchant): Promise<Reply<'profile.readRecord'>> => {
  const params = { subjectId: merchant.subjectId, sectionId: 'license' as const };
  const { items } = await merchant.phone.ok('profile.readSection', { params });
  return merchant.phone.ok('profile.readRecord', { params: { ...params, recordId: items[0]?.recordId ?? '' } });
};
const numberOf = ({ facts }: Reply<'profile.readRecord'>): string => facts.find(({ key }) => key === 'license_no')?.value ?? '';
const verified = async (fields: Parameters<typeof wishOf>[3]): Promise<Entry> => {
  const entry = await submit(app, shop, 'operation', fields);
  const by = '市公共信用信息平台';
  await app.container.registration.moveEntry({ number: entry.number }, { move: 'verify', actor: 'agency', by, trust: 'agency_verified' });
  await app.container.registration.moveEntry({ number: entry.number }, { move: 'publish', actor: 'platform', by });
  return entry;
};

describe('registration.prefill', () => {
  it('finds a permit of the merchant’s own file by its number, however it is typed, and writes who looked', async () => {
    const permit = await permitOf(shop);
    const number = numberOf(permit);
    const { found, state } = await prefill(` ${number.toLowerCase()} `);
    expect([state, found?.recordId, found?.agencyName]).toEqual(['ok', permit.recordId, permit.agency]);
    expect(found?.fields).toMatchObject({ permitNumber: number, issuer: permit.agency, validFrom: permit.decidedOn });
    const { entries } = await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } });
    expect(stringify(entries)).toContain('行政许可');
    expect(await prefill('没有这个号')).toEqual({ found: null, state: 'ok' });
  });

  it('does not find another merchant’s permit', async () => {
    const other = await merchantOf(await people.demo('clean'));
    const number = numberOf(await permitOf(other));
    expect((await prefill(number)).found).toBeNull();
    expect((await prefill(number, other)).found).not.toBeNull();
  });
});

describe('a file that was never read', () => {
  it('is not there, which is not the same as having no permit', async () => {
    const merchant = await merchantOf(await people.demo('rural'));
    await app.control('/faults', { kind: 'status', section: 'XZXK', amount: 503 });
    try {
      expect(await prefill('JY99', merchant)).toEqual({ found: null, state: 'unavailable' });
    } finally {
      await app.control('/faults', undefined, 'DELETE');
    }
  });
});

describe('a permit out of the file', () => {
  const wishOfPermit = async (more: Record<string, string | null> = {}) => {
    const { found } = await prefill(numberOf(await permitOf(shop)));
    return wishOf(app, shop, 'license', { ...found?.fields, ...more }, { recordId: found?.recordId ?? null });
  };

  it.each<Record<string, string | null>>([
    { permitName: '另一张证' },
    { scope: '婴幼儿配方乳粉、处方药零售' },
    { issuer: '别的机关' },
    { validFrom: '2020-01-01' },
    { validTo: '2099-12-31' },
    // The file has an end, what is sent has none.
    { validTo: null },
  ])('that was typed over (%o) is not verified, and needs its picture', async typed => {
    const { problem } = await send(shop, await wishOfPermit(typed));
    expect(problem.errors).toEqual([{ pointer: '/attachmentIds', detail: expect.stringContaining('对不上') }]);
  });

  it('cannot be compared while the file is away: it says so, and asks for the picture', async () => {
    const wish = await wishOfPermit();
    await app.control('/faults', { kind: 'status', section: 'XZXK', amount: 503 });
    try {
      // The kept copy still fills in a form, but nothing is verified by it.
      expect((await prefill(String(wish.fields.permitNumber))).found?.recordId).toBe(wish.recordId);
      const { problem } = await send(shop, wish);
      expect(problem.errors).toEqual([{ pointer: '/attachmentIds', detail: expect.stringContaining('档案现在取不到') }]);
    } finally {
      await app.control('/faults', undefined, 'DELETE');
    }
  });

  it('is agency-verified at once, without typing and without a picture', async () => {
    const wish = await wishOfPermit();
    const { status, body } = await send(shop, wish);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'verified', trust: 'agency_verified', permit: { state: 'agreed' }, progress: { until: null } });
    expect(body.history.map(({ what }) => what)).toEqual(['提交', '核实']);
    expect(body.history[1]?.by).toBe(body.permit?.agencyName);
    const topics = await app.db.query<{ topic: string }>('SELECT topic FROM outbox ORDER BY id');
    expect(topics.slice(-2).map(({ topic }) => topic)).toEqual(['registration.submit', 'registration.publish']);
    expect(await notices(body.entryId)).toEqual(expect.arrayContaining(['自愿登记已提交', '自愿登记已核实']));
  });
});

describe('the desk', () => {
  const waiting = { regionCode: null, numbers: null, orgCode: null, kind: null, after: null, limit: 2 };

  it('gets what the office has, by day and number, page by page', async () => {
    const sent: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { number } = await submit(app, shop);
      await app.container.registration.moveEntry({ number }, { move: 'pass_to_office', actor: 'platform', by: '平台' });
      sent.push(number);
    }
    await submit(app, shop);
    const seen: string[] = [];
    for (let after: { dueOn: string | null; number: string } | null = null; ; ) {
      const page = await app.container.registration.listCases({ ...waiting, after });
      seen.push(...page.map(({ number }) => number));
      const last = page.at(-1);
      if (page.length < 2 || !last) break;
      after = { dueOn: last.dueOn, number: last.number };
    }
    expect(seen).toEqual(sent);
    const [one] = await app.container.registration.listCases({ ...waiting, numbers: [sent[3] ?? ''] });
    expect(one).toMatchObject({
      number: sent[3],
      merchantName: expect.stringContaining('杜小铺'),
      dueOn: addWorkingDays(dayFrom(app, 0), 5),
    });
    expect(await app.container.registration.listCases({ ...waiting, numbers: [] })).toEqual([]);
    expect(await app.container.registration.listCases({ ...waiting, regionCode: '110101' })).toEqual([]);
    expect(await app.container.registration.listCases({ ...waiting, kind: 'license' })).toEqual([]);
  });

  it('sees fields in the order of the form, and the same one at another merchant', async () => {
    const other = await merchantOf(await people.demo('clean'));
    const wish = await wishOf(app, other, 'operation', {
      certificateName: '质量认证',
      certificateNumber: 'Q-77',
      certificateIssuer: '某认证中心',
    });
    const first = (await send(other, wish)).body;
    const { body } = await send(shop, wish);
    const found = await app.container.registration.readCase(body.number);
    expect(found?.fields.map(({ label }) => label).slice(0, 2)).toEqual(['经营场所', '品牌或招牌']);
    expect(found?.hints).toEqual([{ tone: 'warn', pointer: '/fields/certificateNumber', text: expect.stringContaining(first.number) }]);
    expect(found?.orgCode).toHaveLength(18);
    expect(await app.container.registration.readCase('ZY20200101-0001')).toBeNull();
  });

  it('is told when the other side’s code belongs to another name, is not known here, or could not be asked', async () => {
    const orgCode = await people.orgCode('m_code_zero');
    const hintsOf = async (fields: Parameters<typeof wishOf>[3]) => {
      const entry = await submit(app, shop, 'charity', fields);
      return (await app.container.registration.readCase(entry.number))?.hints ?? [];
    };
    const pointer = '/fields/receiverCode';
    expect(await hintsOf({ receiverCode: orgCode })).toEqual([
      { tone: 'warn', pointer, text: expect.stringContaining('青禾末位归零科技') },
    ]);
    expect(await hintsOf({ receiverCode: orgCode, receiverName: '青禾末位归零 科技有限公司（虚构）' })).toEqual([]);
    expect(await hintsOf({})).toEqual([{ tone: 'info', pointer, text: expect.stringContaining('没有这个代码的档案') }]);
    await app.control('/faults', { kind: 'status', endpoint: 'credit', amount: 503 });
    try {
      expect(await hintsOf({ receiverCode: orgCode })).toEqual([{ tone: 'info', pointer, text: expect.stringContaining('没有应答') }]);
    } finally {
      await app.control('/faults', undefined, 'DELETE');
    }
  });

  it('writes its own rows with the decision, or neither', async () => {
    const entry = await submit(app, shop);
    await app.container.registration.moveEntry({ number: entry.number }, { move: 'pass_to_office', actor: 'platform', by: '平台' });
    const decision = { number: entry.number, revision: 1, decision: 'verify' as const, reasons: [], by: '信用办' };
    await expect(
      app.container.registration.decideCase(decision, async () => {
        throw new Error('the desk failed');
      }),
    ).rejects.toThrow('the desk failed');
    expect((await readEntry(shop, entry.entryId)).state).toBe('submitted');
    const answers = await Promise.all([1, 2, 3].map(() => app.container.registration.decideCase(decision, async () => undefined)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await notices(entry.entryId)).toEqual(expect.arrayContaining(['转信用办看材料', '自愿登记已核实']));
  });
});

describe('an entry that ends', () => {
  it('is announced 60, 30 and 7 days before, once each, and ends by itself the day after its last', async () => {
    const certificate = { certificateName: '环境认证', certificateNumber: `E-${Date.now()}`, certificateIssuer: '某认证中心' };
    const entry = await verified({ ...certificate, certificateValidTo: dayFrom(app, 61) });
    const watch = async () => {
      await Promise.all([app.container.registration.watchEnds(), app.container.registration.watchEnds()]);
      return (await notices(entry.entryId)).filter(title => title.includes('到期'));
    };
    expect(await watch()).toEqual([]);
    await later(1);
    expect(await watch()).toEqual(['一条自愿登记还有 60 天到期']);
    await later(30);
    expect(await watch()).toHaveLength(2);
    await later(1);
    expect(await watch()).toHaveLength(2);
    await later(22);
    expect((await watch())[0]).toBe('一条自愿登记还有 7 天到期');
    await later(7);
    expect(await watch()).toHaveLength(3);
    expect((await readEntry(shop, entry.entryId)).state).toBe('published');
    await later(1);
    expect((await watch())[0]).toBe('自愿登记已到期');
    const ended = await readEntry(shop, entry.entryId);
    expect([ended.state, ended.trust, ended.history.at(-1)?.what]).toEqual(['expired', 'agency_verified', '到期']);
    const [told] = await app.db.query<{ topic: string }>('SELECT topic FROM outbox ORDER BY id DESC LIMIT 1');
    expect(told?.topic).toBe('registration.withdraw');
  });

  it('is told once when it is registered a few days before its end', async () => {
    const certificate = { certificateName: '环境认证', certificateNumber: `F-${Date.now()}`, certificateIssuer: '某认证中心' };
    const entry = await verified({ ...certificate, certificateValidTo: dayFrom(app, 5) });
    await app.container.registration.watchEnds();
    await app.container.registration.watchEnds();
    expect((await notices(entry.entryId)).filter(title => title.includes('到期'))).toEqual(['一条自愿登记还有 5 天到期']);
  });
});

describe('the commitment', () => {
  it('stays as it was signed when another wording comes into force, with today’s beside it', async () => {
    const { kinds } = await shop.phone.ok('registration.kinds');
    expect(kinds.find(({ kind }) => kind === 'charity')?.commitment.text).toBe('新的承诺书文本。');
    const { entries } = await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId }, query: { limit: 100 } });
    const old = entries.find(({ kind }) => kind === 'charity');
    const { commitment } = await readEntry(shop, old?.entryId ?? '');
    expect(commitment.text).toContain('捐赠或志愿服务确实发生');
    expect(commitment.today).toMatchObject({ text: '新的承诺书文本。' });
    expect((await submit(app, shop)).commitment.today).toBeNull();
  });
});

describe('on 28 December', () => {
  it('a day in the year whose calendar is not published is 预计, for the merchant and for the desk', async () => {
    const target = Date.parse(`${lastPublishedYear}-12-28T02:00:00.000Z`);
    await later((target - app.clock.now().getTime()) / (24 * 3600_000));
    const entry = await submit(app, shop);
    expect(entry.progress).toMatchObject({ untilExpected: true, until: addWorkingDays(`${lastPublishedYear}-12-28`, 5) });
    await app.container.registration.watchEnds();
    await app.container.registration.moveEntry({ number: entry.number }, { move: 'pass_to_office', actor: 'platform', by: '平台' });
    expect(await app.container.registration.readCase(entry.number)).toMatchObject({ dueExpected: true, dueOn: entry.progress.until });
  });
});

import { registrationProblems } from '../../bff/contract/registration/problems';
import { newId } from '../../bff/lib/new-id';
import { addWorkingDays } from '../../bff/lib/working-days';
import { startTestApp, type TestApp } from '../support/app';
import { type People, peopleOf } from '../support/people';
import { dayFrom, type Entry, type Merchant, merchantOf, readEntry, submit, wishOf } from '../support/registrations';

let app: TestApp;
let people: People;
let shop: Merchant;
let other: Merchant;
/** What was sent and must be nowhere in clear. */
const secret = '禾光路最里面的仓库';

beforeAll(async () => {
  // The relay stands still: what the platform would answer is said by the tests.
  app = await startTestApp({ background: false });
  people = peopleOf(app);
  shop = await merchantOf(await people.demo('shop_owner'));
  other = await merchantOf(await people.demo('clean'));
}, 60_000);
afterAll(() => app.close());

const office = '青禾市社会信用体系建设办公室（演示）';
const step = (
  entry: Entry,
  ...args: Parameters<TestApp['container']['registration']['moveEntry']> extends [unknown, infer S, ...unknown[]] ? [S] : never
) => app.container.registration.moveEntry({ number: entry.number }, ...args);
const toOffice = (entry: Entry) => step(entry, { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' });
const decide = (entry: Entry, decision: 'verify' | 'return' | 'refuse', revision = entry.revision) =>
  app.container.registration.decideCase(
    { number: entry.number, revision, decision, reasons: [{ pointer: '/fields/matter', text: '请写明捐给了谁' }], by: office },
    async () => undefined,
  );
const call = async (merchant: Merchant, body: Awaited<ReturnType<typeof wishOf>>, idempotencyKey?: string) =>
  merchant.phone.call('registration.submit', { params: { subjectId: merchant.subjectId }, body }, idempotencyKey ? { idempotencyKey } : {});
const count = async (table: string): Promise<number> => {
  const [row] = await app.db.query<{ n: number | bigint }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(row?.n);
};
const tables = ['registration_entry', 'registration_revision', 'registration_move', 'outbox', 'notice', 'ledger_row'];
const counts = () => Promise.all(tables.map(count));
const titles = async ({ phone }: Merchant, entryId: string) =>
  (await phone.ok('notice.list')).notices.filter(({ target }) => target?.id === entryId).map(({ title }) => title);
const withdraw = ({ phone, subjectId }: Merchant, entryId: string, revision = 1) =>
  phone.call('registration.withdraw', { params: { subjectId, entryId }, body: { revision } });

/** Time passes, and the two sign in again. */
const later = async (days: number): Promise<void> => {
  app.clock.advance(days * 24 * 3600_000);
  shop = await merchantOf(await people.demo('shop_owner'));
  other = await merchantOf(await people.demo('clean'));
};

describe('registration.kinds', () => {
  it('gives the four kinds with fields, steps and today’s commitment to anybody', async () => {
    const { body } = await people.call('registration.kinds');
    expect(body.kinds.map(({ kind, title }) => [kind, title])).toEqual([
      ['license', '资质证照'],
      ['operation', '市场经营'],
      ['contract', '合同履约'],
      ['charity', '社会公益'],
    ]);
    for (const kind of body.kinds)
      expect(kind.steps.flatMap(({ fields }) => fields).sort()).toEqual(kind.fields.map(({ key }) => key).sort());
    expect(body.kinds.map(({ confirmedBy }) => confirmedBy)).toEqual([null, null, '合同的另一方', '接收单位']);
  });
});

describe('registration.submit', () => {
  it('keeps an entry under a number, with the wording as signed, the clock and what happens next', async () => {
    const entry = await submit(app, shop);
    const today = dayFrom(app, 0);
    expect(entry).toMatchObject({
      state: 'submitted',
      trust: 'self_declared',
      revision: 1,
      permit: null,
      progress: { holder: 'platform', until: addWorkingDays(today, 5), untilExpected: Number(addWorkingDays(today, 5).slice(0, 4)) > 2026 },
    });
    expect(entry.number).toMatch(new RegExp(`^ZY${today.replaceAll('-', '')}-\\d{4}$`));
    expect(entry.commitment.today).toBeNull();
    expect(entry.commitment.text).toContain('承诺');
    expect(entry.history.map(({ what, by }) => [what, by])).toEqual([['提交', '法定代表人']]);
    expect(await readEntry(shop, entry.entryId)).toEqual(entry);
    expect(await titles(shop, entry.entryId)).toEqual(['自愿登记已提交']);
    const { entries } = await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } });
    expect(JSON.stringify(entries)).toContain('自愿登记');
    const rows = await app.db.query<{ topic: string; orderKey: string }>('SELECT topic, orderKey FROM outbox ORDER BY id');
    expect(rows.at(-1)).toEqual({ topic: 'registration.submit', orderKey: shop.subjectId });
  });

  it('points at every wrong field with a sentence that says what to do', async () => {
    const wish = await wishOf(app, shop, 'charity', {
      form: 'volunteering',
      matter: '  ',
      doneOn: dayFrom(app, 1),
      amountFen: null,
      receiverCode: '91350100M000100Y44',
      shoeSize: 4,
    });
    const { status, problem } = await call(shop, wish);
    expect(status).toBe(400);
    expect(problem.errors).toEqual([
      { pointer: '/fields/matter', detail: '请填做了什么。' },
      { pointer: '/fields/receiverCode', detail: expect.stringContaining('第 18 位') },
      { pointer: '/fields/shoeSize', detail: expect.any(String) },
      { pointer: '/fields/doneOn', detail: expect.stringContaining('今天以后') },
      { pointer: '/fields/hours', detail: '志愿服务请填时长。' },
    ]);
    const bare = await call(shop, await wishOf(app, shop, 'license'));
    expect(bare.problem.errors).toEqual([{ pointer: '/attachmentIds', detail: expect.stringContaining('至少上传 1 个附件') }]);
  });

  it('refuses a stale form and a stale commitment, so that nobody signs what he has not read', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const body = { ...wish, kindVersion: '2025-01-01' };
    await shop.phone.refused('registration.kind_changed', 'registration.submit', { params: { subjectId: shop.subjectId }, body });
    await shop.phone.refused('registration.commitment_changed', 'registration.submit', {
      params: { subjectId: shop.subjectId },
      body: { ...wish, commitmentVersion: '2025-01-01' },
    });
  });

  it('is for merchants; a foreign merchant does not exist', async () => {
    const { subjects } = await shop.phone.ok('identity.read');
    const self = subjects.find(({ kind }) => kind === 'person')?.subjectId ?? '';
    const body = await wishOf(app, shop, 'charity');
    await shop.phone.refused('registration.merchants_only', 'registration.submit', { params: { subjectId: self }, body });
    await shop.phone.refused('registration.merchants_only', 'registration.list', { params: { subjectId: self } });
    await shop.phone.refused('subject.not_found', 'registration.submit', { params: { subjectId: other.subjectId }, body });
    const entry = await submit(app, shop);
    const foreign = { params: { subjectId: other.subjectId, entryId: entry.entryId } };
    await other.phone.refused('registration.not_found', 'registration.read', foreign);
    await other.phone.refused('registration.not_found', 'registration.withdraw', { ...foreign, body: { revision: 1 } });
    const mends = { entryId: entry.entryId, revision: 1 };
    await other.phone.refused('registration.not_found', 'registration.submit', {
      params: { subjectId: other.subjectId },
      body: await wishOf(app, other, 'charity', {}, { mends }),
    });
  });

  it('answers a second time as the first, and another body under the same key not at all', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const key = newId();
    const first = await call(shop, wish, key);
    const before = await counts();
    const second = await call(shop, wish, key);
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(second.body).toEqual(first.body);
    expect(await counts()).toEqual(before);
    expect((await call(shop, { ...wish, fields: { ...wish.fields, matter: '另一件' } }, key)).problem.code).toBe('idempotency.other_body');
  });

  it('of a draft that became an entry already says its number, and takes nothing', async () => {
    const draftId = newId();
    const first = await call(shop, { ...(await wishOf(app, shop, 'charity')), draftId });
    const { subjectId } = shop;
    const { problem } = await shop.phone.refused('registration.draft_spent', 'registration.submit', {
      params: { subjectId },
      body: { ...(await wishOf(app, shop, 'charity')), draftId },
    });
    expect(problem.detail).toBe(`登记号是 ${first.body.number}。`);
  });

  it('makes one entry of two that say the same at once, and names the number that is there', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const answers = await Promise.all([1, 2, 3, 4].map(() => call(shop, wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const number = answers.find(({ status }) => status === 200)?.body.number;
    for (const { problem } of answers.filter(({ status }) => status === 409)) {
      expect([problem.code, problem.detail]).toEqual(['registration.duplicate', `已有的登记号是 ${number}。`]);
    }
    // Blanks, width and case of letters do not make another entry; another merchant may say the same.
    const spaced = { ...wish, fields: { ...wish.fields, matter: ` ${String(wish.fields.matter).replaceAll(' ', '　')}` } };
    expect((await call(shop, spaced)).problem.code).toBe('registration.duplicate');
    expect((await call(other, wish)).status).toBe(200);
  });

  it('leaves nothing behind when the last of it fails', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const before = await counts();
    await app.db.run(
      'CREATE TRIGGER ledger_down BEFORE INSERT ON ledger_row FOR EACH ROW BEGIN ' +
        (app.db.engine === 'mysql' ? "SIGNAL SQLSTATE '45000'; END" : "SELECT RAISE(ABORT, 'down'); END"),
    );
    const key = newId();
    try {
      expect((await call(shop, wish, key)).problem.code).toBe('ledger.unwritable');
    } finally {
      await app.db.run('DROP TRIGGER ledger_down');
    }
    expect(await counts()).toEqual(before);
    expect((await call(shop, wish, key)).status).toBe(200);
  });

  it('keeps what was said sealed, and out of the log', async () => {
    const entry = await submit(app, shop, 'operation', { premises: secret });
    await toOffice(entry);
    await decide(entry, 'return');
    const rows = await Promise.all(
      ['registration_entry', 'registration_revision', 'registration_move', 'outbox', 'notice', 'idempotency', 'mark'].map(table =>
        app.db.query(`SELECT * FROM ${table}`),
      ),
    );
    const kept = JSON.stringify(rows);
    for (const word of [secret, '请写明捐给了谁', '91350100M000100Y43']) {
      expect(kept).not.toContain(word);
      expect(app.logged()).not.toContain(word);
    }
  });
});

describe('registration.list', () => {
  it('pages from the newest without losing or repeating one, and names the merchant’s page', async () => {
    const expected: string[] = [];
    for (let n = 0; n < 5; n += 1) expected.unshift((await submit(app, other)).number);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await other.phone.ok('registration.list', { params: { subjectId: other.subjectId }, query: { limit: 2, cursor } });
      seen.push(...page.entries.map(({ number }) => number));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.slice(0, 5)).toEqual(expected);
    expect(new Set(seen).size).toBe(seen.length);
    const { page } = await other.phone.ok('registration.list', { params: { subjectId: other.subjectId } });
    expect(page.url).toBe(`${app.url}/m/${page.code}`);
    expect((await other.phone.ok('registration.list', { params: { subjectId: other.subjectId } })).page).toEqual(page);
    const bad = await other.phone.call('registration.list', { params: { subjectId: other.subjectId }, query: { cursor: 'nonsense' } });
    expect([bad.status, bad.problem.errors?.[0]?.pointer]).toEqual([400, '/query/cursor']);
  });
});

describe('a returned entry', () => {
  it('says why field by field, waits with the clock stopped, and is mended under its number', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const { body: entry } = await call(shop, wish);
    await toOffice(entry);
    app.clock.advance(60_000);
    expect(await decide(entry, 'return')).toBe(true);
    const returned = await readEntry(shop, entry.entryId);
    expect(returned).toMatchObject({
      state: 'returned',
      reasons: [{ pointer: '/fields/matter', text: '请写明捐给了谁' }],
      progress: { holder: 'merchant', holderName: '您', until: null },
    });
    expect(await titles(shop, entry.entryId)).toContain('自愿登记被退回补正');

    await later(30);
    const mended = {
      ...wish,
      fields: { ...wish.fields, matter: '给社区食堂捐米面，接收单位为演示社区' },
      mends: { entryId: entry.entryId, revision: 1 },
    };
    const { body: again } = await call(shop, mended);
    expect(again).toMatchObject({ number: entry.number, revision: 2, state: 'submitted', reasons: [], progress: { holder: 'office' } });
    // Nothing of the office's five days was used before it was returned: five are left, however long the merchant had it.
    expect(again.progress.until).toBe(addWorkingDays(dayFrom(app, 0), 5));
    expect(again.history.map(({ what }) => what)).toEqual(['提交', '没有部门掌握这项内容，转信用办看材料', '退回补正', '改正后再次提交']);
    expect((await call(shop, mended)).problem.code).toBe('registration.moved');
    expect(await decide(entry, 'verify', 1)).toBe(false);
    expect(await decide(entry, 'verify', 2)).toBe(true);
    expect(await readEntry(shop, entry.entryId)).toMatchObject({ state: 'verified', trust: 'document_checked' });
  });

  it('keeps the days that were left when it is mended', async () => {
    const entry = await submit(app, shop);
    await toOffice(entry);
    const due = (await readEntry(shop, entry.entryId)).progress.until ?? '';
    let days = 0;
    while (dayFrom(app, days) < due) days += 1;
    await later(days + 3);
    await decide(entry, 'return');
    const body = await wishOf(app, shop, 'charity', {}, { mends: { entryId: entry.entryId, revision: 1 } });
    const { body: again } = await call(shop, body);
    // The office was late: one day is left, not none and not five.
    expect(again.progress.until).toBe(addWorkingDays(dayFrom(app, 0), 1));
  });
});

describe('registration.withdraw', () => {
  it('ends an entry at once, frees what it said, and is told to the platform after the submission', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const { body: entry } = await call(shop, wish);
    const { body } = await withdraw(shop, entry.entryId);
    expect(body).toMatchObject({ state: 'withdrawn', progress: { holder: 'nobody', until: null } });
    expect((await withdraw(shop, entry.entryId)).body).toEqual(body);
    expect((await withdraw(shop, entry.entryId, 2)).problem.code).toBe('registration.moved');
    const { body: anew } = await call(shop, wish);
    expect(anew.number).not.toBe(entry.number);
    const topics = (await app.db.query<{ topic: string }>("SELECT topic FROM outbox WHERE topic <> 'registration.text' ORDER BY id")).map(
      ({ topic }) => topic,
    );
    expect(topics.slice(-3)).toEqual(['registration.submit', 'registration.withdraw', 'registration.submit']);
  });

  it('and a decision in the same moment are one of the two', async () => {
    for (let round = 0; round < 6; round += 1) {
      const entry = await submit(app, shop);
      await toOffice(entry);
      const [gone, verified] = await Promise.all([withdraw(shop, entry.entryId), decide(entry, 'verify')]);
      const { state, history } = await readEntry(shop, entry.entryId);
      // A withdrawal after the decision is allowed too, but each move stands once and after the one before it.
      expect(gone.status === 200 || verified).toBe(true);
      expect(state).toBe(gone.status === 200 ? 'withdrawn' : 'verified');
      expect(history).toHaveLength(2 + (gone.status === 200 ? 1 : 0) + (verified ? 1 : 0));
      if (gone.status !== 200) expect(gone.problem.code).toBe('registration.moved');
    }
  });
});

describe('an agent', () => {
  it('submits in its own name; the representative is told and sees who it was', async () => {
    const agent = await people.demo('agent');
    const orgCode = (await people.person('shop_owner')).orgCodes[0] ?? '';
    await agent.ok('merchant.bind', { body: { orgCode, role: 'agent' } });
    const { requests } = await shop.phone.ok('merchant.list');
    const bindingId = requests[0]?.bindingId ?? '';
    await shop.phone.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
    const entry = await submit(app, { phone: agent, subjectId: shop.subjectId });
    expect(entry.history[0]?.by).toBe('经办人');
    expect(await titles(shop, entry.entryId)).toEqual(['自愿登记已提交']);
  });
});

describe('registration.publicPage', () => {
  it('shows what is published and nothing else', async () => {
    const { page } = await other.phone.ok('registration.list', { params: { subjectId: other.subjectId } });
    const shown = async () => (await people.call('registration.publicPage', { params: { pageCode: page.code } })).body;
    const entry = await submit(app, other, 'charity', { amountFen: 1_234_550, receiverName: '青禾市演示社区食堂' });
    await toOffice(entry);
    expect((await shown()).entries).toEqual([]);
    await decide(entry, 'verify');
    expect((await shown()).entries).toEqual([]);
    await step(entry, { move: 'publish', actor: 'platform', by: '市公共信用信息平台' });
    const body = await shown();
    expect(body.entries).toMatchObject([{ kindTitle: '社会公益', trust: 'document_checked', endsOn: null, commitment: { today: null } }]);
    expect(body.entries[0]?.facts).toContainEqual({ label: '金额或折价', value: '12,345.50 元' });
    // 授权查询 stays off the page.
    expect(JSON.stringify(body)).not.toContain('91350100M000100Y43');
    expect(await titles(other, entry.entryId)).toEqual(expect.arrayContaining(['自愿登记已核实', '自愿登记已公布']));
    await withdraw(other, entry.entryId);
    expect((await shown()).entries).toEqual([]);
    const none = await people.call('registration.publicPage', { params: { pageCode: 'AAAAAAAAAAAAAAAA' } });
    expect(none.problem.code).toBe('registration.page_not_found');
  });
});

it('every problem of the table was met', () => people.expectReached(registrationProblems));

import { deskProblems } from '../../bff/contract/desk/problems';
import type { CallInput, Reply } from '../../bff/contract/types';
import { newId } from '../../bff/lib/new-id';
import { deskPolicy } from '../../bff/policy/desk';
import { type Answer, startTestApp, type TestApp } from '../support/app';
import { peopleOf } from '../support/people';
import { type Entry, type Merchant, merchantOf, readEntry, submit, wishOf } from '../support/registrations';
import { type Desk, type Office, officeOf } from '../support/staff';

let app: TestApp;
let office: Office;
let shop: Merchant;
let first: Desk;
let second: Desk;
// Elsewhere: a refusal of words without a reason in registration-text.test.ts, evidence without a scanner in desk-attachment.test.ts.
const reached = new Set<string>(['staff.not_allowed', 'desk.text_reason_missing', 'desk.evidence_unchecked']);
const minuteMs = 60_000;
const officeName = '青禾市社会信用体系建设办公室（演示）';

type Kind = Entry['kind'];
type Decision = Partial<CallInput<'desk.decide'>['body']>;

beforeAll(async () => {
  app = await startTestApp({ background: false });
  office = officeOf(app);
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  first = await office.member('shen.yi');
  second = await office.member('shen.er');
}, 60_000);
afterAll(() => app.close());
// Tests move the clock, and an access token lives a quarter of an hour.
beforeEach(async () => {
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
});

/** A case that waits with the office, as the platform passes it on when no agency holds it. */
const waiting = async (kind: Kind = 'operation', fields = {}): Promise<Entry> => {
  const entry = await submit(app, shop, kind, fields);
  await app.container.registration.moveEntry(
    { number: entry.number },
    { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' },
  );
  return entry;
};
const open = (desk: Desk, { number }: Pick<Entry, 'number'>) => desk.ok('desk.open', { params: { number } });
const codeOf = (answer: { status: number; problem?: { code: string } }): string | number => {
  if (answer.status === 200) return 200;
  reached.add(answer.problem?.code ?? '');
  return answer.problem?.code ?? answer.status;
};
const decideWith = (desk: Desk, number: string, { revision = 1, decision = 'verify', reasons = [] }: Decision) =>
  desk.call('desk.decide', { params: { number }, body: { revision, decision, reasons } });
const countersign = (desk: Desk, number: string, agree: boolean, note: string | null = null) =>
  desk.call('desk.countersign', { params: { number }, body: { revision: 1, agree, note } });
const reason = { pointer: '/fields/brand', text: '请写明是自有品牌还是代理' };
const readsOfShop = async (): Promise<Reply<'ledger.list'>['entries']> =>
  (await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } })).entries;
const stateOf = async (entry: Entry): Promise<string> => (await readEntry(shop, entry.entryId)).state;

describe('desk.queue', () => {
  it('shows what waits, due first, a page at a time, by kind and by who has it', async () => {
    for (let n = 0; n < 33; n += 1) await waiting(n % 3 === 0 ? 'charity' : 'operation');
    const page = await first.ok('desk.queue');
    const rest = await first.ok('desk.queue', { query: { cursor: page.nextCursor ?? '' } });
    const all = [...page.cases, ...rest.cases];
    expect([page.cases.length, rest.nextCursor]).toEqual([30, null]);
    expect(new Set(all.map(({ number }) => number)).size).toBe(33);
    expect(all.map(({ clock, number }) => `${clock.until} ${number}`)).toEqual(
      all.map(({ clock, number }) => `${clock.until} ${number}`).sort(),
    );
    expect(all[0]).toMatchObject({
      state: 'submitted',
      trust: 'self_declared',
      holder: null,
      proposal: null,
      clock: { workingDaysLeft: expect.any(Number) },
    });
    const charity = await first.ok('desk.queue', { query: { kind: 'charity' } });
    expect(charity.cases.map(({ kind }) => kind)).toEqual(Array.from({ length: 11 }, () => 'charity'));

    const [one] = all;
    await open(first, { number: one?.number ?? '' });
    expect((await first.ok('desk.queue', { query: { view: 'mine' } })).cases.map(({ number }) => number)).toEqual([one?.number]);
    const seen = (await second.ok('desk.queue')).cases.find(({ number }) => number === one?.number);
    expect(seen?.holder).toMatchObject({ name: 'shen.yi 的姓名', mine: false });
    expect((await second.ok('desk.queue', { query: { view: 'mine' } })).cases).toEqual([]);
    await first.ok('desk.release', { params: { number: one?.number ?? '' } });
    expect(codeOf(await first.call('desk.queue', { query: { cursor: 'bm9uc2Vuc2U' } }))).toBe('request.invalid');
  });

  it('finds one by its number and all of a merchant by its code, in any state, and notes who looked', async () => {
    const find = async (desk: Desk, text: string) =>
      (await desk.ok('desk.queue', { query: { find: text } })).cases.map(({ number }) => number);
    const other = await merchantOf(await peopleOf(app).demo('institution_head'));
    const mine = await submit(app, other, 'operation');
    const orgCode = await peopleOf(app).orgCode('m_institution');
    await other.phone.ok('registration.withdraw', { params: { subjectId: other.subjectId, entryId: mine.entryId }, body: { revision: 1 } });
    expect(await find(first, mine.number)).toEqual([mine.number]);
    // As somebody types what is read to them.
    expect(await find(first, ` ${mine.number.toLowerCase().replace('-', ' -')} `)).toEqual([mine.number]);
    expect(await find(first, orgCode)).toEqual([mine.number]);
    expect(await find(first, orgCode.toLowerCase())).toEqual([mine.number]);
    expect(await find(first, 'ZY20200101-0001')).toEqual([]);
    expect(await find(first, '91350100M000100Y43')).toEqual([]);
    expect(codeOf(await first.call('desk.queue', { query: { find: '王小明' } }))).toBe('request.invalid');
    const far = await office.member('yuan.fang', ['reviewer'], { county: '110101' });
    expect([await find(far, mine.number), await find(far, orgCode)]).toEqual([[], []]);
    const acts = await app.db.query<{ about: string; outcome: string }>(
      "SELECT about, outcome FROM staff_audit WHERE act = 'cases_searched' ORDER BY seq",
    );
    expect(acts[0]).toEqual({ about: mine.number, outcome: 'found' });
    expect(acts.at(-1)).toEqual({ about: orgCode, outcome: 'none' });
  });

  it('counts working days left, over the end too', async () => {
    const entry = await waiting();
    const caseNow = async () =>
      (await first.ok('desk.queue', { query: { view: 'mine' } })).cases.find(({ number }) => number === entry.number);
    await open(first, entry);
    const left = (await caseNow())?.clock.workingDaysLeft ?? 0;
    expect(left).toBeGreaterThan(0);
    app.clock.advance(30 * 24 * 60 * minuteMs);
    await office.signIn('shen.yi', first);
    await office.signIn('shen.er', second);
    shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
    await open(first, entry);
    expect((await caseNow())?.clock.workingDaysLeft).toBeLessThan(0);
  });
});

describe('desk.open', () => {
  it('shows fields, hints, the signed words and the history, takes the case, and the merchant sees who looked', async () => {
    const entry = await waiting('charity');
    const before = (await readsOfShop()).length;
    const file = await open(first, entry);
    expect(file).toMatchObject({
      number: entry.number,
      merchantName: expect.any(String),
      mayDecide: true,
      mayCountersign: false,
      whyNot: null,
      needsTwo: ['verify', 'refuse'],
      holder: { mine: true },
      commitment: { digest: entry.commitment.digest, today: null },
    });
    expect(file.fields.find(({ pointer }) => pointer === '/fields/form')).toMatchObject({ label: '方式', value: '捐物' });
    expect(file.history.map(({ what }) => what)).toContain('提交');
    expect(file.templates.every(({ text }) => text.length <= 200)).toBe(true);
    const reads = await readsOfShop();
    expect(reads.length).toBe(before + 1);
    expect(reads[0]).toMatchObject({
      who: `${officeName}工作人员`,
      system: '城信工作台',
      reason: `核对自愿登记 ${entry.number}`,
      own: false,
    });

    const other = await open(second, entry);
    expect(other).toMatchObject({
      mayDecide: false,
      holder: { name: 'shen.yi 的姓名', mine: false },
      whyNot: expect.stringContaining('正在办'),
    });
    expect((await readsOfShop()).length).toBe(before + 2);
  });

  it('gives a case to one of many who open it at once', async () => {
    const entry = await waiting();
    const desks = [first, second, await office.member('shen.san')];
    const files = await Promise.all(desks.map(desk => open(desk, entry)));
    expect(files.filter(({ mayDecide }) => mayDecide)).toHaveLength(1);
  });

  it('lets go of it when its time is over or it is released', async () => {
    const entry = await waiting();
    await open(first, entry);
    expect((await open(second, entry)).mayDecide).toBe(false);
    await first.ok('desk.release', { params: { number: entry.number } });
    expect((await open(second, entry)).mayDecide).toBe(true);
    app.clock.advance(10 * minuteMs);
    await first.ok('staff.renew');
    app.clock.advance((deskPolicy.holdMinutes - 20) * minuteMs);
    await first.ok('staff.renew');
    app.clock.advance(10 * minuteMs);
    await office.signIn('shen.er', second);
    expect(codeOf(await decideWith(second, entry.number, { decision: 'verify' }))).toBe('desk.not_held');
    expect((await open(first, entry)).mayDecide).toBe(true);
    expect(codeOf(await decideWith(second, entry.number, { decision: 'verify' }))).toBe('desk.held_by_other');
  });

  it('shows nothing when the read ledger cannot be written', async () => {
    const entry = await waiting();
    await app.db.run('ALTER TABLE ledger_row RENAME TO ledger_row_away');
    const refused = await first.call('desk.open', { params: { number: entry.number } });
    await app.db.run('ALTER TABLE ledger_row_away RENAME TO ledger_row');
    expect(refused.problem.code).toBe('ledger.unwritable');
    // Nor was the case taken.
    expect((await open(second, entry)).mayDecide).toBe(true);
  });
});

describe('desk.scope', () => {
  it('shows a county its own merchants’ cases and answers about others as about none', async () => {
    const [theirs, others] = [await waiting(), await waiting()];
    await app.db.run('UPDATE registration_entry SET regionCode = ? WHERE number = ?', ['990102', theirs.number]);
    const county = await office.member('qu.yi', ['reviewer'], { orgId: 'county_office' });
    expect((await county.ok('staff.me')).county).toBe('990102');
    expect((await county.ok('desk.queue')).cases.map(({ number }) => number)).toEqual([theirs.number]);
    expect((await open(county, theirs)).mayDecide).toBe(true);
    const strip = ({ status, problem }: Answer<'desk.open'>) => ({ status, code: problem.code, title: problem.title });
    for (const name of ['desk.open', 'desk.release'] as const) {
      const foreign = await county.call(name, { params: { number: others.number } });
      const none = await county.call(name, { params: { number: 'ZY20260101-9999' } });
      expect(strip(foreign as Answer<'desk.open'>)).toEqual(strip(none as Answer<'desk.open'>));
      expect(codeOf(foreign)).toBe('desk.case_not_found');
    }
    expect(codeOf(await decideWith(county, others.number, { decision: 'verify' }))).toBe('desk.case_not_found');
    expect(codeOf(await countersign(county, others.number, true))).toBe('desk.case_not_found');
    const attachment = await county.call('desk.attachment', { params: { number: others.number, attachmentId: newId() } });
    expect(codeOf(attachment)).toBe('desk.case_not_found');
  });

  it('lets no other role in, at once when a role is taken away or somebody is dismissed', async () => {
    const operator = await office.member('yun.yi', ['operator', 'author', 'jury']);
    const entry = await waiting();
    expect(codeOf(await operator.call('desk.queue'))).toBe('staff.not_allowed');
    expect(codeOf(await operator.call('desk.open', { params: { number: entry.number } }))).toBe('staff.not_allowed');
    const leaver = await office.member('li.yi');
    await open(leaver, entry);
    await app.db.run(
      "UPDATE staff_member SET roles = 'author' WHERE id = (SELECT staffId FROM staff_audit WHERE about = ? AND act = 'case_opened')",
      [entry.number],
    );
    expect(codeOf(await decideWith(leaver, entry.number, { decision: 'verify' }))).toBe('staff.not_allowed');
    await app.container.admin.staff.disable('li.yi', '离职');
    expect(codeOf(await decideWith(leaver, entry.number, { decision: 'verify' }))).toBe('staff.session_ended');
    expect(await stateOf(entry)).toBe('submitted');
  });

  it('takes no citizen’s token and no call from elsewhere', async () => {
    const entry = await waiting();
    const asCitizen = await shop.phone.call('desk.open', { params: { number: entry.number } }, { headers: { origin: app.url } });
    expect(asCitizen.problem.code).toBe('staff.required');
    const forged = await first.call('desk.open', { params: { number: entry.number } }, { origin: 'https://evil.example' });
    expect(forged.problem.code).toBe('staff.csrf');
    const tokenless = await first.call('desk.open', { params: { number: entry.number } }, { 'x-csrf-token': second.csrf });
    expect(tokenless.problem.code).toBe('staff.csrf');
  });
});

describe('desk.decide', () => {
  it('verifies, and the merchant reads the office’s name and nobody’s', async () => {
    const entry = await waiting();
    await open(first, entry);
    expect((await decideWith(first, entry.number, { decision: 'verify' })).body).toEqual({ outcome: 'done', number: entry.number });
    const seen = await readEntry(shop, entry.entryId);
    expect(seen).toMatchObject({ trust: 'document_checked' });
    expect(['verified', 'published']).toContain(seen.state);
    expect(JSON.stringify(seen)).toContain(officeName);
    expect(JSON.stringify(seen)).not.toContain('的姓名');
    const decided = await first.ok('desk.queue', { query: { view: 'decided' } });
    expect(decided.cases[0]).toMatchObject({ number: entry.number, waitingSince: null });
    expect(codeOf(await decideWith(first, entry.number, { decision: 'verify' }))).toBe('desk.case_changed');
  });

  it('returns with a reason a field, which the merchant mends, and what was decided of the old one holds no more', async () => {
    const entry = await waiting();
    await open(first, entry);
    const wrongs: Decision[] = [
      { decision: 'return' },
      { decision: 'verify', reasons: [reason] },
      { decision: 'return', reasons: [{ pointer: '/fields/shoeSize', text: '没有这一栏' }] },
      { decision: 'return', reasons: [{ pointer: '/attachments/3', text: '没有这一份' }] },
    ];
    for (const wrong of wrongs) expect(codeOf(await decideWith(first, entry.number, wrong))).toBe('desk.reasons_wrong');
    expect((await decideWith(first, entry.number, { decision: 'return', reasons: [reason] })).status).toBe(200);
    const returned = await readEntry(shop, entry.entryId);
    expect([returned.state, returned.reasons]).toEqual(['returned', [reason]]);
    await shop.phone.ok('registration.submit', {
      params: { subjectId: shop.subjectId },
      body: await wishOf(app, shop, 'operation', { brand: '自有品牌' }, { mends: { entryId: entry.entryId, revision: 1 } }),
    });
    await app.container.registration.moveEntry(
      { number: entry.number },
      { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' },
    );
    const again = await open(first, entry);
    expect([again.revision, again.returnedFor]).toEqual([2, [reason]]);
    expect(codeOf(await decideWith(first, entry.number, { decision: 'verify', revision: 1 }))).toBe('desk.case_changed');
    expect(
      codeOf(
        await decideWith(first, entry.number, { decision: 'refuse', revision: 2, reasons: [{ pointer: '/', text: '没有这件事的记录' }] }),
      ),
    ).toBe(200);
    expect(await stateOf(entry)).toBe('refused');
  });

  it('is done once: a repeated key gets the first answer, and of two at once one is carried out', async () => {
    const entry = await waiting();
    await open(first, entry);
    const key = newId();
    const once = () =>
      first.call(
        'desk.decide',
        { params: { number: entry.number }, body: { revision: 1, decision: 'verify', reasons: [] } },
        { 'idempotency-key': key },
      );
    expect((await once()).status).toBe(200);
    const replayed = await once();
    expect([replayed.status, replayed.headers.get('idempotency-replayed'), replayed.body.outcome]).toEqual([200, 'true', 'done']);

    const raced = await waiting();
    await open(first, raced);
    const both = await Promise.all([
      decideWith(first, raced.number, { decision: 'verify' }),
      decideWith(first, raced.number, { decision: 'refuse', reasons: [{ pointer: '/', text: '没有这件事的记录' }] }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const acts = (await app.container.admin.staff.acts(1000)).filter(({ about, act }) => about === raced.number && act === 'case_decided');
    expect(acts).toHaveLength(1);
  });
});

describe('desk.countersign', () => {
  it('needs a second person, never the same one, where the city file says so', async () => {
    const entry = await waiting('charity');
    await open(first, entry);
    expect(codeOf(await countersign(first, entry.number, true))).toBe('desk.no_proposal');
    expect((await decideWith(first, entry.number, { decision: 'verify' })).body.outcome).toBe('proposed');
    expect(await stateOf(entry)).toBe('submitted');

    // Whoever proposed cannot keep the others out, agree, or decide again.
    expect(await open(first, entry)).toMatchObject({ mayDecide: false, mayCountersign: false, holder: null, proposal: { mine: true } });
    expect(codeOf(await countersign(first, entry.number, true))).toBe('desk.not_held');
    expect((await second.ok('desk.queue', { query: { view: 'second' } })).cases.map(({ number }) => number)).toContain(entry.number);
    expect((await first.ok('desk.queue', { query: { view: 'second' } })).cases.map(({ number }) => number)).not.toContain(entry.number);

    const file = await open(second, entry);
    expect(file).toMatchObject({
      mayDecide: false,
      mayCountersign: true,
      proposal: { decision: 'verify', name: 'shen.yi 的姓名', mine: false },
    });
    expect(codeOf(await decideWith(second, entry.number, { decision: 'verify' }))).toBe('desk.second_needed');
    const both = await Promise.all([countersign(second, entry.number, true), countersign(second, entry.number, true)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(['verified', 'published']).toContain(await stateOf(entry));
  });

  it('refuses the one who proposed also where they hold the case by force of the database', async () => {
    const entry = await waiting('charity');
    await open(first, entry);
    await decideWith(first, entry.number, { decision: 'verify' });
    await app.db.run('UPDATE desk_case SET heldBy = proposedBy, heldUntil = ? WHERE number = ?', [
      '2099-01-01T00:00:00.000Z',
      entry.number,
    ]);
    expect(codeOf(await countersign(first, entry.number, true))).toBe('desk.same_person');
    expect(await stateOf(entry)).toBe('submitted');
  });

  it('gives it back with a note when not agreed, and reasons are agreed to as they stand', async () => {
    const entry = await waiting('charity');
    const refusal = { decision: 'refuse' as const, reasons: [{ pointer: '/', text: '接收单位说没有收到' }] };
    await open(first, entry);
    await decideWith(first, entry.number, refusal);
    await open(second, entry);
    expect((await countersign(second, entry.number, false, '请再打电话问一次')).body.outcome).toBe('back');
    const back = await open(first, entry);
    expect(back).toMatchObject({ mayDecide: true, proposal: null, objection: { name: 'shen.er 的姓名', note: '请再打电话问一次' } });
    await decideWith(first, entry.number, refusal);
    expect((await open(second, entry)).proposedReasons).toEqual(refusal.reasons);
    expect((await countersign(second, entry.number, true)).body.outcome).toBe('done');
    const seen = await readEntry(shop, entry.entryId);
    expect([seen.state, seen.reasons]).toEqual(['refused', refusal.reasons]);
  });

  it('leaves no names, reasons or notes in clear', async () => {
    const rows =
      JSON.stringify(await app.db.query('SELECT * FROM desk_case')) + JSON.stringify(await app.db.query('SELECT * FROM staff_audit'));
    for (const clear of ['接收单位说没有收到', '请再打电话问一次', '的姓名']) {
      expect(rows).not.toContain(clear);
      expect(app.logged()).not.toContain(clear);
    }
    expect(await app.container.admin.staff.auditFault()).toBeNull();
  });
});

describe('desk problems', () => {
  it('were all met here', () => {
    expect(Object.keys(deskProblems).filter(code => !reached.has(code))).toEqual([]);
  });
});

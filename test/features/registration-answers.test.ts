import { runCommand } from '../../bff/admin/commands';
import type { Reply } from '../../bff/contract/types';
import { makeLog } from '../../bff/lib/log';
import { startTestApp, type TestApp } from '../support/app';
import { type Phone, peopleOf } from '../support/people';

let app: TestApp;
let phone: Phone;
let subjectId: string;
let sequence = 0;

beforeAll(async () => {
  app = await startTestApp();
  phone = await peopleOf(app).demo('serious_list_boss');
  const { subjects } = await phone.ok('identity.read');
  subjectId = subjects.find(({ role }) => role === 'legal_representative')?.subjectId ?? '';
}, 60_000);
afterAll(() => app?.close());
beforeEach(async () => {
  await app.control('/faults', undefined, 'DELETE');
  await app.control('/registration-mode', { deduplicates: true, answersItself: false });
  await app.control('/callbacks', { url: app.url, paused: false });
});

type Entry = Reply<'registration.read'>;
type Case = { readonly zybh: string; readonly zycs: number; readonly zynr: { zdm: string; zdz: string; gkfs: string }[] };

const submit = async (more: Record<string, unknown> = {}): Promise<Entry> => {
  sequence += 1;
  const { kinds } = await phone.ok('registration.kinds');
  const kind = kinds.find(one => one.kind === 'charity');
  return phone.ok('registration.submit', {
    params: { subjectId },
    body: {
      kind: 'charity',
      kindVersion: kind?.version ?? '',
      fields: {
        form: 'money',
        matter: `给社区食堂捐米面，第 ${sequence} 次`,
        doneOn: '2026-10-01',
        amountFen: 1_234_50,
        receiverName: '青禾市演示商贸行业协会（虚构）',
        receiverCode: await peopleOf(app).orgCode('m_association'),
      },
      attachmentIds: [],
      commitmentVersion: kind?.commitment.version ?? '',
      draftId: null,
      mends: null,
      recordId: null,
      ...more,
    },
  });
};
const read = (entryId: string): Promise<Entry> => phone.ok('registration.read', { params: { subjectId, entryId } });
const until = async <T>(look: () => Promise<T | null | undefined | false>, what: string): Promise<T> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error(`never: ${what}`);
};
const registrations = () =>
  app.control('/registrations', undefined, 'GET') as Promise<{ cases: Case[]; published: { zybh: string; kxcd: string }[] }>;
const casesOf = async (number: string): Promise<Case[]> => (await registrations()).cases.filter(({ zybh }) => zybh === number);
const delivered = (entry: Entry) => until(async () => (await casesOf(entry.number))[0], `${entry.number} at the platform`);
const answer = (entry: Entry, what: string, more: Record<string, unknown> = {}) =>
  app.control('/registration-answers', { number: entry.number, answer: what, told: 'callback', ...more });
const stateOf = (entry: Entry, state: Entry['state']) =>
  until(async () => {
    const now = await read(entry.entryId);
    return now.state === state ? now : null;
  }, `${entry.number} ${state}`);

describe('registration at the platform', () => {
  it('arrives as it was submitted, with digests instead of files and amounts in yuan', async () => {
    const entry = await submit();
    const filed = await delivered(entry);
    expect(filed.zycs).toBe(1);
    expect(filed.zynr.find(({ zdm }) => zdm === 'amountFen')).toMatchObject({ zdz: '1234.50' });
    expect(filed.zynr.find(({ zdm }) => zdm === 'form')).toMatchObject({ zdz: '捐款', gkfs: '1' });
  });

  it.each([
    ['does nothing with it', 'reset_before'],
    ['has filed it', 'reset_after'],
  ] as const)(
    'is filed once by a platform that does not deduplicate and loses the connection after it %s',
    async (_, kind) => {
      await app.control('/registration-mode', { deduplicates: false });
      await app.control('/faults', { endpoint: 'credit.registration', kind, times: 3 });
      const entry = await submit();
      await until(async () => {
        const { waiting } = (
          await app.db.query<{ waiting: number }>(
            "SELECT COUNT(*) AS waiting FROM outbox WHERE topic = 'registration.submit' AND state IN ('waiting', 'leased')",
          )
        )[0] ?? { waiting: 1 };
        if (Number(waiting) > 0) app.clock.advance(2_000);
        return Number(waiting) === 0;
      }, 'delivered');
      expect(await casesOf(entry.number)).toHaveLength(1);
    },
    30_000,
  );

  it('is filed once also when it was given up and an operator lets it try anew', async () => {
    await app.control('/registration-mode', { deduplicates: false });
    await app.control('/faults', { endpoint: 'credit.registration', kind: 'reset_after', times: 1 });
    const entry = await submit();
    const failed = await until(async () => {
      const [row] = await app.db.query<{ id: string }>(
        "SELECT id FROM outbox WHERE topic = 'registration.submit' AND state = 'waiting' AND lastError IS NOT NULL",
      );
      return row;
    }, 'failed once');
    await app.db.run("UPDATE outbox SET state = 'dead' WHERE id = ?", [failed.id]);
    const tools = { config: app.config, db: app.db, now: app.clock.now, log: makeLog('silent'), ...app.container.admin };
    await runCommand(tools, ['outbox', 'retry', failed.id, '平台恢复了']);
    await until(async () => {
      const [row] = await app.db.query<{ state: string }>('SELECT state FROM outbox WHERE id = ?', [failed.id]);
      return row?.state === 'done';
    }, 'delivered');
    expect(await casesOf(entry.number)).toHaveLength(1);
  });

  it('goes to the agency, is verified, published and withdrawn again, each told once', async () => {
    const entry = await submit();
    await delivered(entry);
    await answer(entry, 'accepted', { by: '青禾市民政局（演示）' });
    const withAgency = await until(async () => {
      const now = await read(entry.entryId);
      return now.progress.holder === 'agency' ? now : null;
    }, 'with the agency');
    expect([withAgency.progress.holderName, withAgency.trust]).toEqual(['青禾市民政局（演示）', 'self_declared']);
    await answer(entry, 'verified', { by: '青禾市民政局（演示）' });
    const published = await stateOf(entry, 'published');
    expect(published.trust).toBe('agency_verified');
    expect((await registrations()).published.find(({ zybh }) => zybh === entry.number)).toMatchObject({ kxcd: '1' });
    const file = await phone.ok('profile.readSection', { params: { subjectId, sectionId: 'voluntary' } });
    expect(file.items.find(({ recordId }) => recordId === `ZY-${entry.number}`)).toMatchObject({ trust: 'agency_verified' });
    await phone.ok('registration.withdraw', { params: { subjectId, entryId: entry.entryId }, body: { revision: 1 } });
    await until(async () => !(await registrations()).published.some(({ zybh }) => zybh === entry.number), 'gone from the platform');
    const titles = (await phone.ok('notice.list')).notices.filter(({ text }) => text.includes(entry.number)).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).toEqual(expect.arrayContaining(['自愿登记已核实', '自愿登记已公布', '自愿登记已撤下']));
  }, 30_000);

  it('changes nothing when an answer is told twice, by both ways, late or out of order', async () => {
    const entry = await submit();
    await delivered(entry);
    await answer(entry, 'unheld', { told: 'both', times: 2 });
    await until(async () => (await read(entry.entryId)).progress.holder === 'office', 'with the office');
    await app.container.registration.pollAnswers();
    await answer(entry, 'accepted');
    await until(async () => ((await app.control('/callbacks', undefined, 'GET')) as { waiting: number }).waiting === 0, 'told');
    const after = await read(entry.entryId);
    expect(after.progress.holder).toBe('office');
    expect(after.history).toHaveLength(2);
    expect(
      (await phone.ok('notice.list')).notices.filter(({ text, title }) => text.includes(entry.number) && title.includes('信用办')),
    ).toHaveLength(1);
  });

  it('is heard by polling when no callback comes', async () => {
    await app.control('/callbacks', { paused: true });
    const entry = await submit();
    await delivered(entry);
    await answer(entry, 'refused', { told: 'feed', reasons: [{ field: 'doneOn', text: '接收单位没有这一天的记录' }] });
    await app.container.registration.pollAnswers();
    const refused = await read(entry.entryId);
    expect(refused.state).toBe('refused');
    expect(refused.reasons).toEqual([{ pointer: '/fields/doneOn', text: '接收单位没有这一天的记录' }]);
    await app.container.registration.pollAnswers();
    expect((await read(entry.entryId)).history).toHaveLength(refused.history.length);
  });

  it('is mended under the same number, and an answer to the first revision no longer counts', async () => {
    const entry = await submit();
    await delivered(entry);
    await answer(entry, 'returned', {
      reasons: [
        { field: 'matter', text: '写明捐给谁' },
        { field: 'secret', text: '看不懂' },
      ],
    });
    const returned = await stateOf(entry, 'returned');
    expect(returned.reasons.map(({ pointer }) => pointer)).toEqual(['/fields/matter', '/']);
    const mended = await submit({ mends: { entryId: entry.entryId, revision: 1 } });
    expect([mended.number, mended.revision]).toEqual([entry.number, 2]);
    await until(async () => (await casesOf(entry.number)).some(({ zycs }) => zycs === 2), 'the second revision at the platform');
    await answer(entry, 'refused', { revision: 1 });
    await answer(entry, 'unheld', { revision: 2 });
    const now = await until(async () => {
      const seen = await read(entry.entryId);
      return seen.progress.holder === 'office' ? seen : null;
    }, 'with the office');
    expect(now.state).toBe('submitted');
  });

  it('keeps an answer to an unknown number, sealed, and tells the operator', async () => {
    await app.control('/registration-answers', { number: 'ZY20991231-9999', answer: 'verified', told: 'both', by: '甲局' });
    const strays = () => app.db.query<{ number: string; answerSealed: string }>('SELECT number, answerSealed FROM stray_answer');
    await until(async () => (await strays()).length > 0, 'kept');
    await app.container.registration.pollAnswers();
    const kept = await strays();
    expect(kept).toHaveLength(1);
    expect(kept[0]?.number).toBe('ZY20991231-9999');
    expect(kept[0]?.answerSealed).not.toContain('甲局');
    const ready = (await (await fetch(`${app.url}/readyz`)).json()) as { checks?: unknown };
    expect(JSON.stringify(ready)).toContain('1 answers to numbers that are not ours');
    const tools = { config: app.config, db: app.db, now: app.clock.now, log: makeLog('silent'), ...app.container.admin };
    const listed = await runCommand(tools, ['answers', 'list']);
    expect(listed).toContain('ZY20991231-9999');
    expect(listed).toContain('甲局');
    await runCommand(tools, ['answers', 'drop', listed.split('\t')[0] ?? '', '问过平台，不是本市的']);
    expect(await strays()).toEqual([]);
  });
});

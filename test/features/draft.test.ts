import { newId } from '../../bff/lib/new-id';
import { startTestApp, type TestApp } from '../support/app';
import { type Phone, peopleOf } from '../support/people';

let app: TestApp;
let phone: Phone;
let subjectId: string;

beforeAll(async () => {
  app = await startTestApp({ background: false });
  phone = await peopleOf(app).demo('clean');
  subjectId = (await phone.ok('identity.read')).subjects[0]?.subjectId ?? '';
}, 60_000);
afterAll(() => app?.close());

const paramsOf = (draftId: string) => ({ subjectId, draftId });
const bodyOf = (revision: number, content: object = { typed: { permitName: '食品' } }) => ({
  form: 'registration' as const,
  title: '资质证照',
  revision,
  device: '一台手机',
  content: content as Record<string, string>,
});
const begin = async (): Promise<string> => {
  const draftId = newId(app.clock.now().getTime());
  await phone.ok('draft.write', { params: paramsOf(draftId), body: bodyOf(0) });
  return draftId;
};

describe('draft.write', () => {
  it('keeps what the phone has, in its order, and says until when', async () => {
    const draftId = await begin();
    const content = { z: '1', a: { nested: [1, null, true] } };
    const written = await phone.ok('draft.write', { params: paramsOf(draftId), body: bodyOf(1, content) });
    expect(written).toMatchObject({ draftId, revision: 2, device: '一台手机', title: '资质证照' });
    const read = await phone.ok('draft.read', { params: paramsOf(draftId) });
    expect(JSON.stringify(read.content)).toBe(JSON.stringify(content));
    expect(Date.parse(read.goneAfter) - Date.parse(read.changedAt.slice(0, 10))).toBeGreaterThanOrEqual(30 * 24 * 3600_000);
    expect((await phone.ok('draft.list', { params: { subjectId } })).drafts.map(one => one.draftId)).toContain(draftId);
  });

  it('is sealed where it lies', async () => {
    const draftId = await begin();
    const [row] = await app.db.query<Record<string, unknown>>('SELECT * FROM draft WHERE id = ?', [draftId]);
    expect(JSON.stringify(row)).not.toMatch(/食品|资质/);
  });

  it('of two devices at once takes one and tells the other', async () => {
    const draftId = await begin();
    const both = await Promise.all(
      ['甲', '乙'].map(typed => phone.call('draft.write', { params: paramsOf(draftId), body: bodyOf(1, { typed }) })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await phone.refused('draft.changed_elsewhere', 'draft.write', { params: paramsOf(draftId), body: bodyOf(0) });
    const winner = both.findIndex(({ status }) => status === 200);
    expect(await phone.ok('draft.read', { params: paramsOf(draftId) })).toMatchObject({
      revision: 2,
      content: { typed: ['甲', '乙'][winner] },
    });
  });

  it('refuses what is too long and too many', async () => {
    const draftId = newId(app.clock.now().getTime());
    const large = bodyOf(0, { typed: '长'.repeat(11_000) });
    await phone.refused('draft.too_large', 'draft.write', { params: paramsOf(draftId), body: large });
    const other = await peopleOf(app).demo('penalty_general');
    const own = (await other.ok('identity.read')).subjects[0]?.subjectId ?? '';
    const write = () =>
      other.call('draft.write', { params: { subjectId: own, draftId: newId(app.clock.now().getTime()) }, body: bodyOf(0) });
    for (let i = 0; i < 50; i++) expect((await write()).status).toBe(200);
    expect((await write()).problem.code).toBe('draft.too_many');
  });
});

describe('draft.read', () => {
  it('shows nobody else what one has written, nor lets him write over it', async () => {
    const draftId = await begin();
    const other = await peopleOf(app).demo('repaired');
    const own = (await other.ok('identity.read')).subjects[0]?.subjectId ?? '';
    await other.refused('draft.not_found', 'draft.read', { params: { subjectId: own, draftId } });
    await other.refused('draft.not_found', 'draft.write', { params: { subjectId: own, draftId }, body: bodyOf(1) });
    await other.refused('subject.not_found', 'draft.read', { params: paramsOf(draftId) });
    expect((await other.ok('draft.list', { params: { subjectId: own } })).drafts).toEqual([]);
  });
});

describe('draft.discard', () => {
  it('is gone at once, and may be asked for twice', async () => {
    const draftId = await begin();
    await phone.ok('draft.discard', { params: paramsOf(draftId) });
    await phone.ok('draft.discard', { params: paramsOf(draftId) });
    await phone.refused('draft.not_found', 'draft.read', { params: paramsOf(draftId) });
  });
});

describe('draft.sweep', () => {
  it('lets a draft go thirty days after its last change, and not before', async () => {
    const draftId = await begin();
    app.clock.advance(29 * 24 * 3600_000);
    const late = await peopleOf(app).demo('clean');
    await late.ok('draft.write', { params: paramsOf(draftId), body: bodyOf(1) });
    app.clock.advance(29 * 24 * 3600_000);
    const later = await peopleOf(app).demo('clean');
    expect(await later.ok('draft.read', { params: paramsOf(draftId) })).toMatchObject({ revision: 2 });
    app.clock.advance(2 * 24 * 3600_000);
    const gone = await peopleOf(app).demo('clean');
    await gone.refused('draft.not_found', 'draft.read', { params: paramsOf(draftId) });
    expect((await gone.ok('draft.list', { params: { subjectId } })).drafts).toEqual([]);
    const kept = async () => (await app.db.query('SELECT id FROM draft WHERE id = ?', [draftId])).length;
    expect(await kept()).toBe(1);
    await app.container.sweepDrafts();
    expect(await kept()).toBe(0);
  }, 30_000);
});

import { createHash } from 'node:crypto';
import { consentProblems } from '../../bff/contract/consent/problems';
import { startTestApp, type TestApp } from '../support/app';
import { type Consent, type People, type Phone, peopleOf } from '../support/people';

let app: TestApp;
let city: People;
beforeAll(async () => {
  app = await startTestApp({ background: false });
  city = peopleOf(app);
}, 60_000);
afterAll(() => app.close());

const acts = async (phone: Phone, subjectId: string): Promise<number> =>
  (await phone.call('profile.read', { params: { subjectId } })).status;
const give = async (phone: Phone, kind: Consent) => {
  const { version } = await phone.ok('consent.readWording', { params: { kind } });
  return phone.ok('consent.give', { body: { kind, version } });
};
const current = async (phone: Phone, kind: Consent) => {
  const found = (await phone.ok('consent.list')).consents.find(consent => consent.kind === kind && consent.current);
  if (!found) throw new Error(`no consent ${kind}`);
  return found;
};
const withdraw = async (phone: Phone, kind: Consent) =>
  phone.ok('consent.withdraw', { params: { consentId: (await current(phone, kind)).consentId } });

describe('consent.readWording', () => {
  it.each(['privacy', 'identity', 'face', 'child'] as const)(
    'gives the wording of %s with the digest of its text, to anybody',
    async kind => {
      const { status, body } = await city.call('consent.readWording', { params: { kind } });
      expect(status).toBe(200);
      expect(body.digest).toBe(createHash('sha256').update(body.text).digest('hex'));
      expect(body.withdrawEffect.length).toBeGreaterThan(5);
    },
  );
});

describe('consent.give', () => {
  it('keeps wording, version and time, once, also of two phones at once', async () => {
    const phone = await city.newcomer('clean', []);
    const { version, text } = await phone.ok('consent.readWording', { params: { kind: 'privacy' } });
    const wish = { body: { kind: 'privacy' as const, version } };
    const given = await Promise.all([1, 2, 3].map(() => phone.ok('consent.give', wish)));
    expect(new Set(given.map(({ consentId }) => consentId)).size).toBe(1);
    const { consents } = await phone.ok('consent.list');
    expect(consents).toEqual([expect.objectContaining({ kind: 'privacy', version, text, withdrawnAt: null, current: true })]);
  });

  it('refuses a wording that is not the one of today', async () => {
    const phone = await city.newcomer('clean', []);
    await phone.refused('consent.wording_changed', 'consent.give', { body: { kind: 'identity', version: '2020-01-01' } });
  });

  it('asks anew after the wording changed, and keeps the old one readable', async () => {
    const phone = await city.newcomer('rural', ['privacy', 'identity']);
    const { consentId } = await current(phone, 'identity');
    await app.db.run(`UPDATE consent SET version = '2025-01-01', textDigest = ? WHERE id = ?`, ['0'.repeat(64), consentId]);
    const { document, bankCard } = await city.person('rural');
    const proof = { body: { method: 'bank_card' as const, ...document, bankCard } };
    await phone.refused('consent.wording_changed', 'identity.verify', proof);
    await give(phone, 'identity');
    await phone.ok('identity.verify', proof);
    const { consents } = await phone.ok('consent.list');
    expect(
      consents.filter(({ kind }) => kind === 'identity').map(one => [one.version === '2025-01-01', one.current, one.withdrawnAt]),
    ).toEqual([
      [false, true, null],
      [true, false, null],
    ]);
  });
});

describe('consent.withdraw', () => {
  it('of identity: the account is nobody and acts for nobody from its next call on, and can come back', async () => {
    const phone = await city.demo('guardian');
    const child = await phone.ok('identity.addChild', { body: { ...(await city.person('child')).document, proof: { by: 'registry' } } });
    const { subjects } = await phone.ok('identity.read');
    expect(await Promise.all(subjects.map(({ subjectId }) => acts(phone, subjectId)))).toEqual([200, 200]);
    expect((await withdraw(phone, 'identity')).withdrawnAt).toEqual(expect.any(String));
    expect(await Promise.all(subjects.map(({ subjectId }) => acts(phone, subjectId)))).toEqual([403, 403]);
    expect(await phone.ok('identity.read')).toMatchObject({ verified: false, maskedName: null, subjects: [] });

    const { document, bankCard } = await city.person('guardian');
    const proof = { body: { method: 'bank_card' as const, ...document, bankCard } };
    await phone.refused('consent.required', 'identity.verify', proof);
    await give(phone, 'identity');
    const { subjectId } = await phone.ok('identity.verify', proof);
    expect(subjectId).toBe(subjects[0]?.subjectId);
    expect(await acts(phone, child.subjectId)).toBe(404);
  });

  it('of identity: ends the bindings of the account', async () => {
    const phone = await city.demo('org_code_zero');
    const merchant = (await phone.ok('identity.read')).subjects.find(({ kind }) => kind === 'merchant');
    expect(await acts(phone, merchant?.subjectId ?? '')).toBe(200);
    await withdraw(phone, 'identity');
    const again = await city.demo('org_code_zero');
    await again.ok('identity.read');
    const [ended] = await app.db.query<{ state: string; endedReason: string }>(
      `SELECT state, endedReason FROM merchant_binding WHERE merchantId = ? AND state = 'ended'`,
      [merchant?.subjectId ?? ''],
    );
    expect(ended).toEqual({ state: 'ended', endedReason: '本人撤回了实名信息的同意' });
  });

  it('of children: none is seen any more, oneself still is', async () => {
    const phone = await city.demo('guardian');
    await give(phone, 'child');
    await phone.ok('identity.addChild', { body: { ...(await city.person('child')).document, proof: { by: 'registry' } } });
    const { subjects } = await phone.ok('identity.read');
    await withdraw(phone, 'child');
    expect(await Promise.all(subjects.map(({ subjectId }) => acts(phone, subjectId)))).toEqual([200, 404]);
  });

  it('of the face check: an open check is gone, the bank card serves', async () => {
    const phone = await city.newcomer('lawyer');
    const { document, bankCard } = await city.person('lawyer');
    const { faceCheckId } = await phone.ok('identity.startFace', { body: document });
    await withdraw(phone, 'face');
    await phone.refused('consent.required', 'identity.verify', { body: { method: 'face', faceCheckId } });
    await give(phone, 'face');
    await phone.refused('identity.face_not_passed', 'identity.verify', { body: { method: 'face', faceCheckId } });
    await phone.ok('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });
  });

  it('of the privacy policy: every device is signed out and the account is nobody', async () => {
    const [phone, other] = [await city.demo('penalty_minor'), await city.demo('penalty_minor')];
    const { consentId } = await current(phone, 'privacy');
    expect((await phone.call('consent.withdraw', { params: { consentId } })).status).toBe(200);
    for (const device of [phone, other]) await device.refused('session.revoked', 'session.list');
    const [row] = await app.db.query<{ personId: string | null }>(
      'SELECT personId FROM citizen WHERE id = (SELECT citizenId FROM consent WHERE id = ?)',
      [consentId],
    );
    expect(row?.personId).toBeNull();
  });

  it('happens once, and answers alike for a consent of somebody else and for none', async () => {
    const [mine, stranger] = [await city.newcomer('elder', ['privacy', 'face']), await city.newcomer('repaired', ['face'])];
    const { consentId } = await current(mine, 'face');
    const answers = await Promise.all([1, 2].map(() => mine.call('consent.withdraw', { params: { consentId } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await mine.refused('consent.already_withdrawn', 'consent.withdraw', { params: { consentId } });
    const foreign = (await current(stranger, 'face')).consentId;
    const [a, b] = await Promise.all(
      [foreign, '019ab3c4-0000-7000-8000-000000000000'].map(id =>
        mine.refused('consent.not_found', 'consent.withdraw', { params: { consentId: id } }),
      ),
    );
    expect({ ...a?.problem, requestId: '' }).toEqual({ ...b?.problem, requestId: '' });
    expect((await current(stranger, 'face')).withdrawnAt).toBeNull();
  });
});

describe('the problems of consent', () => {
  it('are all reached above', () => city.expectReached(consentProblems));
});

import { identityProblems } from '../../bff/contract/identity/problems';
import { startTestApp, type TestApp } from '../support/app';
import { type CityPerson, type People, type Phone, peopleOf } from '../support/people';

let app: TestApp;
let city: People;
beforeAll(async () => {
  app = await startTestApp({ background: false });
  city = peopleOf(app);
}, 60_000);
afterAll(() => app.close());

const dayMs = 24 * 3600_000;
const wrongCard = '6222020000000000';
const absent = '019ab3c4-0000-7000-8000-000000000000';

const byCard = ({ document, bankCard }: CityPerson) => ({ body: { method: 'bank_card' as const, ...document, bankCard } });
const byCounter = ({ document }: CityPerson, counterCode: string) => ({
  body: { method: 'counter_code' as const, ...document, counterCode },
});
const byFace = (faceCheckId: string) => ({ body: { method: 'face' as const, faceCheckId } });
const startFace = async (phone: Phone, { document }: CityPerson) =>
  byFace((await phone.ok('identity.startFace', { body: document })).faceCheckId);
/** Signs in on somebody's phone and proves by bank card. */
const verifiedAs = async (key: string): Promise<Phone> => {
  const phone = await city.newcomer(key);
  await phone.ok('identity.verify', byCard(await city.person(key)));
  return phone;
};

describe('identity.verify', () => {
  it('serves the three ways alike: the same account, the same file', async () => {
    const seen = [];
    for (const [key, prove] of [
      ['penalty_minor', async (phone: Phone, person: CityPerson) => startFace(phone, person)],
      ['penalty_general', async (_: Phone, person: CityPerson) => byCard(person)],
      [
        'penalty_serious',
        async (_: Phone, person: CityPerson) => byCounter(person, await city.counterCode('real_name', person.document.idNumber)),
      ],
    ] as const) {
      const [phone, person] = [await city.newcomer(key), await city.person(key)];
      const { subjectId } = await phone.ok('identity.verify', await prove(phone, person));
      const { verified, subjects } = await phone.ok('identity.read');
      const { status } = await phone.call('profile.read', { params: { subjectId } });
      seen.push({ verified, file: status, role: subjects[0]?.role, own: subjects[0]?.subjectId === subjectId });
    }
    expect(seen).toEqual(Array(3).fill({ verified: true, file: 200, role: 'self', own: true }));
  });

  it.each([
    ['hmt_residence', true],
    ['foreign_permanent', true],
    ['passport', false],
    ['hm_permit', false],
    ['tw_permit', false],
    ['rare_name_outside_font', true],
  ])('verifies %s and says whether the number has a check digit', async (key, hasCheckDigit) => {
    const { idNumberHasCheckDigit, maskedIdNumber } = await (await verifiedAs(key)).ok('identity.read');
    const { idNumber } = (await city.person(key)).document;
    expect(idNumberHasCheckDigit).toBe(hasCheckDigit);
    expect(maskedIdNumber).toBe(`${idNumber[0]}${'*'.repeat(idNumber.length - 2)}${idNumber.at(-1)}`);
  });

  it('lets somebody whose face is not recognised go on with the bank card', async () => {
    const [phone, person] = [await city.newcomer('elder'), await city.person('elder')];
    await phone.refused('identity.face_not_passed', 'identity.verify', await startFace(phone, person));
    await phone.ok('identity.verify', byCard(person));
  });

  it('waits while the face check has no result', async () => {
    await app.control('/people/lawyer', { face: 'pending' });
    const phone = await city.newcomer('lawyer');
    const check = await startFace(phone, await city.person('lawyer'));
    const { headers } = await phone.refused('identity.face_pending', 'identity.verify', check);
    expect(headers.get('retry-after')).toBe('3');
  });

  it('answers alike for a face check of another account and for none', async () => {
    const [mine, other] = [await city.newcomer('clean'), await city.newcomer('rural')];
    const check = await startFace(other, await city.person('rural'));
    const [a, b] = [
      await mine.refused('identity.face_not_passed', 'identity.verify', check),
      await mine.refused('identity.face_not_passed', 'identity.verify', byFace(absent)),
    ];
    expect({ ...a.problem, requestId: '' }).toEqual({ ...b.problem, requestId: '' });
  });

  it('asks for the consents first', async () => {
    const person = await city.person('same_name_a');
    const bare = await city.newcomer('same_name_a', ['privacy']);
    await bare.refused('consent.required', 'identity.verify', byCard(person));
    await bare.refused('consent.required', 'identity.startFace', { body: person.document });
    const faceless = await city.newcomer('same_name_b', ['privacy', 'identity']);
    await faceless.refused('consent.required', 'identity.startFace', { body: person.document });
    await faceless.refused('consent.required', 'identity.verify', byFace(absent));
  });

  it('names the wrong place of a number without asking anybody', async () => {
    const [phone, { document, bankCard }] = [await city.newcomer('clean'), await city.person('clean')];
    const last = document.idNumber.endsWith('1') ? '2' : '1';
    const wrong = { ...document, idNumber: document.idNumber.slice(0, 17) + last };
    const { problem } = await phone.refused('identity.document_wrong', 'identity.verify', {
      body: { method: 'bank_card', ...wrong, bankCard },
    });
    expect(problem.errors).toEqual([{ pointer: '/idNumber', detail: '第 18 位对不上' }]);
    expect((await phone.ok('identity.read')).attemptsLeftToday).toBe(5);
  });

  it('refuses what does not match, and a counter code of another purpose, person or name, or used before', async () => {
    const person = await city.person('sections_stale');
    const { idNumber } = person.document;
    const [phone, second] = [await city.newcomer('sections_stale'), await city.newcomer('sections_hang')];
    await phone.refused('identity.not_matched', 'identity.verify', byCard({ ...person, bankCard: wrongCard }));
    const guardianCode = await city.counterCode('guardian', idNumber);
    await phone.refused('identity.counter_code_wrong', 'identity.verify', byCounter(person, guardianCode));
    const code = await city.counterCode('real_name', idNumber);
    const misspelt = { ...person, document: { ...person.document, name: '另一个名字' } };
    await phone.refused('identity.not_matched', 'identity.verify', byCounter(misspelt, code));
    await second.refused('identity.counter_code_wrong', 'identity.verify', byCounter(await city.person('sections_hang'), code));
    await phone.ok('identity.verify', byCounter(person, code));
    await second.refused('identity.counter_code_wrong', 'identity.verify', byCounter(person, code));
  });

  it('allows five failures a Beijing day, also to two phones at once, and starts anew the next day', async () => {
    const [phone, person] = [await city.newcomer('unknown_category'), await city.person('unknown_category')];
    const guesses = await Promise.all(
      Array.from({ length: 8 }, () => phone.call('identity.verify', byCard({ ...person, bankCard: wrongCard }))),
    );
    const codes = guesses.map(({ problem }) => problem.code).sort();
    expect(codes).toEqual([...Array(5).fill('identity.not_matched'), ...Array(3).fill('identity.too_many_attempts')]);
    await phone.refused('identity.too_many_attempts', 'identity.verify', byCard(person));
    expect((await phone.ok('identity.read')).attemptsLeftToday).toBe(0);
    app.clock.advance(dayMs);
    const tomorrow = await city.newcomer('unknown_category');
    await tomorrow.ok('identity.verify', byCard(person));
  });

  it('gives an attempt back that the service did not answer', async () => {
    const [phone, person] = [await city.newcomer('shape_null'), await city.person('shape_null')];
    await app.control('/faults', { endpoint: 'identity.bank_card', kind: 'status' });
    await phone.refused('platform.unavailable', 'identity.verify', byCard(person));
    await app.control('/faults', undefined, 'DELETE');
    expect((await phone.ok('identity.read')).attemptsLeftToday).toBe(5);
  });

  it('verifies while the credit platform is away, and finds the file afterwards', async () => {
    const [phone, person] = [await city.newcomer('shape_long'), await city.person('shape_long')];
    await app.control('/faults', { endpoint: 'credit.person', kind: 'status' });
    const { subjectId } = await phone.ok('identity.verify', byCard(person));
    await app.control('/faults', undefined, 'DELETE');
    expect((await phone.call('profile.read', { params: { subjectId } })).status).toBe(200);
  });

  it('verifies once, of two phones of one account and of two accounts of one person', async () => {
    const person = await city.person('shape_empty');
    const [one, other] = [await city.newcomer('shape_empty'), await city.newcomer('shape_missing')];
    const answers = await Promise.all([one, one, other, other].map(phone => phone.call('identity.verify', byCard(person))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { n } = (
      await app.db.query<{ n: number }>(
        `SELECT COUNT(*) AS n FROM citizen c JOIN subject s ON s.id = c.personId WHERE s.platformRef = (SELECT platformRef FROM subject WHERE id = ?)`,
        [answers.find(({ status }) => status === 200)?.body.subjectId ?? ''],
      )
    )[0] ?? { n: 0 };
    expect(Number(n)).toBe(1);
    const [winner, loser] = (await one.ok('identity.read')).verified ? [one, other] : [other, one];
    await winner.refused('identity.already_verified', 'identity.verify', byCard(person));
    await loser.refused('identity.belongs_to_other', 'identity.verify', byCard(person));
  });

  it('refuses a child of its own, and whoever is not verified to act', async () => {
    const [phone, child] = [await city.newcomer('child'), await city.person('child')];
    await phone.refused('identity.under_age', 'identity.verify', byCard(child));
    await phone.refused('identity.under_age', 'identity.startFace', { body: child.document });
    await phone.refused('identity.required', 'profile.read', { params: { subjectId: absent } });
  });

  it('keeps no number and no name in clear, neither in the database nor in the log', async () => {
    await verifiedAs('same_name_b');
    const { name, idNumber } = (await city.person('same_name_b')).document;
    const tables = ['citizen', 'subject', 'face_check', 'identity_attempt', 'guardianship', 'merchant_binding'];
    const rows = JSON.stringify(await Promise.all(tables.map(table => app.db.query(`SELECT * FROM ${table}`))));
    for (const secret of [name, idNumber]) {
      expect(rows.includes(secret)).toBe(false);
      expect(app.logged().includes(secret)).toBe(false);
    }
  });
});

describe('identity.addChild', () => {
  const child = async (key: string, proof: { by: 'registry' } | { by: 'counter_code'; counterCode: string } = { by: 'registry' }) => ({
    body: { ...(await city.person(key)).document, proof },
  });

  it('adds a child that the register knows, lets the guardian act, and adds it once', async () => {
    const phone = await city.demo('guardian');
    const [added, again] = await Promise.all([
      phone.ok('identity.addChild', await child('child')),
      phone.ok('identity.addChild', await child('child')),
    ]);
    expect(again).toEqual(added);
    expect(added).toMatchObject({ role: 'guardian', kind: 'person', name: '许*禾' });
    expect((await phone.call('profile.read', { params: { subjectId: added.subjectId } })).status).toBe(200);
    await (await city.demo('clean')).refused('subject.not_found', 'profile.read', { params: { subjectId: added.subjectId } });
    await phone.ok('identity.endChild', { params: { subjectId: added.subjectId } });
    await phone.refused('subject.not_found', 'profile.read', { params: { subjectId: added.subjectId } });
    await phone.refused('identity.child_not_found', 'identity.endChild', { params: { subjectId: added.subjectId } });
  });

  it('asks a guardian whom the register does not know for a counter code', async () => {
    const phone = await city.demo('sections_fail');
    await phone.refused('identity.guardian_not_proved', 'identity.addChild', await child('child'));
    const { idNumber } = (await city.person('child')).document;
    await phone.refused(
      'identity.counter_code_wrong',
      'identity.addChild',
      await child('child', { by: 'counter_code', counterCode: '00000000' }),
    );
    const counterCode = await city.counterCode('guardian', idNumber);
    const { subjectId } = await phone.ok('identity.addChild', await child('child', { by: 'counter_code', counterCode }));
    expect((await phone.call('profile.read', { params: { subjectId } })).status).toBe(200);
  });

  it('refuses who is over 14, who is no child by any number, and who has not consented', async () => {
    const phone = await city.demo('penalty_unclassed');
    await phone.refused('identity.child_too_old', 'identity.addChild', await child('clean'));
    const { problem } = await phone.refused('identity.document_wrong', 'identity.addChild', await child('passport'));
    expect(problem.errors?.[0]?.pointer).toBe('/idType');
    const bare = await city.newcomer('penalty_old_regime', ['privacy', 'identity']);
    await bare.ok('identity.verify', byCard(await city.person('penalty_old_regime')));
    await bare.refused('consent.required', 'identity.addChild', await child('child'));
  });

  it('ends with the day before the 14th birthday, at the call itself', async () => {
    const { born } = (await app.control('/people/child_turning_14', undefined, 'GET')) as { born: string };
    // The clock of this file has moved on: back to the day before the birthday, Beijing noon.
    const eve = Date.parse(`${Number(born.slice(0, 4)) + 14}${born.slice(4)}T04:00:00.000Z`) - dayMs;
    app.clock.advance(eve - app.clock.now().getTime());
    const fresh = await city.demo('guardian');
    const { subjectId, until } = await fresh.ok('identity.addChild', await child('child_turning_14'));
    expect(until).toBe(new Date(eve).toISOString().slice(0, 10));
    expect((await fresh.call('profile.read', { params: { subjectId } })).status).toBe(200);
    app.clock.advance(dayMs);
    const later = await city.demo('guardian');
    await later.refused('subject.not_found', 'profile.read', { params: { subjectId } });
    expect((await later.ok('identity.read')).subjects.map(subject => subject.subjectId)).not.toContain(subjectId);
    await later.refused('identity.child_too_old', 'identity.addChild', await child('child_turning_14'));
  });
});

describe('the problems of identity', () => {
  it('are all reached above', () => city.expectReached(identityProblems));
});

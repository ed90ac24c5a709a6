import { setTimeout as pause } from 'node:timers/promises';
import city from '../../bff/cities/qinghe.json';
import { startTestApp, type TestApp } from '../support/app';
import { type Consent, type Phone, peopleOf } from '../support/people';

/** Two phones of one account, or two requests of one phone, at the same moment. */
let app: TestApp;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  app = await startTestApp({ background: false });
  people = peopleOf(app);
}, 60_000);
afterEach(() => app.control('/faults', undefined, 'DELETE'));
afterAll(() => app.close());

const withdraw = async (phone: Phone, kind: Consent) => {
  const { consents } = await phone.ok('consent.list');
  const consentId = consents.find(consent => consent.kind === kind && consent.current)?.consentId ?? '';
  return phone.call('consent.withdraw', { params: { consentId } });
};

/** The register answers late; meanwhile the other phone does something. */
const meanwhile = async <T>(endpoint: string, work: Promise<T>, other: () => Promise<{ status: number }>): Promise<T> => {
  await pause(250);
  expect([endpoint, (await other()).status]).toEqual([endpoint, 200]);
  return work;
};
const late = (endpoint: string) => app.control('/faults', { kind: 'latency', endpoint, amount: 900, times: 1 });

describe('a consent withdrawn while the register is asked', () => {
  it.each([
    ['identity', 'clean'],
    ['privacy', 'elder'],
  ] as const)('%s: no account is tied to a person afterwards', async (kind, key) => {
    const phone = await people.newcomer(key);
    const { document, bankCard } = await people.person(key);
    await late('identity');
    const verifying = phone.call('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });
    const answer = await meanwhile('identity', verifying, () => withdraw(phone, kind));
    expect(answer.problem.code).toBe('consent.required');
    expect(await app.db.query('SELECT id FROM citizen WHERE personId IS NOT NULL')).toEqual([]);
  });

  it.each(['child', 'identity'] as const)('%s: no child is added afterwards', async kind => {
    const phone = await people.demo('guardian');
    const { document } = await people.person('child');
    await late('identity');
    const adding = phone.call('identity.addChild', { body: { ...document, proof: { by: 'registry' } } });
    const answer = await meanwhile('identity', adding, () => withdraw(phone, kind));
    expect(answer.problem.code).toBe('consent.required');
    expect(await app.db.query('SELECT id FROM guardianship WHERE liveKey IS NOT NULL')).toEqual([]);
    if (kind === 'child') {
      const { version } = await phone.ok('consent.readWording', { params: { kind } });
      await phone.ok('consent.give', { body: { kind, version } });
    }
  });

  it.each([
    ['face', 'rural'],
    ['identity', 'repaired'],
  ] as const)('%s: no face check is open afterwards', async (kind, key) => {
    const phone = await people.newcomer(key);
    const { document } = await people.person(key);
    await late('identity');
    const starting = phone.call('identity.startFace', { body: document });
    const answer = await meanwhile('identity', starting, () => withdraw(phone, kind));
    expect(answer.problem.code).toBe('consent.required');
    expect(await app.db.query('SELECT id FROM face_check')).toEqual([]);
  });

  it('no merchant is bound afterwards', async () => {
    const phone = await people.demo('passport');
    const orgCode = (await people.person('shop_owner')).orgCodes[0] ?? '';
    await late('credit');
    const binding = phone.call('merchant.bind', { body: { orgCode, role: 'agent' } });
    const answer = await meanwhile('credit', binding, () => withdraw(phone, 'identity'));
    expect(answer.problem.code).toBe('consent.required');
    expect(await app.db.query(`SELECT id FROM merchant_binding WHERE role = 'agent' AND liveKey IS NOT NULL`)).toEqual([]);
  });
});

describe('many requests at once', () => {
  it('ask for no more reports than a day has', async () => {
    const phone = await people.demo('clean');
    const subjectId = (await phone.ok('identity.read')).subjects[0]?.subjectId ?? '';
    const body = {
      variant: 'full' as const,
      purpose: 'tender',
      recipient: null,
      periodFrom: null,
      periodTo: null,
      domains: [],
      allowNumbers: false,
    };
    const answers: number[] = [];
    for (let round = 0; round * 12 < city.report.perDay + 24; round++)
      answers.push(
        ...(await Promise.all(Array.from({ length: 12 }, () => phone.call('report.request', { params: { subjectId }, body })))).map(
          ({ status }) => status,
        ),
      );
    expect(answers.filter(status => status === 200)).toHaveLength(city.report.perDay);
    expect(answers.filter(status => status >= 500 && status !== 503)).toEqual([]);
    const [row] = await app.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM report WHERE subjectId = ?', [subjectId]);
    expect(Number(row?.n)).toBe(city.report.perDay);
  });

  it('sign in with one SMS code once', async () => {
    const { phone } = await people.person('rural');
    await app.api('session.sendSmsCode', { body: { phone } });
    const code = await people.smsCode(phone);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.api('session.signInSms', { body: { phone, code, device: '手机' } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('guess at a bank card no more often than a day allows', async () => {
    const phone = await people.newcomer('lawyer');
    const { document } = await people.person('lawyer');
    const body = { method: 'bank_card' as const, ...document, bankCard: '6222000000000000000' };
    const codes = (await Promise.all(Array.from({ length: 12 }, () => phone.call('identity.verify', { body })))).map(
      ({ problem }) => problem.code,
    );
    expect(codes.filter(code => code === 'identity.not_matched')).toHaveLength(5);
  });
});

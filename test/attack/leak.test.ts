import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app';
import { digestsOf, findLeaks, makeNeedles, type Needles, percentEncoded } from '../support/find-leaks';
import { peopleOf } from '../support/people';

/**
 * Journeys of the main job with right and wrong input; afterwards every place that outlives a request is searched for every
 * seeded ID number and phone: in clear, base64, URL-encoded, unkeyed SHA-256 and SM3.
 */
jest.setTimeout(180_000);

let app: TestApp;
let needles: Needles;
let example: { id: string; phone: string };
const urls: string[] = [];
const errors: string[] = [];
const metadata: string[] = [];

beforeAll(async () => {
  subscribe('undici:request:create', message => {
    const { request } = message as { request: { origin: string; path: string } };
    urls.push(`${request.origin}${request.path}`);
  });
  app = await startTestApp();
  const { people } = (await app.control('/people', undefined, 'GET')) as { people: { document: { zjhm: string }; phone: string }[] };
  needles = makeNeedles(people.flatMap(({ document, phone }) => [document.zjhm, phone]));
  example = { id: people[0]?.document.zjhm ?? '', phone: people[0]?.phone ?? '' };
  await journeys();
});
afterAll(() => app.close());

const journeys = async () => {
  const people = peopleOf(app);
  const keep = (answer: { status: number; bytes: Buffer }) => {
    if (answer.status >= 400) errors.push(answer.bytes.toString('utf8'));
  };

  const clean = await people.person('clean');
  await app.api('session.sendSmsCode', { body: { phone: clean.phone } });
  keep(await app.api('session.signInSms', { body: { phone: clean.phone, code: '000000', device: '手机' } }));
  const code = await people.smsCode(clean.phone);
  const { body } = await app.api('session.signInSms', { body: { phone: clean.phone, code, device: '手机' } });
  const own = people.phoneOf(body.accessToken);
  for (const kind of ['privacy', 'identity', 'face', 'child'] as const) {
    const { version } = await own.ok('consent.readWording', { params: { kind } });
    await own.ok('consent.give', { body: { kind, version } });
  }
  const { document, bankCard } = clean;
  const wrong = `${document.idNumber.slice(0, -1)}${document.idNumber.endsWith('1') ? '2' : '1'}`;
  keep(await own.call('identity.verify', { body: { method: 'bank_card', ...document, idNumber: wrong, bankCard } }));
  keep(await own.call('identity.verify', { body: { method: 'counter_code', ...document, counterCode: '00000000' } }));
  await own.ok('identity.startFace', { body: document });
  const { subjectId } = await own.ok('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });

  // Refusals of requests that carry numbers where none belong.
  for (const [path, sent] of [
    ['/api/sessions/sms', `{"phone":"${clean.phone}","code":`],
    ['/api/sms-codes', JSON.stringify({ phone: document.idNumber })],
    ['/api/sessions/demo', JSON.stringify({ person: document.idNumber, device: clean.phone })],
    ['/api/help-messages', JSON.stringify({ kind: document.idNumber, text: clean.phone, page: document.idNumber })],
  ] as const) {
    const reply = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${own.token}`, 'idempotency-key': document.idNumber },
      body: sent,
    });
    if (reply.status >= 400) errors.push(await reply.text());
  }

  const guardian = await people.demo('guardian');
  const child = await people.person('child');
  keep(await guardian.call('identity.addChild', { body: { ...child.document, proof: { by: 'registry' } } }));

  for (const key of ['clean', 'penalty_general', 'records_400', 'passport', 'roles_three', 'shop_owner', 'serious_list_boss']) {
    const phone = key === 'clean' ? own : await people.demo(key);
    const { subjects } = await phone.ok('identity.read');
    for (const subject of subjects) {
      const params = { subjectId: subject.subjectId };
      const file = await phone.ok('profile.read', { params });
      for (const { sectionId, total } of file.sections.filter(section => (section.total ?? 0) > 0)) {
        const page = await phone.call('profile.readSection', { params: { ...params, sectionId } });
        keep(page);
        const first = total && page.status === 200 ? page.body.items[0] : undefined;
        if (first) keep(await phone.call('profile.readRecord', { params: { ...params, sectionId, recordId: first.recordId } }));
      }
      await phone.ok('profile.checkSelf', { params });
      await phone.ok('ledger.list', { params });
    }
    keep(await phone.call('merchant.bind', { body: { orgCode: '91110000000000000X', role: 'agent' } }));
  }

  const wish = {
    variant: 'full' as const,
    purpose: 'tender',
    recipient: null,
    periodFrom: null,
    periodTo: null,
    domains: [],
    allowNumbers: true,
  };
  const { reportId } = await own.ok('report.request', { params: { subjectId }, body: wish });
  for (let tries = 0; tries < 400 && (await own.ok('report.read', { params: { subjectId, reportId } })).state === 'making'; tries++)
    await pause(50);
  const { bytes, status } = await own.call('report.download', { params: { subjectId, reportId } });
  expect(status).toBe(200);
  // Without the drawing, and without the table of offsets: zeros and digits of no person.
  metadata.push(
    bytes
      .toString('latin1')
      .replaceAll(/stream[\s\S]*?endstream/g, '')
      .replaceAll(/^\d{10} \d{5} [nf]\s*$/gm, ''),
  );
  await own.ok('help.send', { body: { kind: 'help', text: '页面上的字太小，看不清楚', page: '档案' } });
  keep(await own.call('report.read', { params: { subjectId: reportId, reportId } }));
  await pause(500);
};

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map(name => join(dir, String(name)))
    .filter(path => existsSync(path) && statSync(path).isFile());

const rowsOfAllTables = async (): Promise<string> => {
  const schema = readFileSync(join(__dirname, '../../prisma/schema.prisma'), 'utf8');
  const tables = [...schema.matchAll(/@@map\("(\w+)"\)/g)].map(match => match[1]);
  const rows = await Promise.all(tables.map(table => app.db.query(`SELECT * FROM ${table}`)));
  return rows.map(table => JSON.stringify(table)).join('\n');
};

/** Every place that outlives a request, by name. */
const places = async (): Promise<Record<string, string>> => ({
  log: app.logged(),
  urls: urls.join('\n'),
  errors: errors.join('\n'),
  rows: await rowsOfAllTables(),
  metadata: metadata.join('\n'),
  files: filesOf(app.config.dataDir)
    .map(path => readFileSync(path, 'latin1'))
    .join('\n'),
});

describe('personal numbers', () => {
  it('finds no seeded number anywhere it should not be', async () => {
    const found = await places();
    for (const [place, least] of Object.entries({ log: 5000, urls: 1000, errors: 500, rows: 20_000, metadata: 200 }))
      expect(found[place]?.length).toBeGreaterThan(least);
    const leaks = Object.entries(found).flatMap(([place, text]) => findLeaks(text, needles).map(hit => `${place} ${hit}`));
    expect(leaks).toEqual([]);
  });

  it('finds a planted leak in every form and place', async () => {
    const found = await places();
    const forms = (value: string) => [
      value,
      percentEncoded(value),
      Buffer.from(value).toString('base64'),
      Buffer.from(`ab ${value}`).toString('base64url'),
      ...digestsOf(value),
    ];
    for (const value of [example.id, example.phone])
      for (const form of forms(value))
        expect({ form, hits: findLeaks(`…"x":"${form}",…`, needles).length > 0 }).toEqual({ form, hits: true });
    const name = '郑大寒';
    const escaped = [...name].map(char => `\\u${char.charCodeAt(0).toString(16)}`).join('');
    for (const form of [...forms(name), escaped, encodeURIComponent(name)])
      expect({ form, hits: findLeaks(`…"x":"${form}",…`, makeNeedles([], [name])).length > 0 }).toEqual({ form, hits: true });
    for (const [place, text] of Object.entries(found)) {
      const planted = `${text.slice(0, 50_000)} ${example.id} ${text.slice(50_000, 100_000)}`;
      expect({ place, hits: findLeaks(planted, needles).length }).toEqual({ place, hits: expect.any(Number) });
      expect(findLeaks(planted, needles).length).toBeGreaterThan(0);
    }
  });
});

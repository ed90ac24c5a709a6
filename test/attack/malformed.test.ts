import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { problems } from '../../bff/contract/problems';
import { routes } from '../../bff/contract/routes';
import type { RouteName } from '../../bff/contract/types';
import { startTestApp, type TestApp } from '../support/app';
import { type Phone, peopleOf } from '../support/people';
import { type Shot, shotsAt } from './malformed';

/** `ATTACK_SHOTS` fires all of them however long it takes (`npm run attack`), `ATTACK_SEED` repeats a run; else it stops after 45 s. */
const total = Number(process.env.ATTACK_SHOTS ?? 20_000);
const budgetMs = process.env.ATTACK_SHOTS ? Number.POSITIVE_INFINITY : 45_000;
const seed = Number(process.env.ATTACK_SEED ?? Date.now() % 2 ** 31);
const atOnce = 20;

const names = Object.keys(routes) as RouteName[];
/** What the guard says about a request that did not fit its schema. */
const beforeSchema = new Set([
  'request.invalid',
  'request.not_json',
  'request.too_large',
  'request.media_type',
  'request.not_found',
  'request.method_not_allowed',
]);
const refusedOutside = new Set(['server.busy', 'server.rate_limited', 'session.required', 'session.expired', 'session.revoked']);
const leak = /\bat .+:\d+:\d+|node_modules|\.ts:\d|SELECT |INSERT |prisma|sqlite|TypeError|ZodError|stack/i;

let app: TestApp;
let phones: Phone[];
let own: Record<string, string>;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  app = await startTestApp({ env: { LOG_LEVEL: 'error' } });
  const people = peopleOf(app);
  phones = await Promise.all(['clean', 'elder', 'guardian'].map(key => people.demo(key)));
  const first = phones[0] as Phone;
  const subjectId = (await first.ok('identity.read')).subjects[0]?.subjectId ?? '';
  own = { subjectId };
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await app.close();
});

const fire = (shot: Shot, token: string): Promise<{ status: number; text: string; type: string }> =>
  new Promise((done, failed) => {
    const sending = request(
      `${app.url}${shot.path}`,
      {
        agent,
        method: shot.method,
        headers: {
          ...shot.headers,
          authorization: `Bearer ${token}`,
          ...(shot.body === null ? {} : { 'content-length': Buffer.byteLength(shot.body) }),
        },
      },
      reply => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          done({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), type: reply.headers['content-type'] ?? '' }),
        );
        reply.on('error', failed);
      },
    );
    sending.on('error', failed);
    sending.end(shot.body ?? undefined);
  });

describe('malformed requests', () => {
  it('nested deeper than the stack are told so', async () => {
    const subjectId = own.subjectId ?? '';
    const deep = `${'['.repeat(14_000)}${']'.repeat(14_000)}`;
    const body = `{"form":"registration","title":"深","revision":0,"device":"手机","content":{"a":${deep}},"attachmentIds":[]}`;
    const { status, text } = await fire(
      {
        name: 'draft.write',
        method: 'PUT',
        path: `/api/subjects/${subjectId}/drafts/0190a000-0000-7000-8000-000000000001`,
        headers: { 'content-type': 'application/json' },
        body,
      },
      (phones[0] as Phone).token,
    );
    expect([status, JSON.parse(text).code, JSON.parse(text).detail]).toEqual([400, 'request.not_json', '内容一层套一层，层数太多']);
  });

  it(`of a signed-in citizen never break an operation (${total} shots, seed ${seed})`, async () => {
    // These end the session they are sent with.
    const ending: RouteName[] = ['session.revokeAll'];
    const shots = names
      .filter(name => !ending.includes(name))
      .map(name => fc.sample(shotsAt(name, own), { numRuns: Math.ceil(total / (names.length - ending.length)), seed }));
    // Every operation in turn, so that a run cut short reached all of them alike.
    const inTurn = Array.from({ length: shots[0]?.length ?? 0 }, (_, n) => shots.flatMap(ofOne => ofOne.slice(n, n + 1))).flat();
    const startedMs = performance.now();
    const histogram = new Map<number, number>();
    const reached = new Set<RouteName>();
    const faults: string[] = [];
    let past = 0;
    let hungUp = 0;
    let next = 0;
    let fired = 0;

    const judge = (shot: Shot, { status, text, type }: Awaited<ReturnType<typeof fire>>): void => {
      histogram.set(status, (histogram.get(status) ?? 0) + 1);
      const code = type.includes('problem') ? (JSON.parse(text) as { code: string }).code : null;
      if (!refusedOutside.has(code ?? '')) reached.add(shot.name);
      if (!beforeSchema.has(code ?? '') && !refusedOutside.has(code ?? '')) past += 1;
      const known = code === null ? status === 200 : code in problems && problems[code as keyof typeof problems][0] === status;
      if (!known || (status >= 500 && status !== 503) || (status >= 400 && leak.test(text)))
        faults.push(`${status} ${code} ${JSON.stringify(shot).slice(0, 400)}`);
    };
    const shooter = async (token: string): Promise<void> => {
      for (let shot = inTurn[next++]; shot && performance.now() - startedMs < budgetMs; shot = inTurn[next++]) {
        fired += 1;
        const answer = await fire(shot, token).catch(() => null);
        if (answer) judge(shot, answer);
        else hungUp += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, (_, n) => shooter((phones[n % phones.length] as Phone).token)));
    const seconds = (performance.now() - startedMs) / 1000;

    const lines = [...histogram].sort(([a], [b]) => a - b).map(([status, count]) => `${status} ${count}`);
    process.stdout.write(
      `attack: ${fired} shots in ${seconds.toFixed(0)} s, past the schema ${((past * 100) / fired).toFixed(0)} %, hung up ${hungUp}, by status: ${lines.join(', ')}\n`,
    );
    expect(faults.slice(0, 10)).toEqual([]);
    expect(fired).toBeGreaterThanOrEqual(Number.isFinite(budgetMs) ? names.length * 5 : total);
    expect(names.filter(name => !reached.has(name))).toEqual(ending);
    expect(past / fired).toBeGreaterThanOrEqual(0.3);
    // Only a body refused before it was read ends a connection early.
    expect(hungUp / fired).toBeLessThan(0.02);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await (phones[0] as Phone).ok('identity.read')).verified).toBe(true);
  }, 3600_000);
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../../bff/lib/problem';
import { type HttpClient, makeHttpClient } from '../../bff/platform/http-client';
import { UpstreamFailure } from '../../bff/platform/upstream-failure';

type Handle = (req: IncomingMessage, res: ServerResponse, seen: number) => void;

let handle: Handle = (_req, res) => res.end('{}');
let seen: string[] = [];
let server: Server;
let client: HttpClient;

const kindOf = async (work: Promise<unknown>): Promise<string> => {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem) || !(problem.more.cause instanceof UpstreamFailure))
    throw new Error('no upstream failure', { cause: problem });
  expect(problem.code).toBe('platform.unavailable');
  expect(problem.more.retryAfterSec).toBeGreaterThan(0);
  return problem.more.cause.kind;
};

beforeEach(async () => {
  seen = [];
  server = createServer((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    req.resume();
    handle(req, res, seen.length);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  client = makeHttpClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`,
    signing: null,
    timeoutMs: 300,
    maxBodyBytes: 1000,
  });
});
afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

describe('platform.httpClient', () => {
  it('sends below the base address and gives back the bytes', async () => {
    handle = (_req, res) => res.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"none"}');
    const reply = await client.send({ method: 'GET', path: '/x?y=1', endpoint: 'x' });
    expect(seen).toEqual(['GET /base/x?y=1']);
    expect([reply.status, Buffer.from(reply.bytes).toString()]).toEqual([404, '{"code":"none"}']);
  });

  it('gives up at its own deadline and at the caller’s', async () => {
    handle = () => undefined;
    expect(await kindOf(client.send({ method: 'GET', path: '/', endpoint: 'x' }))).toBe('timeout');
    expect(await kindOf(client.send({ method: 'GET', path: '/', endpoint: 'x', signal: AbortSignal.timeout(50) }))).toBe('timeout');
  });

  it('does not blame the upstream for a caller who left', async () => {
    handle = () => undefined;
    const caller = new AbortController();
    const sending = client.send({ method: 'GET', path: '/', endpoint: 'x', signal: caller.signal });
    caller.abort();
    expect(await kindOf(sending)).toBe('abandoned');
  });

  it('refuses a body over the limit', async () => {
    handle = (_req, res) => res.end('x'.repeat(5000));
    expect(await kindOf(client.send({ method: 'GET', path: '/', endpoint: 'x' }))).toBe('too_large');
  });

  it('tries a GET on a lost connection once more, a POST never', async () => {
    handle = (req, res, nth) => (nth === 1 ? req.socket.destroy() : res.end('{}'));
    expect((await client.send({ method: 'GET', path: '/', endpoint: 'x' })).status).toBe(200);
    expect(seen).toHaveLength(2);
    seen = [];
    expect(await kindOf(client.send({ method: 'POST', path: '/', body: {}, endpoint: 'x' }))).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });

  it('does not repeat a GET that carries a one-use code', async () => {
    handle = req => req.socket.destroy();
    expect(await kindOf(client.send({ method: 'GET', path: '/', endpoint: 'x', once: true }))).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });

  it('stops retrying when the budget is spent', async () => {
    handle = req => req.socket.destroy();
    for (let i = 0; i < 20; i += 1) await kindOf(client.send({ method: 'GET', path: '/', endpoint: `x${i}` }));
    expect(seen.length).toBeLessThan(20 + 14);
    expect(seen.length).toBeGreaterThan(20);
  });

  it('rests a failing endpoint and leaves the others alone', async () => {
    handle = (req, res) => (req.url?.endsWith('/bad') ? res.writeHead(500).end() : res.end('{}'));
    const kinds: string[] = [];
    for (let i = 0; i < 12; i += 1) kinds.push(await kindOf(client.send({ method: 'GET', path: '/bad', endpoint: 'bad' })));
    expect(kinds[0]).toBe('fault');
    expect(kinds.at(-1)).toBe('resting');
    expect((await client.send({ method: 'GET', path: '/good', endpoint: 'good' })).status).toBe(200);
  });

  it('does not rest an endpoint for everybody because of one file, and rests it when many fail', async () => {
    handle = (req, res) => (req.url?.endsWith('/well') ? res.end('{}') : res.writeHead(500).end());
    const fail = (about: string) => kindOf(client.send({ method: 'GET', path: `/${about}`, endpoint: 'section', about }));
    for (let i = 0; i < 20; i += 1) expect(await fail('broken')).toBe('fault');
    expect((await client.send({ method: 'GET', path: '/well', endpoint: 'section', about: 'well' })).status).toBe(200);
    for (let i = 0; i < 8; i += 1) await fail(`file${i}`);
    expect(await fail('broken')).toBe('resting');
    expect(await fail('another')).toBe('resting');
  });

  it('never quotes what was sent', async () => {
    handle = req => req.socket.destroy();
    const problem = (await client
      .send({ method: 'POST', path: '/', body: { idNumber: '110101199001011234' }, endpoint: 'x' })
      .catch(error => error)) as Problem;
    expect(JSON.stringify([problem.message, problem.more.detail, String(problem.more.cause)])).not.toContain('1101');
  });
});

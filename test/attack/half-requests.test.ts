import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { bodiesPerAddress, makeAdmission } from '../../bff/http/admission';
import { standardLimits } from '../../bff/http/limits';
import { startTestApp, type TestApp } from '../support/app';
import { type Phone, peopleOf } from '../support/people';

/** Requests that announce a body and do not send it. */
let app: TestApp;
let phone: Phone;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  app = await startTestApp();
  people = peopleOf(app);
  phone = await people.demo('clean');
}, 60_000);
afterAll(() => app.close());

/** The head of a request and the first byte of its body. */
const begin = (method: string, path: string, lengthBytes: number, headers: Record<string, string> = {}): Socket => {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  const sent = { Host: 'x', 'Content-Type': 'application/json', 'Content-Length': String(lengthBytes), ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n{`);
  return socket;
};

/** More than there are places in any class. */
const many = 8 + Math.max(...Object.values(standardLimits).map(({ inFlight }) => inFlight));

const whileHalf = async <T>(path: string, headers: Record<string, string>, ask: () => Promise<T>): Promise<T> => {
  const sockets = Array.from({ length: many }, () => begin('POST', path, 60, headers));
  await pause(300);
  const answer = await ask();
  for (const socket of sockets) socket.destroy();
  return answer;
};

const aCode = 'a'.repeat(22);
const own = (): Record<string, string> => ({ Authorization: `Bearer ${phone.token}`, 'Idempotency-Key': 'half-request' });

describe('half requests', () => {
  it('to the callbacks keep no citizen from writing', async () => {
    const ask = () => phone.call('help.send', { body: { kind: 'help', text: '字太小，看不清楚', page: null } });
    expect((await whileHalf('/callbacks/credit', {}, ask)).status).toBe(200);
  });

  it('of one account keep no other from writing', async () => {
    const ask = () => phone.call('help.send', { body: { kind: 'help', text: '字太小，看不清楚', page: null } });
    expect((await whileHalf('/api/help-messages', own(), ask)).status).toBe(200);
  });

  it('keep nobody from signing in', async () => {
    const ask = () => people.call('session.sendSmsCode', { body: { phone: '13900001111' } });
    expect((await whileHalf('/api/sessions/sms', {}, ask)).status).toBe(200);
  });

  it('keep nobody from comparing a report', async () => {
    const ask = () => people.call('report.verify', { params: { verifyCode: aCode } });
    expect((await whileHalf(`/api/verify/${aCode}/numbers`, {}, ask)).problem.code).toBe('verify.unknown');
  });

  it('that are finished after a sign-out do nothing', async () => {
    const { token } = await people.demo('clean');
    const text = JSON.stringify({ kind: 'help', text: '退出以后才发完的一段话', page: null });
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': 'half-signed-out', Connection: 'close' };
    const socket = begin('POST', '/api/help-messages', Buffer.byteLength(text), headers);
    let answer = '';
    socket.on('data', chunk => {
      answer += String(chunk);
    });
    await pause(200);
    expect((await app.api('session.revokeAll', {}, { token })).status).toBe(200);
    socket.write(text.slice(1));
    for (let tries = 0; !answer.includes('\r\n\r\n') && tries < 100; tries++) await pause(20);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('session.revoked');
  });

  it('are so many from one address and no more, until they end', async () => {
    const admission = makeAdmission(standardLimits);
    let end: () => void = () => undefined;
    const half = new Promise<void>(done => {
      end = done;
    });
    const halves = Array.from({ length: bodiesPerAddress }, () => admission.receive('10.0.0.1', () => half));
    await expect(admission.receive('10.0.0.1', async () => 'whole')).rejects.toMatchObject({ code: 'server.busy' });
    expect(await admission.receive('10.0.0.2', async () => 'whole')).toBe('whole');
    end();
    await Promise.all(halves);
    expect(await admission.receive('10.0.0.1', async () => 'whole')).toBe('whole');
    await expect(admission.receive('10.0.0.1', () => Promise.reject(new Error('hung up')))).rejects.toThrow('hung up');
  });

  it('a body nested deeper than anything we take is refused, and harms nobody', async () => {
    const again = await people.demo('clean');
    const deep = 20_000;
    const reply = await fetch(`${app.url}/api/help-messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${again.token}`, 'idempotency-key': 'nested-deep' },
      body: `{"kind":"help","text":"\\u5b57太小了看不清","page":null,"more":${'['.repeat(deep)}${']'.repeat(deep)}}`,
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code: 'request.not_json' });
  });
});

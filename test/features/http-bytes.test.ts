import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import { bodiesPerAddress, makeAdmission } from '../../bff/http/admission';
import { standardLimits } from '../../bff/http/limits';
import { aliceSubject, type GuardedApp, startGuarded } from '../support/guarded-app';

const attachmentId = '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071';
const path = `/api/subjects/${aliceSubject.subjectId}/attachments/${attachmentId}/content?from=7`;
const shown = {
  attachmentId,
  name: '合同.pdf',
  sizeBytes: 10,
  receivedBytes: 10,
  state: 'sending' as const,
  reason: null,
  contentType: null,
  sentDigest: null,
  keptDigest: null,
  createdAt: '2026-11-23T02:00:00.000Z',
};
let guarded: GuardedApp;
let heard: { from: number; bytes: Buffer }[] = [];

beforeAll(async () => {
  guarded = await startGuarded({
    'attachment.append': async ({ query, body }) => {
      heard.push({ from: query.from, bytes: Buffer.from(body) });
      return shown;
    },
  });
});
beforeEach(() => {
  heard = [];
});
afterAll(() => guarded.close());

const put = async (bytes: Uint8Array<ArrayBuffer>, { to = path, bearer = 'alice', type = 'application/octet-stream' } = {}) => {
  const reply = await fetch(guarded.url + to, {
    method: 'PUT',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': type },
    body: bytes,
  });
  return { status: reply.status, json: (await reply.json()) as { code?: string } };
};

describe('a body of bytes', () => {
  it('arrives as it was sent, whatever is in it', async () => {
    const bytes = new Uint8Array(attachmentLimits.chunkBytes).map((_, n) => n % 256);
    expect((await put(bytes)).status).toBe(200);
    expect(heard).toEqual([{ from: 7, bytes: Buffer.from(bytes) }]);
    expect((await put(new TextEncoder().encode('{"broken'))).status).toBe(200);
  });

  it('is refused beyond a chunk, as another kind of content, without a place, or of a stranger, before the handler hears of it', async () => {
    const bytes = new Uint8Array(10);
    const codes = [
      await put(new Uint8Array(attachmentLimits.chunkBytes + 1)),
      await put(bytes, { type: 'application/json' }),
      await put(bytes, { type: 'multipart/form-data; boundary=x' }),
      await put(bytes, { to: path.replace('?from=7', '') }),
      await put(bytes, { to: path.replace('from=7', 'from=-1') }),
      await put(bytes, { bearer: 'nobody' }),
      await put(bytes, { to: path.replace(aliceSubject.subjectId, attachmentId) }),
    ].map(({ json }) => json.code);
    expect(codes).toEqual([
      'request.too_large',
      'request.media_type',
      'request.media_type',
      'request.invalid',
      'request.invalid',
      'session.expired',
      'subject.not_found',
    ]);
    expect(heard).toEqual([]);
  });

  it('that breaks off reaches no handler', async () => {
    const { hostname, port } = new URL(guarded.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf`,
    );
    await pause(150);
    socket.destroy();
    await pause(150);
    expect(heard).toEqual([]);
    expect((await put(new Uint8Array(1))).status).toBe(200);
  });
});

describe('admission.receive', () => {
  it('counts a large body as several, so that one address holds no more memory with them', async () => {
    const admission = makeAdmission(standardLimits);
    const never = new Promise<never>(() => undefined);
    const most = Math.floor((bodiesPerAddress * 64 * 1024) / attachmentLimits.chunkBytes);
    for (let n = 0; n < most; n += 1) void admission.receive('a', () => never, attachmentLimits.chunkBytes);
    await expect(admission.receive('a', async () => 1, attachmentLimits.chunkBytes)).rejects.toMatchObject({ code: 'server.busy' });
    expect(await admission.receive('b', async () => 1, attachmentLimits.chunkBytes)).toBe(1);
  });

  it('gives back what a large body held', async () => {
    const admission = makeAdmission(standardLimits);
    for (let n = 0; n < 1000; n += 1) await admission.receive('a', async () => 1, attachmentLimits.chunkBytes);
    expect(await admission.receive('a', async () => 2)).toBe(2);
  });
});

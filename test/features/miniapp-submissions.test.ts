import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PickedFile } from '../../miniapp/src/shared/platform-files';
import { findLeaks, makeNeedles } from '../support/find-leaks';
import { json, type Phone, startPhone } from '../support/phone';

/** The phone's side of a submission, against a small server that keeps drafts and attachments as the contract says. */
let phone: Phone;
/** Answers before the server does; true when it did. */
let before: (request: IncomingMessage, reply: ServerResponse, body: unknown) => boolean;

jest.mock('@tarojs/taro', () => ({
  __esModule: true,
  get default() {
    return phone.taro.default;
  },
}));

const subjectId = '01900000-0000-7000-8000-000000000001';
const kind = { kind: 'license', version: '1' } as const;

interface Kept {
  readonly name: string;
  readonly sizeBytes: number;
  readonly announced: string | null;
  bytes: Buffer;
  state: string;
}
let drafts: Map<string, { revision: number; device: string; content: object }>;
let attachments: Map<string, Kept>;
let begun: Map<string, string>;
let submitted: Map<string, unknown>;
/** Sessions of whoever is signed in. */
let ownSessions: Set<string>;

const draftOf = (draftId: string) => {
  const draft = drafts.get(draftId);
  return { draftId, form: 'registration', title: '', changedAt: '2026-11-20T02:00:00.000Z', goneAfter: '2026-12-20', ...draft };
};
const attachmentOf = (attachmentId: string) => {
  const { name, sizeBytes, bytes, state } = attachments.get(attachmentId) as Kept;
  return { attachmentId, name, sizeBytes, receivedBytes: bytes.length, state, reason: null };
};
const refuse = (reply: ServerResponse, status: number, code: string) => json(reply, status, { status, code, title: code });

const draftsAnswer = (request: IncomingMessage, reply: ServerResponse, draftId: string, body: unknown) => {
  const kept = drafts.get(draftId);
  if (request.method === 'DELETE') return drafts.delete(draftId) && json(reply, 200, { ok: true });
  if (request.method === 'GET') return kept ? json(reply, 200, draftOf(draftId)) : refuse(reply, 404, 'draft.not_found');
  const { revision, device, content } = body as { revision: number; device: string; content: object };
  if ((kept?.revision ?? 0) !== revision) return refuse(reply, 409, 'draft.changed_elsewhere');
  drafts.set(draftId, { revision: revision + 1, device, content });
  return json(reply, 200, draftOf(draftId));
};

const attachmentsAnswer = (request: IncomingMessage, reply: ServerResponse, [, id = '', act]: RegExpExecArray, body: unknown) => {
  const kept = attachments.get(id);
  if (!kept) return refuse(reply, 404, 'attachment.not_found');
  if (act === 'content') {
    const from = Number(new URL(`http://x${request.url}`).searchParams.get('from'));
    if (from !== kept.bytes.length) return refuse(reply, 409, 'attachment.other_place');
    kept.bytes = Buffer.concat([kept.bytes, body as Buffer]);
  }
  if (act === 'end') kept.state = 'clean';
  return json(reply, 200, attachmentOf(id));
};

const serve = (request: IncomingMessage, reply: ServerResponse, body: unknown) => {
  if (before(request, reply, body)) return;
  const path = (request.url ?? '').split('?')[0] ?? '';
  const session = /sessions\/(.+)\/phone-key$/.exec(path)?.[1];
  if (session) return ownSessions.has(session) ? json(reply, 200, { phoneKey: keyOf(session) }) : refuse(reply, 404, 'session.not_found');
  const draft = /drafts\/(.+)$/.exec(path);
  if (draft) return draftsAnswer(request, reply, draft[1] as string, body);
  const attachment = /attachments\/([^/]+)(?:\/(\w+))?$/.exec(path);
  if (attachment) return attachmentsAnswer(request, reply, attachment, body);
  const key = String(request.headers['idempotency-key']);
  if (path.endsWith('/attachments')) {
    const { name, sizeBytes, sentDigest } = body as { name: string; sizeBytes: number; sentDigest: string | null };
    const id = begun.get(key) ?? `a${begun.size}`;
    if (!begun.has(key)) attachments.set(id, { name, sizeBytes, announced: sentDigest, bytes: Buffer.alloc(0), state: 'sending' });
    begun.set(key, id);
    return json(reply, 200, { ...attachmentOf(id), receivedBytes: 0 });
  }
  submitted.set(key, body);
  return json(reply, 200, { entryId: `entry of ${key}` });
};

const keyOf = (sessionId: string): string => createHash('sha256').update(sessionId).digest('hex');
/** The phone's own modules, fresh as after a launch; its storage stays. */
const launch = async (sessionId = 'session-1') => {
  jest.resetModules();
  process.env.TARO_ENV = 'weapp';
  const session = await import('../../miniapp/src/shared/session');
  const uploads = await import('../../miniapp/src/shared/uploads');
  const forms = await import('../../miniapp/src/registration/forms');
  const starts = await import('../../miniapp/src/registration/start-form');
  const submissions = await import('../../miniapp/src/registration/submissions');
  const enter = (sessionId: string) =>
    session.beginSession({
      accessToken: 'a',
      expiresInSec: 900,
      renewalToken: 'r',
      verified: true,
      csrfToken: null,
      sessionId,
      phoneKey: keyOf(sessionId),
    });
  await enter(sessionId);
  return { ...session, ...uploads, ...forms, ...starts, ...submissions, enter };
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise(done => setTimeout(done, 10));
};
const fileOf = (bytes: Buffer, name = 'a.jpg'): PickedFile => ({
  name,
  sizeBytes: bytes.length,
  read: async (from, length) => new Uint8Array(bytes.subarray(from, from + length)).buffer,
});
/** The next request that fits is done, and its answer never arrives. */
const loseAnswerOf = (wanted: RegExp): void => {
  let lost = false;
  before = (request, reply) => {
    if (lost || !wanted.test(`${request.method} ${request.url}`)) return false;
    lost = true;
    const end = reply.end.bind(reply);
    reply.end = ((...args: []) => {
      request.socket.destroy();
      return end(...args);
    }) as typeof reply.end;
    return false;
  };
};

const realTimeout = globalThis.setTimeout;
let timers: NodeJS.Timeout[];

beforeEach(async () => {
  // The app asks again and again as long as it lives; a test ends it.
  timers = [];
  globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
    const timer = realTimeout(...args);
    timers.push(timer);
    return timer;
  }) as typeof setTimeout;
  before = () => false;
  drafts = new Map();
  attachments = new Map();
  begun = new Map();
  submitted = new Map();
  ownSessions = new Set(['session-1']);
  phone = await startPhone(serve);
});
afterEach(async () => {
  globalThis.setTimeout = realTimeout;
  for (const timer of timers) clearTimeout(timer);
  await phone.close();
});

describe('phone.upload', () => {
  it('arrives whole, in pieces, with the digest of what was sent', async () => {
    const { beginUpload, useUploads } = await launch();
    const bytes = randomBytes(1_300_000);
    const localId = beginUpload(subjectId, 'entry', fileOf(bytes));
    await until(() => useUploads.getState().all[localId]?.state === 'clean');
    const kept = attachments.get('a0');
    expect(kept?.bytes.equals(bytes)).toBe(true);
    expect(kept?.announced).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(phone.arrived.filter(line => line.includes('/content'))).toHaveLength(3);
  });

  it.each([
    ['its beginning', /POST .*attachments$/],
    ['a piece', /PUT .*content/],
    ['its end', /POST .*end$/],
  ])('is sent once when the answer to %s is lost', async (_, lost) => {
    const { beginUpload, useUploads } = await launch();
    loseAnswerOf(lost);
    const bytes = randomBytes(600_000);
    const localId = beginUpload(subjectId, 'entry', fileOf(bytes));
    await until(() => useUploads.getState().all[localId]?.state === 'clean');
    expect([...attachments.values()].map(kept => kept.bytes.equals(bytes))).toEqual([true]);
  });

  it('says when the network is gone, keeps the file, and goes on where it broke off', async () => {
    const { beginUpload, resumeBroken, useUploads } = await launch();
    const bytes = randomBytes(1_300_000);
    before = request => {
      if (request.url?.includes('from=262144')) phone.unplug();
      if (request.url?.includes('from=262144')) request.socket.destroy();
      return Boolean(request.url?.includes('from=262144'));
    };
    const localId = beginUpload(subjectId, 'entry', fileOf(bytes));
    await until(() => useUploads.getState().all[localId]?.state === 'broken');
    expect(useUploads.getState().all[localId]).toMatchObject({ sentBytes: 262144, reason: expect.stringContaining('还在手机里') });
    before = () => false;
    phone.plug();
    phone.arrived.length = 0;
    resumeBroken();
    await until(() => useUploads.getState().all[localId]?.state === 'clean');
    expect(attachments.get('a0')?.bytes.equals(bytes)).toBe(true);
    expect(phone.arrived.filter(line => line.includes('from=0'))).toEqual([]);
  }, 30_000);

  it('says of a file that the phone has thrown away that it must be chosen again', async () => {
    const { beginUpload, useUploads } = await launch();
    const gone = { ...fileOf(Buffer.alloc(10)), read: () => Promise.reject(new Error('no such file')) };
    const localId = beginUpload(subjectId, 'entry', gone);
    await until(() => useUploads.getState().all[localId]?.state === 'gone');
    expect(useUploads.getState().all[localId]?.reason).toContain('重新选');
  });

  it('refuses at once what is too large, without sending a byte', async () => {
    const { beginUpload, useUploads } = await launch();
    const localId = beginUpload(subjectId, 'entry', { ...fileOf(Buffer.alloc(1)), sizeBytes: 33 * 1024 * 1024 });
    expect(useUploads.getState().all[localId]).toMatchObject({ state: 'refused', reason: expect.stringContaining('32 MB') });
    expect(phone.arrived).toEqual([]);
  });
});

describe('phone.draft', () => {
  it('is at the server a moment after the person pauses, and is there again after a restart', async () => {
    const first = await launch();
    const draftId = first.newForm(subjectId, kind);
    for (const typed of ['食', '食品', '食品经营']) first.changeForm(draftId, { typed: { permitName: typed } });
    await until(() => first.formOf(draftId)?.saving === 'saved');
    expect(phone.arrived).toHaveLength(1);
    const again = await launch();
    expect(await again.openDraft(subjectId, draftId)).toBeNull();
    expect(again.formOf(draftId)?.typed).toEqual({ permitName: '食品经营' });
    expect(JSON.stringify([...phone.storage])).not.toContain('食品');
  });

  it('is no conflict with itself when the answer to a save was lost', async () => {
    const { newForm, changeForm, formOf, saveForm } = await launch();
    const draftId = newForm(subjectId, kind);
    loseAnswerOf(/PUT .*drafts/);
    changeForm(draftId, { typed: { permitName: '食品' } });
    await saveForm(draftId);
    expect(formOf(draftId)?.saving).toBe('offline');
    expect(await saveForm(draftId)).toBe(true);
    expect(formOf(draftId)).toMatchObject({ saving: 'saved', revision: 1 });
  });

  it('typed without a network is there after the app was killed, sealed, and is saved when there is one', async () => {
    const first = await launch();
    const draftId = first.newForm(subjectId, kind);
    phone.unplug();
    first.changeForm(draftId, { typed: { permitName: '食品经营', number: '91330100MA00000001' } });
    await until(() => first.formOf(draftId)?.kept === true);
    for (const [name, value] of phone.storage)
      expect(findLeaks(`${name} ${JSON.stringify(value)}`, makeNeedles(['91330100MA00000001'], ['食品', 'permitName']))).toEqual([]);
    const again = await launch();
    expect(await again.openDraft(subjectId, draftId)).toBeNull();
    expect(again.formOf(draftId)).toMatchObject({ typed: { permitName: '食品经营' }, revision: 0 });
    phone.plug();
    await again.saveForm(draftId);
    await until(() => again.formOf(draftId)?.saving === 'saved');
    expect(drafts.get(draftId)?.content).toMatchObject({ typed: { permitName: '食品经营' } });
    await until(() => !phone.storage.has(`sealed-draft-${draftId}`));
  });

  it('changed without a network is sent on by the list after a restart, and a change of another device is shown first', async () => {
    const first = await launch();
    const [kept, torn] = [first.newForm(subjectId, kind), first.newForm(subjectId, kind)];
    for (const draftId of [kept, torn]) {
      first.changeForm(draftId, { typed: { permitName: '甲' } });
      await first.saveForm(draftId);
    }
    phone.unplug();
    for (const draftId of [kept, torn]) first.changeForm(draftId, { typed: { permitName: '乙' } });
    await until(() => [kept, torn].every(draftId => first.formOf(draftId)?.kept === true));
    drafts.set(torn, { revision: 2, device: '别的', content: { ...drafts.get(torn)?.content, typed: { permitName: '丙' } } });
    phone.plug();
    const again = await launch();
    await again.recallHere(subjectId);
    await until(() => again.formOf(kept)?.saving === 'saved' && again.formOf(torn)?.saving === 'conflict');
    expect(drafts.get(kept)).toMatchObject({ revision: 2, content: { typed: { permitName: '乙' } } });
    expect(drafts.get(torn)).toMatchObject({ revision: 2, content: { typed: { permitName: '丙' } } });
    expect(again.formOf(torn)).toMatchObject({ typed: { permitName: '乙' }, theirs: { device: '别的' } });
    const other = await launch();
    await other.recallHere('01900000-0000-7000-8000-000000000002');
    expect(other.formOf(torn)).toBeUndefined();
  });

  it('typed on after a save whose answer was lost is no conflict with itself', async () => {
    const { newForm, changeForm, formOf, saveForm } = await launch();
    const draftId = newForm(subjectId, kind);
    loseAnswerOf(/PUT .*drafts/);
    changeForm(draftId, { typed: { permitName: '食' } });
    await saveForm(draftId);
    changeForm(draftId, { typed: { permitName: '食品' } });
    const again = await launch();
    await again.recallHere(subjectId);
    await until(() => again.formOf(draftId)?.saving === 'saved');
    expect(formOf(draftId)?.saving).not.toBe('conflict');
    expect(drafts.get(draftId)).toMatchObject({ revision: 2, content: { typed: { permitName: '食品' } } });
  });

  it('that is no more at the server keeps what was typed here, and becomes a draft of its own when wished', async () => {
    const { newForm, changeForm, formOf, saveForm, copyForm } = await launch();
    const draftId = newForm(subjectId, kind);
    changeForm(draftId, { typed: { permitName: '甲' } });
    await saveForm(draftId);
    drafts.delete(draftId);
    changeForm(draftId, { typed: { permitName: '乙' } });
    await saveForm(draftId);
    expect(formOf(draftId)).toMatchObject({ saving: 'gone', typed: { permitName: '乙' } });
    const copy = copyForm(draftId) ?? '';
    await until(() => formOf(copy)?.saving === 'saved');
    expect([...drafts]).toMatchObject([[copy, { revision: 1, content: { typed: { permitName: '乙' } } }]]);
  });

  it('that is not wanted goes here and at the server, with its attachments, and not without an answer', async () => {
    const { newForm, changeForm, formOf, saveForm, discardForm, beginUpload, useUploads } = await launch();
    const draftId = newForm(subjectId, kind);
    const localId = beginUpload(subjectId, 'entry', fileOf(randomBytes(1_000)));
    await until(() => useUploads.getState().all[localId]?.state === 'clean');
    changeForm(draftId, { typed: { permitName: '甲' }, uploads: [localId] });
    await saveForm(draftId);
    phone.unplug();
    expect(await discardForm(draftId)).toMatchObject({ status: 0 });
    expect([formOf(draftId)?.typed, drafts.size]).toEqual([{ permitName: '甲' }, 1]);
    phone.plug();
    expect(await discardForm(draftId)).toBeNull();
    await until(() => phone.arrived.includes(`DELETE /api/subjects/${subjectId}/attachments/a0`));
    expect([formOf(draftId), drafts.size, useUploads.getState().all]).toEqual([undefined, 0, {}]);
    expect([...phone.storage.keys()].filter(name => name.startsWith('sealed-'))).toEqual([]);
  });

  it('is gone from the phone when the person signs out', async () => {
    const app = await launch();
    const draftId = app.newForm(subjectId, kind);
    phone.unplug();
    app.changeForm(draftId, { typed: { permitName: '食品' } });
    await until(() => app.formOf(draftId)?.kept === true);
    app.endSession(null, true);
    expect(app.formOf(draftId)).toBeUndefined();
    expect([...phone.storage.keys()].filter(name => name.startsWith('sealed-'))).toEqual([]);
  });

  it('shows what another device wrote, and writes over it only when told to', async () => {
    const { newForm, changeForm, formOf, saveForm, keepMine } = await launch();
    const draftId = newForm(subjectId, kind);
    changeForm(draftId, { typed: { permitName: '甲' } });
    await saveForm(draftId);
    drafts.set(draftId, { revision: 2, device: '别的', content: { ...drafts.get(draftId)?.content, typed: { permitName: '乙' } } });
    changeForm(draftId, { typed: { permitName: '丙' } });
    expect(await saveForm(draftId)).toBe(false);
    expect(formOf(draftId)).toMatchObject({ saving: 'conflict', theirs: { revision: 2, device: '别的' }, typed: { permitName: '丙' } });
    expect(drafts.get(draftId)?.content).toMatchObject({ typed: { permitName: '乙' } });
    keepMine(draftId);
    await until(() => formOf(draftId)?.saving === 'saved');
    expect(drafts.get(draftId)?.content).toMatchObject({ typed: { permitName: '丙' } });
  });
});

describe('phone.submission', () => {
  const bodyOf = (draftId: string) => ({
    kind: 'license' as const,
    kindVersion: '1',
    fields: { permitName: '食品经营' },
    attachmentIds: [],
    commitmentVersion: '1',
    draftId,
    mends: null,
    recordId: null,
  });
  const begin = async () => {
    const app = await launch();
    const draftId = app.newForm(subjectId, kind);
    app.changeForm(draftId, { typed: { permitName: '食品经营' } });
    return { app, draftId };
  };

  it('is one when the answer is lost and it is sent again', async () => {
    const { app, draftId } = await begin();
    loseAnswerOf(/POST .*registrations/);
    expect(await app.submitForm(draftId, bodyOf(draftId))).toBe('waiting');
    expect(app.useSubmissions.getState().waiting).toHaveLength(1);
    await app.sendWaiting();
    expect([...submitted]).toHaveLength(1);
    expect(app.useSubmissions.getState()).toMatchObject({ waiting: [], sent: { [draftId]: expect.stringContaining('entry of') } });
  });

  it('without a network is kept, sent when there is one, and says nothing of its content in the storage', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    expect(await app.submitForm(draftId, bodyOf(draftId))).toBe('waiting');
    expect(JSON.stringify([...phone.storage])).toContain(draftId);
    expect(JSON.stringify([...phone.storage])).not.toContain('食品');
    phone.plug();
    await until(() => submitted.size === 1);
    await until(() => app.useSubmissions.getState().waiting.length === 0);
  });

  it('signed without a network outlives the app, says nothing on the phone, and is one at the server', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    expect(app.useSubmissions.getState().waiting).toMatchObject([{ draftId, kept: true }]);
    const clear = makeNeedles(['91330100MA00000001'], ['食品经营', 'permitName', keyOf('session-1')]);
    expect(phone.storage.size).toBeGreaterThan(2);
    for (const [name, value] of phone.storage) expect(findLeaks(`${name} ${JSON.stringify(value)}`, clear)).toEqual([]);
    const again = await launch();
    phone.plug();
    await Promise.all([again.recallHere(subjectId), again.recallHere(subjectId)]);
    await Promise.all([again.sendWaiting(), again.sendWaiting()]);
    const third = await launch();
    await third.recallHere(subjectId);
    await third.sendWaiting();
    expect([...submitted.values()]).toEqual([bodyOf(draftId)]);
    expect(again.useSubmissions.getState()).toMatchObject({ waiting: [], refused: {}, sent: { [draftId]: expect.anything() } });
    expect([...phone.storage.keys()].filter(name => name.startsWith('sealed-'))).toEqual([]);
  });

  it('whose draft is spent because only its answer was lost is told its entry, under the same key', async () => {
    const { app, draftId } = await begin();
    await app.saveForm(draftId);
    loseAnswerOf(/POST .*registrations/);
    await app.submitForm(draftId, bodyOf(draftId));
    drafts.delete(draftId);
    const again = await launch();
    await again.recallHere(subjectId);
    await again.sendWaiting();
    expect([...submitted]).toHaveLength(1);
    expect(again.useSubmissions.getState().sent).toHaveProperty(draftId);
  });

  it('waits for its own person: another account is shown nothing and the phone is cleared of it', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    app.endSession('登录已过期', false);
    expect(app.useSubmissions.getState().waiting).toEqual([]);
    expect(app.formOf(draftId)).toBeUndefined();
    phone.plug();
    ownSessions = new Set(['session-2']);
    await app.enter('session-2');
    await app.recallHere(subjectId);
    await app.sendWaiting();
    expect([submitted.size, app.useSubmissions.getState().waiting.length]).toEqual([0, 0]);
    expect([...phone.storage.keys()].filter(name => name.startsWith('sealed-'))).toEqual([]);
  });

  it('is sent when the session had ended and the same person signed in again', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    app.endSession('登录已过期', false);
    phone.plug();
    ownSessions.add('session-2');
    await app.enter('session-2');
    await app.recallHere(subjectId);
    await app.sendWaiting();
    expect([...submitted.values()]).toEqual([bodyOf(draftId)]);
  });

  it('is sent under the same key after the app was killed while it was under way', async () => {
    const { app, draftId } = await begin();
    let keys: string[] = [];
    before = (request, _reply, body) => {
      if (!request.url?.endsWith('/registrations')) return false;
      keys = [...keys, `${request.headers['idempotency-key']} ${JSON.stringify(body)}`];
      if (keys.length === 1) request.socket.destroy();
      return keys.length === 1;
    };
    await app.submitForm(draftId, bodyOf(draftId));
    const again = await launch();
    await again.recallHere(subjectId);
    await again.sendWaiting();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    expect(again.useSubmissions.getState()).toMatchObject({ waiting: [], sent: { [draftId]: expect.anything() } });
  });

  it('is not sent after a restart when the draft was changed since it was signed', async () => {
    const { app, draftId } = await begin();
    before = request => {
      if (!request.url?.endsWith('/registrations')) return false;
      request.socket.destroy();
      return true;
    };
    await app.submitForm(draftId, bodyOf(draftId));
    before = () => false;
    const kept = drafts.get(draftId);
    drafts.set(draftId, {
      revision: 9,
      device: '别的',
      content: { ...kept?.content, body: { ...bodyOf(draftId), fields: { permitName: '别的' } } },
    });
    const again = await launch();
    await again.recallHere(subjectId);
    await again.sendWaiting();
    expect([submitted.size, again.useSubmissions.getState().waiting.length]).toEqual([0, 0]);
  });

  it('that opens no more is told until it was read, and is sent by nobody', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    const name = `sealed-waiting-${draftId}`;
    phone.storage.set(name, { ...(phone.storage.get(name) as object), sealed: '00'.repeat(60) });
    phone.plug();
    const again = await launch();
    await again.recallHere(subjectId);
    await again.sendWaiting();
    expect(again.useSubmissions.getState()).toMatchObject({ waiting: [], lost: { waiting: [draftId], draft: [] } });
    expect(submitted.size).toBe(0);
    again.dismissLost('waiting');
    await until(() => !phone.storage.has(name));
    expect(again.useSubmissions.getState().lost.waiting).toEqual([]);
  });

  it('whose draft became another entry is told so, keeps what was typed, and becomes a draft of its own when wished', async () => {
    const { app, draftId } = await begin();
    before = (request, reply) => {
      if (!request.url?.endsWith('/registrations')) return false;
      refuse(reply, 409, 'registration.draft_spent');
      return true;
    };
    expect(await app.submitForm(draftId, bodyOf(draftId))).toMatchObject({ problem: { code: 'registration.draft_spent' } });
    expect(app.formOf(draftId)).toMatchObject({ saving: 'gone', typed: { permitName: '食品经营' } });
    expect(app.useSubmissions.getState().waiting).toEqual([]);
    before = () => false;
    const copy = app.copyForm(draftId) ?? '';
    await until(() => app.formOf(copy)?.saving === 'saved');
    await until(() => drafts.size === 1);
    expect([...drafts.keys()]).toEqual([copy]);
  });

  it('that is refused later is told, and stays a draft', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    before = (request, reply) => {
      if (!request.url?.endsWith('/registrations')) return false;
      refuse(reply, 409, 'registration.duplicate');
      return true;
    };
    phone.plug();
    await until(() => draftId in app.useSubmissions.getState().refused);
    expect(app.useSubmissions.getState()).toMatchObject({
      waiting: [],
      refused: { [draftId]: { problem: { code: 'registration.duplicate' } } },
    });
    expect(app.formOf(draftId)?.typed).toEqual({ permitName: '食品经营' });
  });

  it('that was refused stays told after a restart, until it was read', async () => {
    const { app, draftId } = await begin();
    phone.unplug();
    await app.submitForm(draftId, bodyOf(draftId));
    before = (request, reply) => {
      if (!request.url?.endsWith('/registrations')) return false;
      refuse(reply, 422, 'registration.closed');
      return true;
    };
    phone.plug();
    const isKept = () => phone.storage.has(`sealed-refused-${draftId}`);
    await until(isKept);
    expect(JSON.stringify([...phone.storage])).not.toContain('registration.closed');
    const again = await launch();
    await again.recallHere(subjectId);
    expect(again.useSubmissions.getState().refused).toMatchObject({ [draftId]: { subjectId, kind: 'license', problem: { status: 422 } } });
    again.dismissRefused([draftId]);
    await until(() => !isKept());
    expect(again.useSubmissions.getState().refused).toEqual({});
  });
});

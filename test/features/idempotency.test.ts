import type { Sql } from '../../bff/lib/db';
import { Problem } from '../../bff/lib/problem';
import { type GuardedApp, startGuarded } from '../support/guarded-app';

let guarded: GuardedApp;
let made = 0;
let behaviour: (keep: (tx: Sql) => Promise<void>) => Promise<void> = async () => undefined;

beforeAll(async () => {
  guarded = await startGuarded({
    async 'help.send'({ body, keep }) {
      made += 1;
      const reply = {
        messageId: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
        number: `TS20261123-${String(made).padStart(4, '0')}`,
        kind: body.kind,
        text: body.text,
        page: body.page,
        state: 'received' as const,
        sentAt: '2026-11-23T02:00:00.000Z',
        answerBy: '2026-11-30',
        answer: null,
      };
      await behaviour(tx => keep(tx, reply));
      return reply;
    },
  });
});
afterAll(() => guarded.close());
beforeEach(() => {
  made = 0;
  behaviour = async () => undefined;
});

const send = async (key: string | null, text = '页面打不开了', bearer = 'alice') => {
  const reply = await fetch(`${guarded.url}/api/help-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify({ kind: 'complaint', text, page: null }),
  });
  return { status: reply.status, replayed: reply.headers.get('idempotency-replayed'), json: await reply.json() };
};

describe('idempotency.reserve', () => {
  it('asks for a key of a sensible form', async () => {
    expect(await send(null)).toMatchObject({ status: 400, json: { code: 'idempotency.missing' } });
    expect(await send('short')).toMatchObject({ status: 400, json: { code: 'idempotency.missing' } });
    expect(made).toBe(0);
  });

  it('gives the same answer to the same key and content, and says that it is the same', async () => {
    const first = await send('key-same-1');
    const again = await send('key-same-1');
    expect(first).toMatchObject({ status: 200, replayed: null });
    expect(again).toMatchObject({ status: 200, replayed: 'true', json: first.json });
    expect(made).toBe(1);
  });

  it('refuses the same key with other content, and keeps citizens apart', async () => {
    await send('key-other-1');
    expect(await send('key-other-1', '另一段话说的不同')).toMatchObject({ status: 422, json: { code: 'idempotency.other_body' } });
    expect(await send('key-other-1', '另一段话说的不同', 'bob')).toMatchObject({ status: 200 });
  });

  it('lets one of many at once through; the others hear that it is under way or get its answer', async () => {
    behaviour = () => new Promise(done => setTimeout(done, 80));
    const replies = await Promise.all(Array.from({ length: 20 }, () => send('key-race-01')));
    expect(made).toBe(1);
    expect(replies.filter(({ status, replayed }) => status === 200 && replayed === null)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409).every(({ json }) => json.code === 'idempotency.in_flight')).toBe(true);
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });

  it('frees the key when the work failed', async () => {
    behaviour = () => Promise.reject(new Problem('platform.unavailable'));
    expect(await send('key-fail-01')).toMatchObject({ status: 503 });
    behaviour = async () => undefined;
    expect(await send('key-fail-01')).toMatchObject({ status: 200, replayed: null });
    expect(made).toBe(2);
  });

  it('keeps the answer with the work: what was committed is never done twice, even if the process fails right after', async () => {
    behaviour = async keep => {
      await guarded.db.inTx(tx => keep(tx));
      throw new Error('died after the commit');
    };
    expect(await send('key-kept-01')).toMatchObject({ status: 500 });
    behaviour = async () => undefined;
    expect(await send('key-kept-01')).toMatchObject({ status: 200, replayed: 'true', json: { number: 'TS20261123-0001' } });
    expect(made).toBe(1);
  });

  it('forgets the answer when the work was rolled back', async () => {
    behaviour = async keep => {
      await guarded.db.inTx(async tx => {
        await keep(tx);
        throw new Problem('help.not_found');
      });
    };
    expect(await send('key-back-01')).toMatchObject({ status: 404 });
    behaviour = async () => undefined;
    expect(await send('key-back-01')).toMatchObject({ status: 200, replayed: null });
  });

  it('takes over from a process that died before it did anything', async () => {
    await send('key-dead-01');
    await guarded.db.run('UPDATE idempotency SET replySealed = NULL WHERE `key` = ?', ['key-dead-01']);
    expect(await send('key-dead-01')).toMatchObject({ status: 409 });
    guarded.clock.advance(91_000);
    expect(await send('key-dead-01')).toMatchObject({ status: 200, replayed: null });
    expect(made).toBe(2);
  });

  it('holds a key for 35 days and keeps what it stores sealed', async () => {
    await send('key-long-01', '我的电话号码在这句话里');
    const [row] = await guarded.db.query<{ replySealed: string }>('SELECT replySealed FROM idempotency WHERE `key` = ?', ['key-long-01']);
    expect(row?.replySealed).not.toContain('电话');
    guarded.clock.advance(34 * 24 * 3600_000);
    expect(await send('key-long-01', '我的电话号码在这句话里')).toMatchObject({ replayed: 'true' });
    guarded.clock.advance(2 * 24 * 3600_000);
    expect(await send('key-long-01', '我的电话号码在这句话里')).toMatchObject({ status: 200, replayed: null });
  });
});

import { randomBytes } from 'node:crypto';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { backoffMs, Undeliverable } from '../../bff/outbox/failure';
import { makeOutbox } from '../../bff/outbox/outbox';
import { type Deliver, forgetDone, makeRelay, type Relay, type RelayDeps } from '../../bff/outbox/relay';
import { findDue, listDead, readBacklog, revive } from '../../bff/outbox/store';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';

const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
const log = makeLog('silent');
const clock = testClock();
let db: Db;
let close: () => Promise<void>;
let kicks = 0;
const { enqueue } = makeOutbox({ seal, now: clock.now, onEnqueue: () => (kicks += 1) });

beforeAll(async () => {
  ({ db, close } = await openTestDb());
});
afterAll(() => close());
beforeEach(async () => {
  await db.run('DELETE FROM outbox');
  kicks = 0;
});

const relayWith = (deliver: Deliver, more: Partial<RelayDeps> = {}): Relay => {
  const relay = makeRelay({ db, seal, now: clock.now, log, ...more });
  relay.on('test', deliver);
  return relay;
};
const put = (orderKey: string, payload: unknown) => db.inTx(tx => enqueue(tx, 'test', orderKey, payload));
const rows = () =>
  db.query<{ state: string; attempts: number; payloadSealed: string; lastError: string | null }>(
    'SELECT state, attempts, payloadSealed, lastError FROM outbox ORDER BY id',
  );

describe('outbox.enqueue', () => {
  it('keeps nothing when the caller’s transaction fails', async () => {
    await expect(
      db.inTx(async tx => {
        await enqueue(tx, 'test', 'a', { n: 1 });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  it('seals what it keeps and erases it once delivered', async () => {
    await put('a', { phone: '13900000000' });
    const [waiting] = await rows();
    expect(waiting?.payloadSealed).not.toContain('13900000000');
    expect(waiting?.payloadSealed.length).toBeGreaterThan(20);
    await relayWith(async () => undefined).tick();
    expect(await rows()).toMatchObject([{ state: 'done', payloadSealed: '' }]);
    expect(kicks).toBe(1);
  });
});

describe('relay.tick', () => {
  it('delivers one key in order, even within one millisecond, and other keys beside it', async () => {
    for (let n = 0; n < 12; n += 1) await put(n % 2 ? 'odd' : 'even', n);
    const seen: number[] = [];
    await relayWith(async payload => {
      await new Promise(done => setTimeout(done, Math.random() * 8));
      seen.push(payload as number);
    }).tick();
    expect(seen.filter(n => n % 2)).toEqual([1, 3, 5, 7, 9, 11]);
    expect(seen.filter(n => n % 2 === 0)).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('gives a slow topic its own places, and every other place to the rest', async () => {
    for (let n = 0; n < 12; n += 1) await db.inTx(tx => enqueue(tx, 'slow', `slow ${n}`, n));
    for (let n = 0; n < 6; n += 1) await put(`key ${n}`, n);
    let [underWay, most, slowDone, quickDone] = [0, 0, 0, 0];
    let letSlowGo = (): void => undefined;
    const quickAreDone = new Promise<void>(resolve => (letSlowGo = resolve));
    const relay = relayWith(
      async () => {
        quickDone += 1;
        if (quickDone === 6) letSlowGo();
      },
      { atOnce: 4 },
    );
    // None of the slow ones ends before all the others went: with every place taken by them nothing would ever move.
    relay.on(
      'slow',
      async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await quickAreDone;
        underWay -= 1;
        slowDone += 1;
      },
      { atOnce: 2 },
    );
    await relay.tick();
    expect([most, slowDone, quickDone]).toEqual([2, 12, 6]);
  });

  it('holds the followers of a failed row back until it went through', async () => {
    await put('a', 1);
    await put('a', 2);
    let broken = true;
    const seen: unknown[] = [];
    const relay = relayWith(async payload => {
      if (broken) throw new Problem('platform.unavailable');
      seen.push(payload);
    });
    await relay.tick();
    expect(await rows()).toMatchObject([
      { state: 'waiting', attempts: 1, lastError: 'platform.unavailable' },
      { state: 'waiting', attempts: 0 },
    ]);
    broken = false;
    await relay.tick();
    expect(seen).toEqual([]);
    clock.advance(1_001);
    await relay.tick();
    expect(seen).toEqual([1, 2]);
  });

  it('delivers again after a crash between delivery and its note', async () => {
    await put('a', 'x');
    const seen: string[] = [];
    // The first process delivers and dies: its last statement never reaches the database.
    const dying: Db = {
      ...db,
      query: db.query.bind(db),
      run: (text, values) =>
        text.includes("'done'") || text.includes('lastError = ?') ? Promise.reject(new Error('gone')) : db.run(text, values),
    };
    const first = makeRelay({ db: dying, seal, now: clock.now, log, leaseMs: 30_000 });
    first.on('test', async () => {
      seen.push('first');
    });
    await first.tick();
    expect(await rows()).toMatchObject([{ state: 'leased', attempts: 0 }]);

    const second = relayWith(async (_, { mayHaveArrived }) => {
      seen.push(`second, may have arrived: ${mayHaveArrived}`);
    });
    await second.tick();
    expect(seen).toEqual(['first']);
    clock.advance(30_001);
    await second.tick();
    expect(seen).toEqual(['first', 'second, may have arrived: true']);
    expect(await rows()).toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  it('never has one row in two relays at the same time', async () => {
    for (let n = 0; n < 60; n += 1) await put(`key-${n % 20}`, n);
    const open = new Set<unknown>();
    const seen: unknown[] = [];
    let doubled = 0;
    const deliver: Deliver = async payload => {
      if (open.has(payload)) doubled += 1;
      open.add(payload);
      await new Promise(done => setTimeout(done, 3));
      open.delete(payload);
      seen.push(payload);
    };
    const relays = [relayWith(deliver), relayWith(deliver), relayWith(deliver)];
    for (let round = 0; round < 20 && seen.length < 60; round += 1) await Promise.all(relays.map(relay => relay.tick()));
    expect(doubled).toBe(0);
    expect([...seen].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  it('keeps its lease while a delivery is slow', async () => {
    await put('a', 1);
    const startedMs = performance.now();
    const running = () => new Date(clock.now().getTime() + performance.now() - startedMs);
    let begun = 0;
    const slow = relayWith(
      async () => {
        begun += 1;
        await new Promise(done => setTimeout(done, 1500));
      },
      { leaseMs: 600, now: running },
    );
    const other = relayWith(
      async () => {
        begun += 1;
      },
      { leaseMs: 600, now: running },
    );
    const going = slow.tick();
    await new Promise(done => setTimeout(done, 1000));
    expect(await other.tick()).toBe(0);
    await going;
    expect(begun).toBe(1);
  });

  it('makes a dead letter with its reason at the end of the budget, and lets the followers go', async () => {
    await put('a', 'bad');
    await put('a', 'good');
    const seen: unknown[] = [];
    const outcomes: string[] = [];
    const relay = relayWith(
      async payload => {
        if (payload === 'bad') throw Object.assign(new TypeError('secret 330102199001011234'), { code: 'E_BAD' });
        seen.push(payload);
      },
      { budget: 3, onOutcome: (_, outcome) => outcomes.push(outcome) },
    );
    for (let n = 0; n < 3; n += 1) {
      await relay.tick();
      clock.advance(10_000);
    }
    await relay.tick();
    expect(outcomes).toEqual(['retried', 'retried', 'dead', 'delivered']);
    expect(seen).toEqual(['good']);
    const [dead] = await listDead(db, 'all', '', 10);
    expect(dead).toMatchObject({ topic: 'test', attempts: 3, lastError: 'TypeError E_BAD' });
    expect(await readBacklog(db)).toMatchObject({ waiting: 0, dead: 1 });
    expect(await revive(db, { id: dead?.id ?? '' }, clock.now().toISOString())).toBe(1);
    expect(await findDue(db, clock.now().toISOString(), 10)).toHaveLength(1);
  });

  it('gives up at once what cannot be mended', async () => {
    await put('a', 1);
    await relayWith(async () => Promise.reject(new Undeliverable('no such number'))).tick();
    expect(await listDead(db, 'all', '', 10)).toMatchObject([{ attempts: 1, lastError: 'no such number' }]);
  });
});

describe('a number that the other side keeps for another content', () => {
  it('is a dead letter at once, and does not hold up what comes after it', async () => {
    await put('a', 1);
    await put('a', 2);
    const taken: Deliver = async payload => (payload === 1 ? 'taken' : 'kept');
    await relayWith(taken).tick();
    expect(await rows()).toMatchObject([
      { state: 'dead', attempts: 1, lastError: expect.stringContaining('taken') },
      { state: 'done', attempts: 1 },
    ]);
  });
});

describe('relay.start', () => {
  it('looks soon after a kick and stops without losing what it holds', async () => {
    const seen: unknown[] = [];
    const relay = relayWith(
      async payload => {
        await new Promise(done => setTimeout(done, 40));
        seen.push(payload);
      },
      { idleMs: 60_000 },
    );
    relay.start();
    await new Promise(done => setTimeout(done, 50));
    await put('a', 1);
    relay.kick();
    await new Promise(done => setTimeout(done, 40));
    await put('a', 2);
    await relay.stop();
    expect(seen).toEqual([1]);
    expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'waiting' }]);
  });
});

describe('relay.backoff', () => {
  it('doubles up to an hour and never falls in step', () => {
    expect([1, 2, 3, 20].map(attempt => backoffMs(attempt, 1))).toEqual([1000, 2000, 4000, 3600_000]);
    expect(backoffMs(3, 0)).toBe(2000);
  });
});

describe('outbox.forgetDone', () => {
  it('forgets deliveries of last week only', async () => {
    await put('a', 1);
    await relayWith(async () => undefined).tick();
    expect(await forgetDone({ db, now: clock.now })).toBe(0);
    clock.advance(8 * 24 * 3600_000);
    expect(await forgetDone({ db, now: clock.now })).toBe(1);
  });
});

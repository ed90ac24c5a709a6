import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { Undeliverable } from '../../bff/outbox/failure';
import { makeOutbox } from '../../bff/outbox/outbox';
import { type Deliver, makeRelay, type RelayDeps } from '../../bff/outbox/relay';
import { dropDead, listDead, readDatabaseNow, revive } from '../../bff/outbox/store';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';

const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
const log = makeLog('silent');
const clock = testClock();
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await openTestDb());
});
afterAll(() => close());
beforeEach(() => db.run('DELETE FROM outbox'));

const putAt = (aheadMs: number, topic: string, orderKey: string, payload: unknown) => {
  const { enqueue } = makeOutbox({ seal, now: () => new Date(clock.now().getTime() + aheadMs), onEnqueue: () => undefined });
  return db.inTx(tx => enqueue(tx, topic, orderKey, payload));
};
const put = (topic: string, payload: unknown) => putAt(0, topic, `${topic} ${payload}`, payload);
const relayWith = (topics: Readonly<Record<string, Deliver>>, more: Partial<RelayDeps> = {}) => {
  const relay = makeRelay({ db, seal, now: clock.now, log, random: () => 1, ...more });
  for (const [topic, deliver] of Object.entries(topics)) relay.on(topic, deliver, topic === 'own' ? {} : { upstream: 'platform' });
  return relay;
};
const rows = () =>
  db.query<{ topic: string; state: string; attempts: number; losses: number; lastError: string | null }>(
    'SELECT topic, state, attempts, losses, lastError FROM outbox ORDER BY id',
  );
const away = (): never => {
  throw new Problem('platform.unavailable');
};

describe('an upstream that is away', () => {
  it('costs no row a try, however long; one at a time asks whether it is back, and the rest of the world goes on', async () => {
    for (let n = 0; n < 30; n += 1) await put('told', n);
    let isBack = false;
    let asked = 0;
    const arrived: unknown[] = [];
    const relay = relayWith(
      {
        told: async payload => {
          asked += 1;
          if (!isBack) away();
          arrived.push(payload);
        },
        own: async payload => void arrived.push(payload),
      },
      { budget: 3, atOnce: 5 },
    );
    await relay.tick();
    // Whoever was free while the five answers that close the door were on their way has asked too.
    const atFirst = asked;
    expect(atFirst).toBeGreaterThanOrEqual(5);
    expect(atFirst).toBeLessThan(10);
    for (let hour = 0; hour < 48; hour += 1) {
      clock.advance(3600_000);
      await put('own', `hour ${hour}`);
      await relay.tick();
    }
    expect(asked).toBe(atFirst + 48);
    expect(arrived).toEqual(Array.from({ length: 48 }, (_, hour) => `hour ${hour}`));
    expect(
      (await rows()).filter(({ topic }) => topic === 'told').every(({ state, attempts }) => state === 'waiting' && attempts === 0),
    ).toBe(true);
    isBack = true;
    clock.advance(60_000);
    await relay.tick();
    expect(arrived).toHaveLength(48 + 30);
  });

  it('is not taken to be away for the sake of one row that it fails at', async () => {
    await put('told', 'bad');
    clock.advance(1);
    const relay = relayWith({ told: async payload => (payload === 'bad' ? away() : undefined) }, { budget: 4 });
    // The first try counts for nothing: nobody had been answered yet.
    for (let n = 0; n < 5; n += 1) {
      await put('told', n);
      await relay.tick();
      clock.advance(10_000);
    }
    expect((await rows())[0]).toMatchObject({ state: 'dead', attempts: 4, lastError: 'platform.unavailable' });
  });
});

describe('a row whose process ends', () => {
  it('is tried by the next after the lease, and is a dead letter when it has taken too many with it', async () => {
    await put('own', 'killer');
    clock.advance(1);
    await put('own', 'other');
    const seen: [number, boolean][] = [];
    let dying = false;
    // A process that ends tells the database nothing more.
    const mortal: Db = {
      ...db,
      query: db.query.bind(db),
      run: (text, values) => (dying ? Promise.reject(new Error('gone')) : db.run(text, values)),
    };
    const process = () => makeRelay({ db: mortal, seal, now: clock.now, log, random: () => 1, leaseMs: 30_000, lossBudget: 3, atOnce: 1 });
    for (let life = 0; life < 5; life += 1) {
      dying = false;
      const relay = process();
      relay.on('own', async (payload, { attempt, mayHaveArrived }) => {
        if (payload !== 'killer') return;
        seen.push([attempt, mayHaveArrived]);
        dying = true;
        throw new Error('gone');
      });
      await relay.tick().catch(() => 0);
      clock.advance(60_000);
    }
    expect(seen).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
    expect(await rows()).toMatchObject([
      { state: 'dead', losses: 3, lastError: expect.stringContaining('lost 3 times') },
      { state: 'done' },
    ]);
  });

  it('does not wait for the lease where nobody else delivers', async () => {
    await put('own', 1);
    await db.run(
      "UPDATE outbox SET state = 'leased', fence = 1, leasedBy = 'one that was killed', leasedUntil = '2999-01-01T00:00:00.000Z'",
    );
    const arrived: unknown[] = [];
    const topics = { own: async (payload: unknown) => void arrived.push(payload) };
    await relayWith(topics).tick();
    expect(arrived).toEqual([]);
    await relayWith(topics, { alone: true }).tick();
    expect(arrived).toEqual([1]);
  });

  it('takes what is delivered beside it along twice at most: a suspect is delivered alone', async () => {
    for (const payload of ['killer', 'one', 'two', 'three']) await put('own', payload);
    const arrived: unknown[] = [];
    let dying = false;
    const mortal: Db = {
      ...db,
      query: db.query.bind(db),
      run: (text, values) => (dying ? Promise.reject(new Error('gone')) : db.run(text, values)),
    };
    for (let life = 0; life < 12; life += 1) {
      dying = false;
      const relay = makeRelay({ db: mortal, seal, now: clock.now, log, random: () => 1, leaseMs: 30_000, lossBudget: 3, atOnce: 4 });
      relay.on('own', async payload => {
        await pause(payload === 'killer' ? 50 : 100);
        if (payload === 'killer') dying = true;
        if (dying) throw new Error('gone');
        arrived.push(payload);
      });
      await relay.tick().catch(() => 0);
      clock.advance(60_000);
    }
    expect(arrived.sort()).toEqual(['one', 'three', 'two']);
    expect((await rows()).map(({ state, losses }) => [state, losses]).sort()).toEqual([
      ['dead', 3],
      ['done', 2],
      ['done', 2],
      ['done', 2],
    ]);
  });
});

describe('a lease', () => {
  it('is given up by a relay that cannot make it longer, before another may have it', async () => {
    await put('own', 1);
    let isAway = false;
    const broken: Db = {
      ...db,
      query: db.query.bind(db),
      run: (text, values) => (isAway ? Promise.reject(new Error('database away')) : db.run(text, values)),
    };
    const startedMs = performance.now();
    let lostAfterMs = 0;
    const relay = relayWith(
      {
        own: async (_, { signal }) => {
          isAway = true;
          await new Promise(done => signal.addEventListener('abort', done));
          lostAfterMs = performance.now() - startedMs;
          isAway = false;
        },
      },
      { db: broken, leaseMs: 800 },
    );
    await relay.tick();
    expect(lostAfterMs).toBeGreaterThan(300);
    expect(lostAfterMs).toBeLessThan(800 + 400);
  });

  it('is held against the clock of the database, whose time reads the same on every process', async () => {
    // On SQLite one process alone has the file, and its own clock is the clock.
    const leaseNow = () => (db.engine === 'mysql' ? readDatabaseNow(db) : Promise.resolve(new Date()));
    expect(Math.abs((await leaseNow()).getTime() - Date.now())).toBeLessThan(5_000);
    await put('own', 1);
    const begun: string[] = [];
    const gate: { open?: () => void } = {};
    const slow = relayWith({ own: () => new Promise<void>(done => (gate.open = done)).then(() => void begun.push('slow')) }, { leaseNow });
    const going = slow.tick();
    while (!gate.open) await new Promise(done => setTimeout(done, 10));
    // An hour ahead of everybody else.
    const ahead = () => new Date(clock.now().getTime() + 3600_000);
    expect(await relayWith({ own: async () => void begun.push('ahead') }, { leaseNow, now: ahead }).tick()).toBe(0);
    gate.open();
    await going;
    expect(begun).toEqual(['slow']);
  });
});

describe('order', () => {
  it('of one key is that of the commits, though the second process is an hour behind', async () => {
    await putAt(3600_000, 'own', 'merchant', 'submitted');
    await putAt(0, 'own', 'merchant', 'withdrawn');
    await putAt(-3600_000, 'own', 'merchant', 'submitted again');
    const arrived: unknown[] = [];
    clock.advance(3600_000);
    await relayWith({ own: async payload => void arrived.push(payload) }).tick();
    expect(arrived).toEqual(['submitted', 'withdrawn', 'submitted again']);
  });
});

describe('dead letters', () => {
  it('are tried anew or dropped one by one, by topic, or all', async () => {
    for (const topic of ['own', 'told']) for (let n = 0; n < 3; n += 1) await put(topic, n);
    const refuse: Deliver = async () => Promise.reject(new Undeliverable('no'));
    await relayWith({ own: refuse, told: refuse }).tick();
    const at = clock.now().toISOString();
    expect(await listDead(db, { topic: 'own' }, '', 10)).toHaveLength(3);
    const [first] = await listDead(db, { topic: 'own' }, '', 10);
    expect(await revive(db, { id: first?.id ?? '' }, at)).toBe(1);
    expect(await revive(db, { topic: 'told' }, at)).toBe(3);
    expect(await dropDead(db, 'all', at, 'looked at')).toBe(2);
    const tried: boolean[] = [];
    const accept: Deliver = async (_, { mayHaveArrived }) => void tried.push(mayHaveArrived);
    await relayWith({ own: accept, told: accept }).tick();
    expect(tried).toEqual([true, true, true, true]);
    expect((await rows()).map(({ state }) => state).sort()).toEqual(['done', 'done', 'done', 'done', 'dropped', 'dropped']);
  });
});

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Db, Sql, SqlValue } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { newId as newIdAt } from '../../bff/lib/new-id';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { Undeliverable } from '../../bff/outbox/failure';
import { makeOutbox } from '../../bff/outbox/outbox';
import { type Deliver, makeRelay } from '../../bff/outbox/relay';

/**
 * The outbox under invented misfortune, all of it from one seed: processes with clocks an hour apart that are killed at any statement,
 * a database that fails before or after it did what it was told, a platform that is away, answers late or not at all, and may know each
 * number or not. Time is invented too, so that a day of it takes a moment. The same seed always goes the same way.
 */
export interface Course {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly figures: { readonly acknowledged: number; readonly kills: number; readonly killsInFlight: number; readonly dead: number };
}

const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
const log = makeLog('silent');
const startMs = Date.parse('2026-11-23T02:00:00.000Z');
const [budget, lossBudget, leaseMs, idleMs] = [45, 8, 60_000, 5_000];
/** Misfortune lasts so long; what is open then has until the end of the next day. */
const faultsMs = 5 * 60_000;
const endMs = 48 * 3600_000;
/** Between looks when no new misfortune comes: the hours of an outage pass quickly. */
const quietMs = 15 * 60_000;

const migrations = join(__dirname, '../../prisma/migrations/sqlite');
const tableSql = readdirSync(migrations)
  .filter(name => /^\d/.test(name))
  .flatMap(name => readFileSync(join(migrations, name, 'migration.sql'), 'utf8').split(';'))
  .filter(statement => /"outbox"/.test(statement))
  .join(';');

/** mulberry32: small, and the same everywhere. */
const makeRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What is to happen, in the order of invented time; two at one instant in the order they were planned. */
const makeTime = () => {
  const plans: { atMs: number; nth: number; run: () => void }[] = [];
  let [nowMs, nth] = [startMs, 0];
  const plan = (inMs: number, run: () => void): void => {
    nth += 1;
    plans.push({ atMs: nowMs + inMs, nth, run });
  };
  return {
    nowMs: () => nowMs,
    plan,
    pause: (ms: number) => new Promise<void>(resolve => plan(ms, resolve)),
    /** Goes on until nothing is planned before `untilMs`, or `settled`. */
    async run(untilMs: number, settled: () => boolean): Promise<void> {
      for (;;) {
        // Every promise that can go on has gone on.
        await new Promise(done => setImmediate(done));
        plans.sort((a, b) => a.atMs - b.atMs || a.nth - b.nth);
        const next = plans[0];
        if (!next || next.atMs > startMs + untilMs || settled()) return;
        plans.shift();
        nowMs = next.atMs;
        next.run();
      }
    },
  };
};

/** One connection for all: a statement takes no time, a transaction has the database for itself. */
const openMemory = () => {
  const database = new Database(':memory:');
  database.exec(tableSql);
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const sql: Sql = {
    query: async <Row>(text: string, values: readonly SqlValue[] = []) => database.prepare(text).all(...values) as Row[],
    run: async (text, values = []) => database.prepare(text).run(...values).changes,
  };
  return {
    sql: {
      query: (text, values) => inTurn(() => sql.query(text, values)),
      run: (text, values) => inTurn(() => sql.run(text, values)),
    } as Sql,
    inTx: <T>(work: (tx: Sql) => Promise<T>): Promise<T> =>
      inTurn(async () => {
        database.exec('BEGIN');
        try {
          const result = await work(sql);
          database.exec('COMMIT');
          return result;
        } catch (error) {
          database.exec('ROLLBACK');
          throw error;
        }
      }),
    close: () => database.close(),
  };
};

interface Parcel {
  readonly key: string;
  readonly n: number;
  readonly kind: 'plain' | 'refused' | 'killer';
}

export const simulate = async (seed: number): Promise<Course> => {
  const random = makeRandom(seed);
  const chance = (share: number): boolean => random() < share;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const time = makeTime();
  const memory = openMemory();
  const violations: string[] = [];
  const wrong = (words: string): void => void violations.push(words);
  const faulty = (): boolean => time.nowMs() < startMs + faultsMs;

  const dbFaultShare = chance(0.5) ? 0.01 : 0;
  const dbAwayFromMs = startMs + between(0, faultsMs);
  const dbAwayMs = chance(0.3) ? between(5_000, 90_000) : 0;
  const dbIsAway = (): boolean => faulty() && time.nowMs() >= dbAwayFromMs && time.nowMs() < dbAwayFromMs + dbAwayMs;

  /** The database as one process reaches it. */
  const dbOf = (process: { alive: boolean }): Db => {
    const reached = async <T>(work: () => Promise<T>): Promise<T> => {
      if (!process.alive) throw new Error('killed');
      if (dbIsAway() || (faulty() && chance(dbFaultShare))) throw new Error('database away');
      const result = await work();
      if (!process.alive) throw new Error('killed');
      // Done, and the word of it lost.
      if (faulty() && chance(dbFaultShare)) throw new Error('database reply lost');
      return result;
    };
    return {
      engine: 'mysql',
      query: (text: string, values?: readonly SqlValue[]) => reached(() => memory.sql.query(text, values)),
      run: (text: string, values?: readonly SqlValue[]) => reached(() => memory.sql.run(text, values)),
      inTx: <T>(work: (tx: Sql) => Promise<T>) => reached(() => memory.inTx(work)),
      close: async () => undefined,
    } as unknown as Db;
  };

  const platform = {
    knowsNumbers: chance(0.5),
    awayFromMs: startMs + between(0, faultsMs / 2),
    awayMs: chance(0.5) ? between(10_000, 24 * 3600_000) : 0,
    resetShare: chance(0.5) ? 0.1 : 0,
    arrived: [] as Parcel[],
  };
  const platformIsAway = (): boolean => time.nowMs() >= platform.awayFromMs && time.nowMs() < platform.awayFromMs + platform.awayMs;
  const underWay = new Set<string>();
  const figures = { acknowledged: 0, kills: 0, killsInFlight: 0, dead: 0 };

  const kill = (process: { alive: boolean; inFlight: Set<string> }): void => {
    if (!process.alive) return;
    process.alive = false;
    figures.kills += 1;
    if (process.inFlight.size > 0) figures.killsInFlight += 1;
    for (const id of process.inFlight) underWay.delete(id);
    process.inFlight.clear();
    time.plan(between(100, 20_000), startProcess);
  };

  function startProcess(): void {
    const process = { alive: true, inFlight: new Set<string>() };
    const skewMs = chance(0.3) ? between(-3600_000, 3600_000) : 0;
    const relay = makeRelay({
      db: dbOf(process),
      seal,
      log,
      now: () => new Date(time.nowMs() + skewMs),
      leaseNow: async () => new Date(time.nowMs()),
      pause: time.pause,
      random,
      budget,
      lossBudget,
      leaseMs,
      idleMs,
    });
    const deliver: Deliver = async (payload, { id, mayHaveArrived }) => {
      const parcel = payload as Parcel;
      if (underWay.has(id)) wrong(`${parcel.key} ${parcel.n} is delivered by two at once`);
      underWay.add(id);
      process.inFlight.add(id);
      const answer = async (): Promise<void> => {
        await time.pause(between(1, chance(0.05) ? 10_000 : 50));
        if (!process.alive) throw new Error('killed');
        if (parcel.kind === 'killer') kill(process);
        if (!process.alive) throw new Error('killed');
        if (platformIsAway() || (faulty() && chance(platform.resetShare))) throw new Problem('platform.unavailable');
      };
      try {
        const same = ({ key, n }: Parcel): boolean => key === parcel.key && n === parcel.n;
        if (mayHaveArrived && !platform.knowsNumbers) {
          await answer();
          if (platform.arrived.some(same)) return;
        }
        await answer();
        if (parcel.kind === 'refused') throw new Undeliverable('refused');
        if (!platform.knowsNumbers || !platform.arrived.some(same)) platform.arrived.push(parcel);
        if (faulty() && chance(platform.resetShare)) throw new Problem('platform.unavailable');
      } finally {
        if (process.inFlight.delete(id)) underWay.delete(id);
      }
    };
    relay.on('parcel', deliver, { upstream: 'platform', atOnce: between(1, 8) });
    const work = async (): Promise<void> => {
      while (process.alive) {
        await relay.tick().catch(() => 0);
        await time.pause(faulty() ? idleMs : quietMs);
      }
    };
    void work();
    if (faulty() && chance(0.7)) time.plan(between(100, faultsMs), () => kill(process));
  }

  const acknowledged: Parcel[] = [];
  const uncertain: Parcel[] = [];
  /** Somebody whose submissions go one after another, from whichever process it meets. */
  let ids = 0;
  const newId = (atMs: number): string => {
    ids += 1;
    return `${newIdAt(atMs).slice(0, 14)}7000-8000-${String(ids).padStart(12, '0')}`;
  };
  const submitAll = async (key: string, count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const skewMs = chance(0.3) ? between(-3600_000, 3600_000) : 0;
      const { enqueue } = makeOutbox({ seal, now: () => new Date(time.nowMs() + skewMs), onEnqueue: () => undefined, newId });
      const parcel: Parcel = { key, n, kind: chance(0.03) ? 'refused' : chance(0.01) ? 'killer' : 'plain' };
      const db = dbOf({ alive: true });
      await db
        .inTx(tx => enqueue(tx, 'parcel', key, parcel))
        .then(
          () => acknowledged.push(parcel),
          () => uncertain.push(parcel),
        );
      await time.pause(between(0, 20_000));
    }
  };

  for (let n = between(1, 3); n > 0; n -= 1) startProcess();
  const keys = Array.from({ length: between(1, 6) }, (_, n) => `key ${n}`);
  let submitting = keys.length;
  for (const key of keys) void submitAll(key, between(1, 10)).then(() => (submitting -= 1));

  let open = 1;
  const countOpen = (): void => {
    void memory.sql
      .query<{ open: number }>("SELECT COUNT(*) AS open FROM outbox WHERE state NOT IN ('done', 'dead')")
      .then(([row]) => (open = Number(row?.open)));
    time.plan(60_000, countOpen);
  };
  countOpen();
  await time.run(endMs, () => submitting === 0 && open === 0 && !faulty());

  const rows = await memory.sql.query<{ state: string; attempts: number; payloadSealed: string; lastError: string | null }>(
    'SELECT state, attempts, payloadSealed, lastError FROM outbox',
  );
  if (submitting > 0) wrong('somebody still submits');
  for (const row of rows.filter(({ state }) => state !== 'done')) {
    const { key, n, kind } = JSON.parse(seal.openText(row.payloadSealed, 'outbox.payloadSealed')) as Parcel;
    if (row.state === 'dead') figures.dead += 1;
    if (row.state !== 'dead') wrong(`${key} ${n} is ${row.state} at the end, ${row.lastError}`);
    else if (kind === 'plain') wrong(`${key} ${n} is a dead letter: ${row.lastError}`);
    else if (!row.lastError) wrong(`${key} ${n} is a dead letter without a reason`);
  }
  const arrivals = ({ key, n }: Parcel): number => platform.arrived.filter(one => one.key === key && one.n === n).length;
  figures.acknowledged = acknowledged.length;
  for (const parcel of [...acknowledged, ...uncertain]) {
    const count = arrivals(parcel);
    const least = parcel.kind === 'plain' && acknowledged.includes(parcel) ? 1 : 0;
    if (count < least) wrong(`${parcel.key} ${parcel.n} was acknowledged and never arrived`);
    if (count > 1) wrong(`${parcel.key} ${parcel.n} arrived ${count} times`);
  }
  for (const key of keys) {
    const order = platform.arrived.filter(one => one.key === key).map(({ n }) => n);
    if (order.some((n, i) => i > 0 && n < (order[i - 1] ?? 0))) wrong(`${key} arrived as ${order.join(' ')}`);
  }
  memory.close();
  return { seed, violations, figures };
};

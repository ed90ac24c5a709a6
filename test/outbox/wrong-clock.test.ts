import { randomBytes } from 'node:crypto';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { makeOutbox } from '../../bff/outbox/outbox';
import { makeRelay } from '../../bff/outbox/relay';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';

const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
const clock = testClock();
const hourMs = 3600_000;
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await openTestDb());
});
afterAll(() => close());

beforeEach(() => db.run('DELETE FROM outbox'));

describe('a platform that refuses whoever’s clock is an hour fast', () => {
  it('is asked again as soon as the clock is right', async () => {
    let aheadMs = hourMs;
    const now = () => new Date(clock.now().getTime() + aheadMs);
    const outbox = makeOutbox({ seal, now, onEnqueue: () => undefined });
    for (let n = 0; n < 8; n += 1) await db.inTx(tx => outbox.enqueue(tx, 'told', `merchant ${n}`, n));
    const arrived: unknown[] = [];
    const relay = makeRelay({ db, seal, now, log: makeLog('silent'), random: () => 1 });
    const deliver = async (payload: unknown): Promise<void> => {
      if (aheadMs > 0) throw new Problem('platform.unavailable');
      arrived.push(payload);
    };
    relay.on('told', deliver, { upstream: 'platform' });
    await relay.tick();
    aheadMs = 0;
    // The one that asks whether it is back, then the others.
    for (let look = 0; look < 2; look += 1) await relay.tick();
    expect(arrived).toHaveLength(8);
  });
});

describe('a row that was written by a clock an hour fast', () => {
  it('is delivered at once when the clock is right again, before what its subject did later; a failed try waits as ever', async () => {
    const fast = makeOutbox({ seal, now: () => new Date(clock.now().getTime() + hourMs), onEnqueue: () => undefined });
    const right = makeOutbox({ seal, now: clock.now, onEnqueue: () => undefined });
    await db.inTx(tx => fast.enqueue(tx, 'told', 'merchant', 'submitted'));
    await db.inTx(tx => right.enqueue(tx, 'told', 'merchant', 'withdrawn'));
    const arrived: unknown[] = [];
    let fails = true;
    const relay = makeRelay({ db, seal, now: clock.now, log: makeLog('silent'), random: () => 1 });
    relay.on('told', async payload => {
      arrived.push(payload);
      if (fails) throw new Error('not now');
    });
    await relay.tick();
    await relay.tick();
    expect(arrived).toEqual(['submitted']);
    fails = false;
    clock.advance(60_000);
    await relay.tick();
    expect(arrived).toEqual(['submitted', 'submitted', 'withdrawn']);
  });
});

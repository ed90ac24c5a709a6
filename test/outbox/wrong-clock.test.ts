import { randomBytes } from 'node:crypto';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
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

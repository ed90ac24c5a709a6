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
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await openTestDb());
});
afterAll(() => close());

describe('a row that was refused often before its platform went away', () => {
  it('waits no longer for that when the platform is back: the outage is not one of its tries', async () => {
    const { enqueue } = makeOutbox({ seal, now: clock.now, onEnqueue: () => undefined });
    await db.inTx(tx => enqueue(tx, 'told', 'merchant', 'submitted'));
    const arrived: unknown[] = [];
    let fails: Error | null = new Error('refused');
    const relay = makeRelay({ db, seal, now: clock.now, log: makeLog('silent'), random: () => 1 });
    const deliver = async (payload: unknown): Promise<void> => {
      if (fails) throw fails;
      arrived.push(payload);
    };
    relay.on('told', deliver, { upstream: 'platform' });
    for (let nth = 0; nth < 8; nth += 1) {
      await relay.tick();
      clock.advance(600_000);
    }
    fails = new Problem('platform.unavailable');
    await relay.tick();
    fails = null;
    clock.advance(2000);
    await relay.tick();
    expect(arrived).toEqual(['submitted']);
  });
});

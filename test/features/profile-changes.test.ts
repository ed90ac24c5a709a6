import { wireProfile } from '../../bff/features/profile';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { Problem } from '../../bff/lib/problem';
import type { CallbackPort, Change, CreditPort, PlatformEvent, PlatformSection, SectionId } from '../../bff/platform/ports';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';

const change = (changeId: string, ref = 'ref-1'): Change => ({
  changeId,
  ref,
  sectionId: 'penalty',
  recordId: 'r1',
  kind: 'corrected',
  at: '2026-11-23T01:00:00.000Z',
});
const subject = {
  subjectId: 's1',
  kind: 'person',
  name: '演示',
  idType: 'resident_id',
  idNumber: '0',
  orgType: null,
  platformRef: 'ref-1',
} as const;
const raw = { method: 'POST', path: '/callbacks/credit', headers: {}, body: new Uint8Array() };

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openTestDb());
});
afterAll(() => close());

/** The feature over a real database; the platform is scripted, because order and repetition are what is tested here. */
const start = (clock = testClock()) => {
  const platform = {
    feed: [] as Change[],
    feedDown: false,
    asked: [] as SectionId[],
    down: false,
    next: null as ReturnType<CallbackPort['open']> | null,
  };
  const heard: string[] = [];
  const answers: string[] = [];
  let listenerDown = false;
  const credit = {
    async listChanges(cursor: string | null) {
      if (platform.feedDown) throw new Problem('platform.unavailable');
      const from = Number(cursor ?? 0);
      const changes = platform.feed.slice(from, from + 2);
      return { changes, cursor: String(from + changes.length) };
    },
    async readSection(_ref: string, sectionId: SectionId): Promise<PlatformSection> {
      platform.asked.push(sectionId);
      if (platform.down) throw new Problem('platform.unavailable', { detail: '接口连接不上。' });
      return { asOf: clock.now().toISOString(), source: '市公安局', records: [], quarantined: [], unreadable: 0 };
    },
  } as unknown as CreditPort;
  const profile = wireProfile({
    db,
    now: clock.now,
    log: makeLog('silent'),
    credit,
    callbacks: { open: () => platform.next ?? 'unsigned' },
    city: {
      name: '演示市',
      appName: '城信',
      demo: true,
      office: { name: '', phone: '', address: '', hours: '' },
      hotline: { phone: '12345' },
      staleAfterDays: { default: 30 },
    },
    subjectOfRef: async ref => (ref === 'ref-1' ? 's1' : null),
    readSubject: async () => subject,
    appendRead: async () => undefined,
    makeCounterSlip: async () => new Uint8Array(),
    receiveHelpAnswer: async ({ number }) => answers.push(number),
    receiveRegistrationAnswer: async ({ number }) => answers.push(number),
  });
  const heardAt: string[] = [];
  profile.onChange(async ({ changeId, at }, subjectId) => {
    if (listenerDown) throw new Error('listener down');
    heard.push(`${changeId}:${subjectId}`);
    heardAt.push(at);
  });
  const call = (nonce: string, event: PlatformEvent) => {
    platform.next = { nonce, event };
    return profile.receiveCallback(raw).then(({ status }) => status);
  };
  const read = () => profile.readFile(subject, { sections: ['penalty'], signal: new AbortController().signal });
  return {
    clock,
    platform,
    profile,
    heard,
    heardAt,
    answers,
    call,
    read,
    breakListener: (down: boolean) => {
      listenerDown = down;
    },
  };
};

beforeEach(async () => {
  await db.run("DELETE FROM mark WHERE name = 'credit.feed'");
  await db.run('DELETE FROM callback_nonce');
  await db.run('DELETE FROM feed_change');
});

describe('profile.pollFeed', () => {
  it('reads every page once, purges copies and tells each change', async () => {
    const { profile, platform, heard, read } = start();
    await read();
    await read();
    expect(platform.asked).toHaveLength(1);
    platform.feed = [change('c1'), change('c2', 'stranger'), change('c3')];
    await profile.pollFeed();
    await profile.pollFeed();
    expect(heard).toEqual(['c1:s1', 'c2:null', 'c3:s1']);
    await read();
    expect(platform.asked).toHaveLength(2);
  });

  it('tells a change of a clock that is ahead as one of now', async () => {
    const clock = testClock();
    const { profile, platform, heardAt } = start(clock);
    platform.feed = [{ ...change('c1'), at: '2031-01-01T00:00:00.000Z' }, change('c2')];
    await profile.pollFeed();
    expect(heardAt).toEqual([clock.now().toISOString(), change('c2').at]);
  });

  it('begins where the last process stopped', async () => {
    const first = start();
    first.platform.feed = [change('c1')];
    await first.profile.pollFeed();
    const second = start();
    second.platform.feed = [change('c1'), change('c2')];
    await second.profile.pollFeed();
    expect(second.heard).toEqual(['c2:s1']);
  });

  it('shows no copy from before it looked, when another instance has passed the change meanwhile', async () => {
    const first = start();
    const late = start();
    await late.read();
    for (const { platform } of [first, late]) platform.feed = [change('c1')];
    await first.profile.pollFeed();
    await late.profile.pollFeed();
    await late.read();
    expect(late.platform.asked).toHaveLength(2);
  });

  it('tells a change again when a listener failed, and none twice when all is well', async () => {
    const { profile, platform, heard, breakListener } = start();
    platform.feed = [change('c1'), change('c2')];
    breakListener(true);
    await profile.pollFeed();
    expect(heard).toEqual([]);
    breakListener(false);
    await profile.pollFeed();
    expect(heard).toEqual(['c1:s1', 'c2:s1']);
  });

  it('has the work of a change done once by five instances, and purges the copies of all', async () => {
    const five = Array.from({ length: 5 }, () => start());
    for (const { platform, read } of five) {
      await read();
      platform.feed = [change('c1'), change('c2')];
    }
    for (let looks = 0; looks < 2; looks++) await Promise.all(five.map(({ profile }) => profile.pollFeed()));
    expect(five.flatMap(({ heard }) => heard).sort()).toEqual(['c1:s1', 'c2:s1']);
    for (const { platform, read } of five) {
      await read();
      expect(platform.asked).toHaveLength(2);
    }
  });

  it('loses no change when the instance that works it off dies: another waits for its lease and takes it over', async () => {
    const clock = testClock();
    const inAMinute = new Date(clock.now().getTime() + 60_000).toISOString();
    await db.run('INSERT INTO feed_change (changeId, leasedUntil, doneAt) VALUES (?, ?, NULL)', ['c1', inAMinute]);
    const { profile, platform, heard } = start(clock);
    platform.feed = [change('c1'), change('c2')];
    await profile.pollFeed();
    expect(heard).toEqual([]);
    clock.advance(60_000);
    await profile.pollFeed();
    expect(heard).toEqual(['c1:s1', 'c2:s1']);
  });

  it('forgets changes after a month', async () => {
    const { profile, platform, clock } = start();
    platform.feed = [change('c1')];
    await profile.pollFeed();
    clock.advance(29 * 86_400_000);
    expect(await profile.dropOldChanges()).toBe(0);
    clock.advance(2 * 86_400_000);
    expect(await profile.dropOldChanges()).toBe(1);
  });

  it('says that freshness is unconfirmed after an hour of silence, and confirmed when the feed answers', async () => {
    const { profile, platform, clock } = start();
    await profile.pollFeed();
    platform.feedDown = true;
    clock.advance(59 * 60_000);
    await profile.pollFeed();
    expect(profile.isFreshnessUnconfirmed()).toBe(false);
    clock.advance(2 * 60_000);
    await profile.pollFeed();
    expect(profile.isFreshnessUnconfirmed()).toBe(true);
    platform.feedDown = false;
    await profile.pollFeed();
    expect(profile.isFreshnessUnconfirmed()).toBe(false);
  });
});

describe('profile.receiveCallback', () => {
  it('refuses what is not signed, what it cannot read and what it has seen', async () => {
    const { profile, platform, call, heard } = start();
    expect((await profile.receiveCallback(raw)).status).toBe(401);
    platform.next = 'malformed';
    expect((await profile.receiveCallback(raw)).status).toBe(400);
    expect(await call('n1', { type: 'change', change: change('c1') })).toBe(200);
    expect(await call('n1', { type: 'change', change: change('c1') })).toBe(409);
    expect(heard).toEqual(['c1:s1']);
  });

  it('refuses a replay that another instance has seen', async () => {
    expect(await start().call('n1', { type: 'change', change: change('c1') })).toBe(200);
    const other = start();
    expect(await other.call('n1', { type: 'change', change: change('c1') })).toBe(409);
    expect(other.heard).toEqual([]);
  });

  it('works off one event once, whether the callback or the feed comes first', async () => {
    const { profile, platform, call, heard } = start();
    platform.feed = [change('c1')];
    await call('n1', { type: 'change', change: change('c1') });
    await profile.pollFeed();
    await call('n2', { type: 'change', change: change('c1') });
    expect(heard).toEqual(['c1:s1']);
  });

  it('asks for another try when it could not be worked off', async () => {
    const { call, heard, breakListener } = start();
    breakListener(true);
    expect(await call('n1', { type: 'change', change: change('c1') })).toBe(503);
    breakListener(false);
    expect(await call('n1', { type: 'change', change: change('c1') })).toBe(200);
    expect(heard).toEqual(['c1:s1']);
  });

  it('shows nothing old even while a listener fails', async () => {
    const { call, read, platform, breakListener } = start();
    await read();
    breakListener(true);
    await call('n1', { type: 'change', change: change('c1') });
    platform.down = true;
    expect(await read()).toMatchObject([
      { state: 'unavailable', records: null, reason: expect.stringContaining('没取到，不表示没有记录') },
    ]);
  });

  it('hands the answer to a help message on', async () => {
    const { call, answers } = start();
    await call('n1', { type: 'help_answer', answer: { number: 'TS1', text: '答复', by: '信用办', at: '2026-11-23T01:00:00.000Z' } });
    expect(answers).toEqual(['TS1']);
  });

  it('forgets nonces after their time', async () => {
    const { profile, clock, call } = start();
    await call('n1', { type: 'change', change: change('c1') });
    clock.advance(21 * 60_000);
    expect(await profile.dropOldNonces()).toBe(1);
  });
});

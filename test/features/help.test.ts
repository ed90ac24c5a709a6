import { randomBytes } from 'node:crypto';
import { loadCity } from '../../bff/cities/city';
import { type HelpDeps, helpForward, wireHelp } from '../../bff/features/help';
import { wireNotice } from '../../bff/features/notice';
import { tellChange } from '../../bff/features/notice/tell-change';
import type { Call } from '../../bff/http/call';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { makeSeal } from '../../bff/lib/seal';
import { addWorkingDays } from '../../bff/lib/working-days';
import { makeOutbox } from '../../bff/outbox/outbox';
import { makeRelay } from '../../bff/outbox/relay';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';
import { alice, bob } from '../support/guarded-app';

const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
const clock = testClock('2026-09-24T03:00:00.000Z');
const city = loadCity('bff/cities/qinghe.json');
let db: Db;
let close: () => Promise<void>;
let help: ReturnType<typeof wireHelp>;
let notice: ReturnType<typeof wireNotice>;
let deliver: () => Promise<number>;
const forwarded: Parameters<HelpDeps['credit']['sendHelpMessage']>[0][] = [];

beforeAll(async () => {
  ({ db, close } = await openTestDb());
  const base = { db, now: clock.now, newId: () => newId(clock.now().getTime()), seal };
  const { enqueue } = makeOutbox({ seal, now: clock.now, onEnqueue: () => undefined });
  const noWechat = { sendReminder: async () => 'not_accepted' as const };
  notice = wireNotice({ ...base, log: makeLog('silent'), city, wechat: noWechat, openIdOf: async () => null, enqueue });
  help = wireHelp({
    ...base,
    city,
    enqueue,
    notify: notice.notify,
    credit: {
      async sendHelpMessage(message) {
        forwarded.push(message);
        return 'kept';
      },
    },
  });
  const relay = makeRelay({ ...base, log: makeLog('silent') });
  relay.on(helpForward, help.forward);
  deliver = relay.tick;
});
afterAll(() => close());

const callOf = <N extends 'help.send' | 'help.read' | 'help.list' | 'notice.list' | 'notice.markRead'>(parts: Partial<Call<N>>): Call<N> =>
  ({ citizen: alice, query: {}, params: {}, keep: async () => undefined, ...parts }) as Call<N>;
const send = (text: string, citizen = alice) =>
  help.handlers['help.send'](callOf<'help.send'>({ citizen, body: { kind: 'complaint', text, page: 'file/overview' } }));
const read = (messageId: string, citizen = alice) => help.handlers['help.read'](callOf<'help.read'>({ citizen, params: { messageId } }));
const inbox = (citizen = alice, cursor?: string) => notice.handlers['notice.list'](callOf<'notice.list'>({ citizen, query: { cursor } }));

describe('help.send', () => {
  it('gives a number one can say on the phone and a last day in working days', async () => {
    const sent = await send('页面上的电话打不通');
    // 2026-09-24 is a Thursday; 25–27 September are the mid-autumn holiday, 10-01 to 10-07 the national one.
    expect(sent).toMatchObject({ number: 'TS20260924-0001', state: 'received', answerBy: addWorkingDays('2026-09-24', 5), answer: null });
    expect(sent.answerBy > '2026-09-30').toBe(true);
  });

  it('gives every message its own number, however many come at once', async () => {
    const numbers = (await Promise.all(Array.from({ length: 40 }, (_, n) => send(`第 ${n} 条建议内容`, n % 2 ? alice : bob)))).map(
      ({ number }) => number,
    );
    expect(new Set(numbers).size).toBe(40);
    expect([...numbers].sort()).toEqual(Array.from({ length: 40 }, (_, n) => `TS20260924-${String(n + 2).padStart(4, '0')}`));
  });

  it('begins anew on the next Beijing day', async () => {
    clock.set('2026-09-24T16:00:01.000Z');
    expect((await send('零点以后的一条')).number).toBe('TS20260925-0001');
  });

  it('keeps the words sealed', async () => {
    const { messageId } = await send('我的住址是青禾市禾光路');
    const rows = await db.query<Record<string, unknown>>('SELECT * FROM help_message WHERE id = ?', [messageId]);
    expect(JSON.stringify(rows)).not.toContain('禾光路');
  });
});

describe('help.read', () => {
  it('shows a message to nobody else', async () => {
    const { messageId } = await send('只有我能看到的话');
    expect(await read(messageId)).toMatchObject({ text: '只有我能看到的话' });
    await expect(read(messageId, bob)).rejects.toMatchObject({ code: 'help.not_found' });
    await expect(read(newId())).rejects.toMatchObject({ code: 'help.not_found' });
    const { messages } = await help.handlers['help.list'](callOf<'help.list'>({ citizen: bob }));
    expect(messages.every(message => message.text !== '只有我能看到的话')).toBe(true);
  });
});

describe('help.forward', () => {
  it('reaches the platform once it is sent, and its answer reaches the person with a notice', async () => {
    const { messageId, number } = await send('请问报告多久过期');
    await deliver();
    expect(forwarded.filter(message => message.number === number)).toEqual([
      { number, kind: 'complaint', text: '请问报告多久过期', sentAt: clock.now().toISOString() },
    ]);
    expect(await read(messageId)).toMatchObject({ state: 'forwarded' });

    const answer = { number, text: '自开具起 90 天。', by: '青禾市信用办', at: '2026-09-28T02:00:00.000Z' };
    expect(await help.receiveAnswer(answer)).toBe(true);
    expect(await help.receiveAnswer(answer)).toBe(true);
    expect(await read(messageId)).toMatchObject({
      state: 'answered',
      answer: { text: '自开具起 90 天。', by: '青禾市信用办', at: answer.at },
    });
    const { notices, unread } = await inbox();
    expect(notices.filter(one => one.target?.id === messageId)).toMatchObject([
      { title: '您的投诉建议有答复了', target: { page: 'help' }, readAt: null },
    ]);
    expect(unread).toBe(notices.filter(one => one.readAt === null).length);
    expect(await help.receiveAnswer({ ...answer, number: 'TS20260101-9999' })).toBe(false);
  });
});

describe('notice.list', () => {
  it('pages from the newest and marks only one’s own as read', async () => {
    for (let n = 0; n < 65; n += 1) {
      await db.inTx(tx =>
        notice.notify(tx, bob.citizenId, { eventKey: `event:${n}`, title: `第 ${n} 条`, text: '内容', target: null, reminder: null }),
      );
    }
    const first = await inbox(bob);
    const second = await inbox(bob, first.nextCursor ?? '');
    const third = await inbox(bob, second.nextCursor ?? '');
    const titles = [first, second, third].flatMap(page => page.notices.map(one => one.title));
    expect(titles).toHaveLength(65);
    expect(new Set(titles).size).toBe(65);
    expect(third.nextCursor).toBeNull();
    expect(first.unread).toBe(65);

    const noticeId = first.notices[0]?.noticeId ?? '';
    const mark = (citizen = bob, id = noticeId) =>
      notice.handlers['notice.markRead'](callOf<'notice.markRead'>({ citizen, params: { noticeId: id } }));
    await expect(mark(alice)).rejects.toMatchObject({ code: 'notice.not_found' });
    await expect(mark(bob, newId())).rejects.toMatchObject({ code: 'notice.not_found' });
    await mark();
    await mark();
    expect((await inbox(bob)).unread).toBe(64);
  });

  it('tells one event once, also when two tell it in one instant', async () => {
    const tell = () =>
      db.inTx(tx =>
        notice.notify(tx, alice.citizenId, { eventKey: 'same', title: '同一件事', text: '内容', target: null, reminder: null }),
      );
    await Promise.all([tell(), tell(), tell()]);
    expect((await inbox()).notices.filter(one => one.title === '同一件事')).toHaveLength(1);
  });
});

describe('notice.tellChange', () => {
  it('tells everybody who may act for the subject, once a change', async () => {
    const tell = tellChange({ db, notify: notice.notify, citizensOf: async () => [alice.citizenId, bob.citizenId] });
    const change = {
      changeId: 'bd-1',
      ref: 'zt-1',
      sectionId: null,
      recordId: null,
      kind: 'repaired',
      at: '2026-09-25T00:00:00.000Z',
    } as const;
    clock.advance(1000);
    await tell(change, newId());
    await tell(change, newId());
    await tell(change, null);
    for (const citizen of [alice, bob])
      expect((await inbox(citizen)).notices.filter(one => one.title === '信用修复已完成')).toHaveLength(1);
  });
});

describe('working-days.addWorkingDays', () => {
  it('skips holidays and counts make-up working days', () => {
    expect(addWorkingDays('2026-09-30', 1)).toBe('2026-10-08');
    expect(addWorkingDays('2026-10-08', 2)).toBe('2026-10-10');
    expect(addWorkingDays('2026-11-20', 1)).toBe('2026-11-23');
  });
});

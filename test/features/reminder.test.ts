import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadCity } from '../../bff/cities/city';
import { wireNotice } from '../../bff/features/notice';
import type { Call } from '../../bff/http/call';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { makeOutbox } from '../../bff/outbox/outbox';
import type { Reminder, ReminderOutcome } from '../../bff/platform/ports';
import { startTestApp, type TestApp } from '../support/app';
import { testClock } from '../support/clock';
import { openTestDb } from '../support/db';
import { type People, peopleOf } from '../support/people';
import { merchantOf, submit } from '../support/registrations';

/** 微信提醒: one acceptance, one reminder, sent once at most; the notice in the app is there whatever WeChat does. */
const city = loadCity('bff/cities/qinghe.json');
const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });

describe('the count of what people allowed', () => {
  const clock = testClock();
  const citizenId = newId();
  const sent: Reminder[] = [];
  let says: () => Promise<ReminderOutcome>;
  let test: Awaited<ReturnType<typeof openTestDb>>;
  let notice: ReturnType<typeof wireNotice>;
  let waiting: { readonly noticeId: string }[];

  beforeAll(async () => {
    test = await openTestDb();
    const { enqueue } = makeOutbox({ seal, now: clock.now, onEnqueue: () => undefined });
    notice = wireNotice({
      db: test.db,
      now: clock.now,
      newId: () => newId(clock.now().getTime()),
      seal,
      log: makeLog('silent'),
      city,
      wechat: {
        async sendReminder(openId, reminder) {
          expect(openId).toBe('o-someone');
          sent.push(reminder);
          return says();
        },
      },
      openIdOf: async () => 'o-someone',
      enqueue: async (tx, topic, orderKey, payload) => {
        waiting.push(payload as { noticeId: string });
        await enqueue(tx, topic, orderKey, payload);
      },
    });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    sent.length = 0;
    waiting = [];
    says = async () => 'sent';
    await test.db.run('DELETE FROM reminder_permission');
  });

  const callOf = <N extends 'notice.answerReminders' | 'notice.listReminders' | 'notice.markRead'>(parts: object): Call<N> =>
    ({ citizen: { citizenId }, query: {}, params: {}, ...parts }) as unknown as Call<N>;
  const answer = (said: 'accept' | 'reject' | 'ban', kind: 'progress' | 'due' = 'progress') =>
    notice.handlers['notice.answerReminders'](callOf<'notice.answerReminders'>({ body: { answers: [{ kind, answer: said }] } }));
  const left = async (kind = 'progress') =>
    (await notice.handlers['notice.listReminders'](callOf<'notice.listReminders'>({}))).kinds.find(one => one.kind === kind)?.remaining;
  const happen = async (eventKey = newId()): Promise<void> =>
    test.db.inTx(tx => notice.notify(tx, citizenId, { eventKey, title: '有答复了', text: '内容', target: null, reminder: 'progress' }));
  const stateOf = async (noticeId: string) =>
    (await test.db.query<{ reminder: string | null }>('SELECT reminder FROM notice WHERE id = ?', [noticeId]))[0]?.reminder;

  it('sends nothing that was not allowed, and one for each that was', async () => {
    await happen();
    expect(waiting).toEqual([]);
    await answer('accept');
    await answer('accept');
    await answer('accept', 'due');
    expect([await left(), await left('due')]).toEqual([2, 1]);
    for (let n = 0; n < 3; n += 1) await happen();
    for (const payload of waiting) await notice.sendReminder(payload);
    expect(sent).toHaveLength(2);
    expect([await left(), await left('due')]).toEqual([0, 1]);
    expect(await Promise.all(waiting.map(({ noticeId }) => stateOf(noticeId)))).toEqual(['sent', 'sent', 'needless']);
  });

  it('is not raised by a refusal, which is remembered', async () => {
    await answer('reject');
    const { kinds } = await answer('ban', 'due');
    expect(kinds.map(({ kind, remaining, answer: said }) => [kind, remaining, said])).toEqual([
      ['progress', 0, 'reject'],
      ['due', 0, 'ban'],
      ['change', 0, null],
    ]);
  });

  it('never falls below nought, however many are sent at once', async () => {
    for (let n = 0; n < 5; n += 1) await answer('accept');
    await Promise.all(Array.from({ length: 20 }, () => happen()));
    expect(waiting).toHaveLength(20);
    await Promise.all(waiting.map(payload => notice.sendReminder(payload)));
    expect(sent).toHaveLength(5);
    expect(await left()).toBe(0);
  });

  it('grows to twenty and no further', async () => {
    for (let n = 0; n < 23; n += 1) await answer('accept');
    expect(await left()).toBe(20);
  });

  it('tells of one event once, and delivered again sends nothing again', async () => {
    await answer('accept');
    await answer('accept');
    await happen('same');
    await happen('same');
    expect(waiting).toHaveLength(1);
    await notice.sendReminder(waiting[0]);
    await notice.sendReminder(waiting[0]);
    expect([sent.length, await left()]).toEqual([1, 1]);
  });

  it('is not touched for a notice that was read in the meantime', async () => {
    await answer('accept');
    await happen();
    const [payload] = waiting;
    await notice.handlers['notice.markRead'](callOf<'notice.markRead'>({ params: { noticeId: payload?.noticeId } }));
    await notice.sendReminder(payload);
    expect([sent.length, await left()]).toEqual([0, 1]);
  });

  it('believes WeChat when it says that none is left', async () => {
    for (let n = 0; n < 3; n += 1) await answer('accept');
    says = async () => 'not_accepted';
    await happen();
    await notice.sendReminder(waiting[0]);
    expect([await left(), await stateOf(waiting[0]?.noticeId ?? '')]).toEqual([0, 'refused']);
  });

  it('does not send again what may have been sent', async () => {
    await answer('accept');
    says = async () => 'unknown';
    await happen();
    await notice.sendReminder(waiting[0]);
    await notice.sendReminder(waiting[0]);
    expect([sent.length, await left(), await stateOf(waiting[0]?.noticeId ?? '')]).toEqual([1, 0, 'unknown']);
  });

  it('does not send again what its process died over', async () => {
    await answer('accept');
    says = () => new Promise(() => undefined);
    await happen();
    void notice.sendReminder(waiting[0]);
    while (sent.length === 0) await new Promise(done => setTimeout(done, 10));
    says = async () => 'sent';
    await notice.sendReminder(waiting[0]);
    expect([sent.length, await left(), await stateOf(waiting[0]?.noticeId ?? '')]).toEqual([1, 0, 'sending']);
  });

  it('gives back what was certainly not sent, and sends it when WeChat is back', async () => {
    await answer('accept');
    says = async () => {
      throw new Problem('platform.unavailable');
    };
    await happen();
    await expect(notice.sendReminder(waiting[0])).rejects.toMatchObject({ code: 'platform.unavailable' });
    expect(await left()).toBe(1);
    says = async () => 'sent';
    await notice.sendReminder(waiting[0]);
    expect([await left(), await stateOf(waiting[0]?.noticeId ?? '')]).toEqual([0, 'sent']);
  });

  it('is not spent on a template that WeChat refuses', async () => {
    await answer('accept');
    says = async () => 47003;
    await happen();
    await notice.sendReminder(waiting[0]);
    expect([await left(), await stateOf(waiting[0]?.noticeId ?? '')]).toEqual([1, 'refused']);
  });
});

describe('a reminder', () => {
  let app: TestApp;
  let people: People;
  beforeAll(async () => {
    app = await startTestApp();
    people = peopleOf(app);
  }, 60_000);
  afterAll(() => app.close());

  const received = async () =>
    (
      (await app.control('/subscribe-messages', undefined, 'GET')) as {
        messages: { touser: string; template_id: string; page: string; data: Record<string, string> }[];
      }
    ).messages;
  const eventually = async <T>(look: () => Promise<T | false>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== false) return found;
      await new Promise(done => setTimeout(done, 50));
    }
  };

  it('has no content: nothing of the event but its minute', () => {
    for (const name of ['qinghe', 'linxi'])
      for (const { data, title } of loadCity(`bff/cities/${name}.json`).reminders) {
        const words = Object.values(data).filter(value => value !== '{time}');
        expect([title, ...words].filter(text => /[\d{}A-Za-z]/.test(text))).toEqual([]);
      }
  });

  it('comes once WeChat was asked, says that there is something, and leads to the messages', async () => {
    const phone = await people.newcomer('clean');
    const { reachable, kinds } = await phone.ok('notice.listReminders');
    expect([reachable, kinds.map(({ kind }) => kind)]).toEqual([true, ['progress', 'due', 'change']]);
    await app.control('/subscribe-accepts', { key: 'clean', template: kinds[0]?.templateId });
    await phone.ok('notice.answerReminders', { body: { answers: [{ kind: 'progress', answer: 'accept' }] } });
    const { number } = await phone.ok('help.send', { body: { kind: 'help', text: '一件只有我知道的事', page: null } });
    await eventually(async () => {
      const { messages } = (await app.control('/help-messages', undefined, 'GET')) as { messages: { zxbh: string }[] };
      return messages.some(({ zxbh }) => zxbh === number);
    });
    await app.control('/help-answers', { number, text: '答复的内容', by: '信用办' });
    const [message] = await eventually(async () => ((await received()).length > 0 ? received() : false));
    expect(message).toEqual({
      touser: expect.stringMatching(/^o/),
      template_id: kinds[0]?.templateId,
      page: 'account/pages/messages/index',
      data: { thing1: '您有一件事有了进展', thing2: '打开小程序查看', time3: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/) },
    });
    const { pages, subPackages } = JSON.parse(readFileSync('.build/weapp/app.json', 'utf8')) as {
      pages: string[];
      subPackages: { root: string; pages: string[] }[];
    };
    expect([...pages, ...subPackages.flatMap(({ root, pages: below }) => below.map(page => `${root}/${page}`))]).toContain(message?.page);
    await eventually(async () => (await phone.ok('notice.listReminders')).kinds[0]?.remaining === 0);
    expect(app.logged()).not.toContain(message?.touser);
  }, 60_000);

  it('that hangs holds up nothing that a merchant submits', async () => {
    const phone = await people.newcomer('shop_owner');
    const { document, bankCard, orgCodes } = await people.person('shop_owner');
    await phone.ok('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });
    await phone.ok('merchant.bind', { body: { orgCode: orgCodes[0] ?? '', role: 'legal_representative' } });
    const shop = await merchantOf(phone);
    await app.control('/faults', { kind: 'hang', endpoint: 'wechat.subscribe' });
    await phone.ok('notice.answerReminders', { body: { answers: [{ kind: 'progress', answer: 'accept' }] } });
    const first = await submit(app, shop);
    const move = (step: Parameters<typeof app.container.registration.moveEntry>[1]) =>
      app.container.registration.moveEntry({ number: first.number }, step);
    await move({ move: 'pass_to_office', actor: 'platform', by: '市平台' });
    await move({ move: 'refuse', actor: 'office', by: '信用办', reasons: [{ pointer: '/', text: '没有依据' }] });
    const stateOf = async () =>
      (await app.db.query<{ reminder: string }>("SELECT reminder FROM notice WHERE reminder IS NOT NULL AND reminder <> 'sent'"))[0]
        ?.reminder;
    await eventually(async () => (await stateOf()) === 'sending');
    const { number } = await submit(app, shop, 'charity', { matter: '后来的一条' });
    await eventually(async () => {
      const { cases } = (await app.control('/registrations', undefined, 'GET')) as { cases: { zybh: string }[] };
      return cases.some(({ zybh }) => zybh === number);
    });
    await eventually(async () => (await stateOf()) === 'unknown');
    await app.control('/faults', undefined, 'DELETE');
  }, 60_000);

  it('is not for an account that was not made in WeChat', async () => {
    const phone = await people.demo('guardian');
    expect((await phone.ok('notice.listReminders')).reachable).toBe(false);
    await phone.refused('notice.not_in_wechat', 'notice.answerReminders', { body: { answers: [{ kind: 'due', answer: 'accept' }] } });
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../../bff/lib/new-id';
import { startTestApp, type TestApp } from '../support/app';
import { testEngine } from '../support/db';
import { makePhoto } from '../support/papers';
import { type People, peopleOf } from '../support/people';
import { type Entry, type Merchant, merchantOf, readEntry, submit, wishOf } from '../support/registrations';
import { sendPaper } from '../support/send-paper';

let app: TestApp;
let people: People;
let shop: Merchant;
let other: Merchant;

beforeAll(async () => {
  // The relay stands still: what the platform would answer is said by the tests.
  app = await startTestApp({ background: false });
  people = peopleOf(app);
  shop = await merchantOf(await people.demo('shop_owner'));
  other = await merchantOf(await people.demo('clean'));
}, 60_000);
afterAll(() => app.close());

const send = ({ phone, subjectId }: Merchant, body: Awaited<ReturnType<typeof wishOf>>, idempotencyKey = newId()) =>
  phone.call('registration.submit', { params: { subjectId }, body }, { idempotencyKey });

describe('the first of a day', () => {
  it('may be many at once: each gets its own number, and those of a merchant are told in their order', async () => {
    const wishes = await Promise.all(Array.from({ length: 10 }, (_, n) => wishOf(app, n % 2 ? shop : other, 'charity')));
    const answers = await Promise.all(wishes.map((wish, n) => send(n % 2 ? shop : other, wish)));
    expect(answers.map(({ status }) => status)).toEqual(wishes.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(wishes.length);
    for (const { subjectId } of [shop, other]) {
      const told = await app.db.query<{ payloadSealed: string }>(
        "SELECT payloadSealed FROM outbox WHERE orderKey = ? AND topic = 'registration.submit' ORDER BY id",
        [subjectId],
      );
      const ids = told.map(
        ({ payloadSealed }) => JSON.parse(app.container.admin.seal.openText(payloadSealed, 'outbox.payloadSealed')).entryId,
      );
      const numberOf = new Map(answers.map(({ body }) => [body.entryId, body.number]));
      const numbers = ids.map(id => numberOf.get(id));
      expect(numbers).toHaveLength(5);
      expect(numbers).toEqual([...numbers].sort());
    }
    const [wordings] = await app.db.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM signed_wording');
    expect(Number(wordings?.n)).toBe(1);
  });
});

describe('the number', () => {
  const counted = async (): Promise<number> => {
    const [mark] = await app.db.query<{ value: string }>(
      "SELECT value FROM mark WHERE name LIKE 'registration:%' ORDER BY name DESC LIMIT 1",
    );
    return Number(mark?.value);
  };

  it('is taken before the submission is written: one that is rolled back leaves a gap, and nobody gets its number', async () => {
    const before = await submit(app, shop);
    await shop.phone.refused('attachment.not_found', 'registration.submit', {
      params: { subjectId: shop.subjectId },
      body: { ...(await wishOf(app, shop, 'charity')), attachmentIds: [newId()] },
    });
    expect(await counted()).toBe(Number(before.number.slice(-4)) + 1);
    const after = await submit(app, other);
    expect(Number(after.number.slice(-4))).toBe(Number(before.number.slice(-4)) + 2);
  });

  it('never goes back: a clock that was fast over midnight and is right again still takes what a merchant submits', async () => {
    const hourMs = 3600_000;
    const fast = await submit(app, shop);
    app.clock.advance(24 * hourMs);
    const tomorrow = await submit(app, await merchantOf(await people.demo('shop_owner')));
    app.clock.advance(-24 * hourMs);
    const right = await submit(app, await merchantOf(await people.demo('shop_owner')));
    expect([fast.number < tomorrow.number, tomorrow.number < right.number]).toEqual([true, true]);
    expect(right.submittedAt.slice(0, 10)).toBe(fast.submittedAt.slice(0, 10));
  });

  it('is no queue: a submission that hangs holds those of no other merchant', async () => {
    if (testEngine === 'sqlite') {
      process.stderr.write('SQLite has one writer, whatever is written: this is for the MySQL protocol\n');
      return;
    }
    await submit(app, shop);
    const wishes = { slow: await wishOf(app, shop, 'charity'), quick: await wishOf(app, other, 'charity') };
    const before = await counted();
    let letGo = (): void => undefined;
    const released = new Promise<void>(resolve => {
      letGo = resolve;
    });
    let hanging = true;
    let hold: Promise<unknown> = Promise.resolve();
    try {
      // The last thing a submission writes is its merchant's ledger.
      await new Promise<void>((held, failed) => {
        hold = app.db.inTx(async tx => {
          await tx.query('SELECT seq FROM ledger_head WHERE subjectId = ? FOR UPDATE', [shop.subjectId]);
          held();
          await released;
        });
        hold.catch(failed);
      });
      const slow = send(shop, wishes.slow).finally(() => {
        hanging = false;
      });
      while ((await counted()) === before) await pause(10);
      expect((await send(other, wishes.quick)).status).toBe(200);
      expect(hanging).toBe(true);
      letGo();
      expect((await slow).status).toBe(200);
    } finally {
      letGo();
      await hold;
    }
  });
});

describe('one key', () => {
  it('sent many times at once makes one entry, and everybody who waits learns its number', async () => {
    const wish = await wishOf(app, shop, 'charity');
    const key = newId();
    const first = await Promise.all([1, 2, 3, 4, 5].map(() => send(shop, wish, key)));
    expect(first.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status, problem } of first) if (status !== 200) expect(problem.code).toBe('idempotency.in_flight');
    const again = await send(shop, wish, key);
    expect(again.status).toBe(200);
    for (const { status, body } of first) if (status === 200) expect(body.number).toBe(again.body.number);
  });
});

describe('moves of one entry at once', () => {
  const historyHolds = async (entry: Entry): Promise<Entry> => {
    const now = await readEntry(shop, entry.entryId);
    const rows = await app.db.query<{ seq: number }>('SELECT seq FROM registration_move WHERE entryId = ? ORDER BY seq', [entry.entryId]);
    expect(rows.map(({ seq }) => Number(seq))).toEqual(now.history.map((_, n) => n + 1));
    return now;
  };

  it('are one after the other, and each is told once', async () => {
    const { moveEntry, decideCase } = app.container.registration;
    for (let round = 0; round < 5; round += 1) {
      const entry = await submit(app, shop);
      const by = { number: entry.number };
      const settle = (work: Promise<unknown>) => work.then(() => true).catch(() => false);
      await moveEntry(by, { move: 'pass_to_office', actor: 'platform', by: '平台' });
      const decision = { number: entry.number, revision: 1, reasons: [{ pointer: '/', text: '请补充' }], by: '信用办' };
      const outcomes = await Promise.all([
        decideCase({ ...decision, decision: 'verify' }, async () => undefined),
        decideCase({ ...decision, decision: 'return' }, async () => undefined),
        decideCase({ ...decision, decision: 'refuse' }, async () => undefined),
        settle(moveEntry(by, { move: 'verify', actor: 'agency', by: '某局', trust: 'agency_verified' })),
        settle(moveEntry(by, { move: 'return', actor: 'platform', by: '平台' })),
      ]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const { history, state } = await historyHolds(entry);
      expect(history).toHaveLength(3);
      const { notices } = await shop.phone.ok('notice.list');
      expect(notices.filter(({ target }) => target?.id === entry.entryId)).toHaveLength(3);
      expect(['verified', 'returned', 'refused', 'published']).toContain(state);
    }
  });

  it('mend a returned entry once, however many phones send it', async () => {
    const entry = await submit(app, shop);
    await app.container.registration.moveEntry({ number: entry.number }, { move: 'return', actor: 'agency', by: '某局' });
    const wishes = await Promise.all(
      [1, 2, 3].map(() => wishOf(app, shop, 'charity', {}, { mends: { entryId: entry.entryId, revision: 1 } })),
    );
    const answers = await Promise.all(wishes.map(wish => send(shop, wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { revision } = await historyHolds(entry);
    expect(revision).toBe(2);
    const [kept] = await app.db.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM registration_revision WHERE entryId = ?', [
      entry.entryId,
    ]);
    expect(Number(kept?.n)).toBe(2);
  });
});

describe('one draft', () => {
  const draftOf = async ({ phone, subjectId }: Merchant): Promise<string> => {
    const draftId = newId();
    const body = { form: 'registration' as const, title: '社会公益', revision: 0, device: '手机', content: { typed: {} } };
    await phone.ok('draft.write', { params: { subjectId, draftId }, body });
    return draftId;
  };
  const madeOf = (draftId: string) =>
    app.db.query<{ entryId: string; revision: number }>('SELECT entryId, revision FROM registration_revision WHERE draftId = ?', [draftId]);
  const told = async (): Promise<number> => {
    const [row] = await app.db.query<{ n: number | bigint }>("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'registration.submit'");
    return Number(row?.n);
  };

  it('sent by two phones at once, or again under another key, makes one entry, and each gets its receipt', async () => {
    for (let round = 0; round < 5; round += 1) {
      const draftId = await draftOf(shop);
      const wish = { ...(await wishOf(app, shop, 'charity')), draftId };
      const { amountFen, ...others } = wish.fields;
      const otherOrder = { ...wish, fields: { amountFen: amountFen ?? null, ...others } };
      const before = await told();
      const answers = await Promise.all([send(shop, wish), send(shop, otherOrder), send(shop, wish), send(shop, wish)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const [first] = answers;
      const later = await send(shop, wish);
      for (const { body } of [...answers, later])
        expect([body.entryId, body.number, body.revision]).toEqual([first?.body.entryId, first?.body.number, 1]);
      expect(await madeOf(draftId)).toHaveLength(1);
      expect(await told()).toBe(before + 1);
      const { drafts } = await shop.phone.ok('draft.list', { params: { subjectId: shop.subjectId }, query: {} });
      expect(drafts.map(one => one.draftId)).not.toContain(draftId);
    }
  });

  it('sent by two phones with other content at once makes one entry, and the other is told its number', async () => {
    for (let round = 0; round < 5; round += 1) {
      const draftId = await draftOf(shop);
      const wishes = [
        { ...(await wishOf(app, shop, 'charity')), draftId },
        { ...(await wishOf(app, shop, 'charity')), draftId },
      ];
      const answers = await Promise.all(wishes.map(wish => send(shop, wish)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const taken = answers.find(({ status }) => status === 200);
      const other = answers.find(({ status }) => status === 409);
      expect(other?.problem).toMatchObject({ code: 'registration.draft_spent', detail: `登记号是 ${taken?.body.number}。` });
      expect(await madeOf(draftId)).toHaveLength(1);
    }
  });

  it('of a returned entry mends it once, and the second phone gets the receipt though it was returned again', async () => {
    const entry = await submit(app, shop);
    const { moveEntry } = app.container.registration;
    await moveEntry({ number: entry.number }, { move: 'return', actor: 'agency', by: '某局' });
    const draftId = await draftOf(shop);
    const wish = await wishOf(app, shop, 'charity', {}, { mends: { entryId: entry.entryId, revision: 1 }, draftId });
    const answers = await Promise.all([send(shop, wish), send(shop, wish)]);
    expect(answers.map(({ status, body }) => [status, body.revision])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    await moveEntry({ number: entry.number }, { move: 'return', actor: 'agency', by: '某局' });
    expect((await send(shop, wish)).body).toMatchObject({ entryId: entry.entryId, revision: 2, state: 'returned' });
    expect(await madeOf(draftId)).toEqual([{ entryId: entry.entryId, revision: expect.anything() }]);
  });

  it('is one person’s: the same id of somebody else stands in nobody’s way', async () => {
    const draftId = newId();
    const mine = await send(shop, { ...(await wishOf(app, shop, 'charity')), draftId });
    const theirs = await send(other, { ...(await wishOf(app, other, 'charity')), draftId });
    expect([mine.status, theirs.status]).toEqual([200, 200]);
    expect(theirs.body.number).not.toBe(mine.body.number);
    expect(await madeOf(draftId)).toHaveLength(2);
  });
});

describe('an entry with its picture', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const people = peopleOf(app);
    shop = await merchantOf(await people.demo('shop_owner'));
    other = await merchantOf(await people.demo('clean'));
  }, 60_000);
  afterAll(() => app.close());

  it('keeps the digest of what was sent in the receipt, and the attachment for itself', async () => {
    const paper = await sendPaper(shop.phone, shop.subjectId, await makePhoto(), { name: '许可证.jpg' });
    const wish = await wishOf(app, shop, 'license', {}, { attachmentIds: [paper.attachmentId, paper.attachmentId] });
    const { body, status } = await send(shop, wish);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      trust: 'self_declared',
      attachments: [{ attachmentId: paper.attachmentId, sentDigest: paper.sentDigest }],
    });
    expect((await readEntry(shop, body.entryId)).attachments).toEqual(body.attachments);
    const second = await send(shop, await wishOf(app, shop, 'license', {}, { attachmentIds: [paper.attachmentId] }));
    expect(second.problem.code).toBe('attachment.not_ready');
    const foreign = await send(other, await wishOf(app, other, 'license', {}, { attachmentIds: [paper.attachmentId] }));
    expect(foreign.problem.code).toBe('attachment.not_found');
  });
});

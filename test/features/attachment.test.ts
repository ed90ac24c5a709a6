import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { reseal } from '../../bff/admin/reseal';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import type { Reply } from '../../bff/contract/types';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { attachmentPolicy } from '../../bff/policy/attachments';
import { startTestApp, type TestApp } from '../support/app';
import { badWords, type Clamd, hasClamd, sha256, startClamd, withoutClamd } from '../support/clamd';
import { heicHead, makePdf, makePhoto } from '../support/papers';
import { type People, type Phone, peopleOf } from '../support/people';
import { sendPaper, settled, toBody } from '../support/send-paper';

type Attachment = Reply<'attachment.read'>;

const withClamd = hasClamd ? describe : describe.skip;
const hourMs = 3600_000;

let app: TestApp;
let clamd: Clamd | null = null;
let people: People;
let shop: Phone;
let subjectId: string;

beforeAll(async () => {
  clamd = hasClamd ? await startClamd() : null;
  app = await startTestApp({ env: clamd ? { CLAMD: clamd.address } : {} });
  people = peopleOf(app);
  shop = await people.demo('shop_owner');
  subjectId = (await shop.ok('identity.read')).subjects.find(subject => subject.kind === 'merchant')?.subjectId ?? '';
}, 60_000);
afterAll(async () => {
  await app.close();
  await clamd?.close();
});

const begin = (sizeBytes: number, more: { name?: string; sentDigest?: string | null } = {}) =>
  shop.ok('attachment.begin', { params: { subjectId }, body: { name: '营业执照.pdf', sentDigest: null, ...more, sizeBytes } });
const append = (attachmentId: string, from: number, bytes: Uint8Array, phone = shop) =>
  phone.call('attachment.append', { params: { subjectId, attachmentId }, query: { from }, body: toBody(bytes) });
const read = (attachmentId: string) => shop.ok('attachment.read', { params: { subjectId, attachmentId } });
const finish = (attachmentId: string) => shop.ok('attachment.finish', { params: { subjectId, attachmentId } });
const remove = (attachmentId: string) => shop.ok('attachment.remove', { params: { subjectId, attachmentId } });
const send = (bytes: Uint8Array, name = '材料') => sendPaper(shop, subjectId, bytes, { name });
const folder = (attachmentId: string) => join(app.config.dataDir, 'attachments', attachmentId);
const filesOf = (attachmentId: string): string[] => {
  try {
    return readdirSync(folder(attachmentId));
  } catch {
    return [];
  }
};

/** The verdict is told before the rest is cleared away, files first and rows last. */
const clearedTo = async (attachmentId: string, count: number): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const rows = await app.db.query('SELECT id FROM attachment_part WHERE attachmentId = ?', [attachmentId]);
    if (rows.length <= count && filesOf(attachmentId).length <= count) return;
    await pause(50);
  }
};
const contentOf = async (attachmentId: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await app.container.openAttachment(attachmentId))?.content() ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
};

describe('attachment.append', () => {
  it('goes on where it stopped, on another phone too', async () => {
    const pdf = makePdf({ padding: 1_200_000 });
    const { attachmentId } = await begin(pdf.length, { sentDigest: sha256(pdf) });
    const first = await append(attachmentId, 0, pdf.subarray(0, 500_000));
    expect([first.status, first.body.receivedBytes]).toEqual([200, 500_000]);
    const other = await people.demo('shop_owner');
    const { receivedBytes } = await other.ok('attachment.read', { params: { subjectId, attachmentId } });
    expect((await append(attachmentId, receivedBytes, pdf.subarray(receivedBytes, 1_000_000), other)).body.receivedBytes).toBe(1_000_000);
    await append(attachmentId, 1_000_000, pdf.subarray(1_000_000));
    await finish(attachmentId);
    expect(await settled(shop, subjectId, attachmentId)).toMatchObject({ contentType: 'application/pdf', sentDigest: sha256(pdf) });
  });

  it('says where to go on, and answers the newest chunk as the first time', async () => {
    const bytes = makePdf({ padding: 200_000 });
    const { attachmentId } = await begin(bytes.length);
    const chunk = bytes.subarray(0, 100_000);
    await append(attachmentId, 0, chunk);
    const ahead = await append(attachmentId, 150_000, bytes.subarray(150_000, 180_000));
    expect([ahead.status, ahead.problem.code, ahead.problem.resumeFrom]).toEqual([409, 'attachment.other_place', 100_000]);
    const again = await append(attachmentId, 0, chunk);
    expect([again.status, again.body.receivedBytes]).toEqual([200, 100_000]);
    const changed = await append(attachmentId, 0, Buffer.alloc(100_000, 'x'));
    expect([changed.problem.code, changed.problem.resumeFrom]).toEqual(['attachment.other_place', 100_000]);
    expect(filesOf(attachmentId)).toHaveLength(1);
    await remove(attachmentId);
  });

  it('takes one of many that add at one place at the same moment', async () => {
    const bytes = makePdf({ padding: 300_000 });
    const { attachmentId } = await begin(bytes.length, { sentDigest: sha256(bytes) });
    for (let from = 0; from < bytes.length; ) {
      const size = Math.min(40_000, bytes.length - from);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          append(
            attachmentId,
            from,
            n < 3 ? bytes.subarray(from, from + size) : bytes.subarray(from, Math.min(bytes.length, from + size + 1000 * n)),
          ),
        ),
      );
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      const here = (await read(attachmentId)).receivedBytes;
      expect(here).toBeGreaterThan(from);
      from = here;
    }
    await finish(attachmentId);
    expect((await settled(shop, subjectId, attachmentId)).sentDigest).toBe(sha256(bytes));
  });

  it('refuses crumbs, too much, and what comes after the end', async () => {
    const pdf = makePdf();
    const { attachmentId } = await begin(pdf.length);
    const long = await begin(100_000);
    const code = async (answer: ReturnType<typeof append>) => (await answer).problem?.code;
    expect(await code(append(attachmentId, 0, Buffer.concat([pdf, Buffer.from('x')])))).toBe('attachment.chunk_wrong');
    expect(await code(append(attachmentId, 0, new Uint8Array()))).toBe('attachment.chunk_wrong');
    expect(await code(append(long.attachmentId, 0, new Uint8Array(attachmentLimits.leastChunkBytes - 1)))).toBe('attachment.chunk_wrong');
    expect(await code(append(long.attachmentId, 0, new Uint8Array(attachmentLimits.chunkBytes + 1)))).toBe('request.too_large');
    const early = await shop.call('attachment.finish', { params: { subjectId, attachmentId } });
    expect([early.problem.code, early.problem.resumeFrom]).toEqual(['attachment.not_ready', 0]);
    await append(attachmentId, 0, pdf);
    await finish(attachmentId);
    expect(await code(append(attachmentId, 1, pdf))).toBe('attachment.closed');
    expect((await finish(attachmentId)).attachmentId).toBe(attachmentId);
    const json = await shop.call(
      'attachment.append',
      { params: { subjectId, attachmentId }, query: { from: 0 }, body: toBody(pdf) },
      { headers: { 'content-type': 'application/json' } },
    );
    expect(json.problem.code).toBe('request.media_type');
    await remove(long.attachmentId);
  });
});

describe('attachment.begin', () => {
  it('takes no name for a path, and none that hides or turns its end', async () => {
    const names = ['../../etc/passwd', '..\\..\\boot.ini', '发票\u202efdp.exe', 'a\r\nSet-Cookie: x', '...', '<img src=x>|"'];
    const begun = await Promise.all(names.map(name => begin(10, { name })));
    const shown = begun.map(({ name }) => name);
    expect(shown.join('')).not.toMatch(/[/\\<>|"\p{Cc}\p{Cf}]/u);
    expect(shown[0]).toBe('__.._etc_passwd');
    expect(shown[2]).toBe('发票fdp.exe');
    for (const { attachmentId } of begun) await remove(attachmentId);
  });

  it('refuses what is larger than an attachment may be', async () => {
    await shop.refused('request.invalid', 'attachment.begin', {
      params: { subjectId },
      body: { name: 'x', sizeBytes: attachmentLimits.sizeBytes + 1, sentDigest: null },
    });
  });
});

describe('attachment limits', () => {
  it('hold for a subject however many phones begin at once', async () => {
    const boss = await people.demo('serious_list_boss');
    const own = (await boss.ok('identity.read')).subjects.find(subject => subject.kind === 'merchant')?.subjectId ?? '';
    const tryBegin = (sizeBytes: number) =>
      boss.call('attachment.begin', { params: { subjectId: own }, body: { name: '合同', sizeBytes, sentDigest: null } });
    const answers: Awaited<ReturnType<typeof tryBegin>>[] = [];
    // No more at once than there are places, or some would be told to come back.
    while (answers.length < attachmentPolicy.unusedAtOnce + 10)
      answers.push(...(await Promise.all(Array.from({ length: 12 }, () => tryBegin(1000)))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(attachmentPolicy.unusedAtOnce);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ problem }) => problem.code))).toEqual(
      new Set(['attachment.too_many']),
    );
    for (const { body, status } of answers)
      if (status === 200) await boss.ok('attachment.remove', { params: { subjectId: own, attachmentId: body.attachmentId } });
    // What was removed again still counts for the day.
    const codes: (string | undefined)[] = [];
    for (let sum = attachmentPolicy.unusedAtOnce * 1000; sum <= attachmentPolicy.bytesPerDay; sum += attachmentLimits.sizeBytes) {
      const { body, problem, status } = await tryBegin(attachmentLimits.sizeBytes);
      codes.push(problem?.code);
      if (status === 200) await boss.ok('attachment.remove', { params: { subjectId: own, attachmentId: body.attachmentId } });
    }
    expect(codes.at(-1)).toBe('attachment.day_full');
    expect(codes.slice(0, -1).every(code => code === undefined)).toBe(true);
  });
});

describe('sealed content', () => {
  it('is nowhere in clear: not in the store, not in the database, not in the log', async () => {
    const words = '青禾市禾光商贸有限公司的秘密合同';
    const pdf = makePdf({ objects: [`<< /Info (${Buffer.from(words).toString('latin1')}) >>`] });
    const { attachmentId } = await send(pdf, words);
    const stored = filesOf(attachmentId).map(name => readFileSync(join(folder(attachmentId), name)));
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.some(bytes => bytes.includes('%PDF') || bytes.includes(words))).toBe(false);
    expect(statSync(folder(attachmentId)).mode & 0o077).toBe(0);
    const rows = await app.db.query('SELECT * FROM attachment WHERE id = ?', [attachmentId]);
    expect(JSON.stringify(rows)).not.toContain('秘密');
    expect(app.logged()).not.toContain('秘密');
  });
});

withClamd(`sealed content${withoutClamd}`, () => {
  const pieceFiles = (attachmentId: string) => filesOf(attachmentId).map(name => join(folder(attachmentId), name));

  it('opens only unchanged, whole, and at its own place', async () => {
    const pdf = makePdf({ padding: 900_000 });
    const { attachmentId } = await send(pdf);
    const [one = '', two = ''] = pieceFiles(attachmentId);
    const [first, second] = [readFileSync(one), readFileSync(two)];
    const spoilt: [string, Buffer][] = [
      [one, Buffer.concat([first.subarray(0, 70_000), Buffer.from([(first[70_000] ?? 0) ^ 1]), first.subarray(70_001)])],
      [one, first.subarray(0, 64 * 1024 + 28)],
      [one, Buffer.concat([first.subarray(64 * 1024 + 28), first.subarray(0, 64 * 1024 + 28)])],
      [one, second],
    ];
    for (const [file, bytes] of spoilt) {
      writeFileSync(file, bytes);
      await expect(contentOf(attachmentId)).rejects.toThrow();
      writeFileSync(file, first);
    }
    expect((await contentOf(attachmentId)).equals(pdf)).toBe(true);
    rmSync(two);
    await expect(contentOf(attachmentId)).rejects.toThrow('a piece is gone');
  });

  it('stays readable when the sealing key changes, and no file is written for it', async () => {
    const pdf = makePdf({ padding: 100_000 });
    const { attachmentId } = await send(pdf);
    const before = pieceFiles(attachmentId).map(file => sha256(readFileSync(file)));
    const tools = { config: app.config, db: app.db, now: app.clock.now, log: makeLog('silent'), ...app.container.admin };
    const { sealKeys } = app.config;
    const old = sealKeys.current;
    sealKeys.keys.later = randomBytes(32);
    sealKeys.current = 'later';
    await reseal(tools);
    const held = sealKeys.keys[old];
    delete sealKeys.keys[old];
    expect((await contentOf(attachmentId)).equals(pdf)).toBe(true);
    expect(pieceFiles(attachmentId).map(file => sha256(readFileSync(file)))).toEqual(before);
    if (held) sealKeys.keys[old] = held;
  });
});

withClamd(`a check with a scanner${withoutClamd}`, () => {
  it('keeps a photo drawn anew and both digests, and the photo as sent no longer', async () => {
    const photo = await makePhoto({ orientation: 6 });
    const shown = await send(photo, '门头照.jpg');
    expect(shown).toMatchObject({ state: 'clean', contentType: 'image/jpeg', sentDigest: sha256(photo), reason: null });
    await clearedTo(shown.attachmentId, 1);
    const kept = await contentOf(shown.attachmentId);
    expect(sha256(kept)).toBe(shown.keptDigest);
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    expect(await app.db.query('SELECT stage FROM attachment_part WHERE attachmentId = ?', [shown.attachmentId])).toEqual([
      { stage: 'kept' },
    ]);
    expect(filesOf(shown.attachmentId)).toHaveLength(1);
  });

  it('keeps a PDF as it is', async () => {
    const pdf = makePdf({ padding: 700_000 });
    const shown = await send(pdf, '合同.pdf');
    expect(shown).toMatchObject({ state: 'clean', contentType: 'application/pdf', sentDigest: sha256(pdf), keptDigest: sha256(pdf) });
    expect((await contentOf(shown.attachmentId)).equals(pdf)).toBe(true);
  });

  it('goes by the content: a photo called .pdf is a photo, a script called .jpg is refused', async () => {
    expect(await send(await makePhoto(), '合同.pdf')).toMatchObject({ state: 'clean', contentType: 'image/jpeg' });
    expect(await send(Buffer.from('<script>alert(1)</script>'), '照片.jpg')).toMatchObject({ state: 'refused', contentType: null });
  });

  it('refuses with a sentence that says what to do, and keeps nothing of it', async () => {
    const infected = makePdf({ objects: [`<< /Note (${badWords}) >>`] });
    const refusedOnes = [
      [await send(heicHead), /HEIC.*JPG/],
      [await send(makePdf({ catalogue: '/OpenAction << /S /JavaScript /JS (1) >>' })), /脚本.*打印为 PDF/],
      [await send(infected), /病毒检查.*换一个/],
    ] as const;
    for (const [{ attachmentId, state, reason }, sentence] of refusedOnes) {
      expect([state, reason]).toEqual(['refused', expect.stringMatching(sentence)]);
      await clearedTo(attachmentId, 0);
      expect(filesOf(attachmentId)).toEqual([]);
      expect(await app.db.query('SELECT id FROM attachment_part WHERE attachmentId = ?', [attachmentId])).toEqual([]);
    }
    expect(await app.db.query('SELECT id FROM notice WHERE eventKey LIKE ?', ['attachment.refused:%'])).toEqual([]);
  });

  it('refuses what is not what the phone says it sent', async () => {
    const pdf = makePdf();
    const { attachmentId } = await begin(pdf.length, { sentDigest: sha256(Buffer.from('another')) });
    await append(attachmentId, 0, pdf);
    await finish(attachmentId);
    expect(await settled(shop, subjectId, attachmentId)).toMatchObject({ state: 'refused', reason: expect.stringContaining('重新传一次') });
  });

  it('holds what no scanner looked at, and settles it when the scanner is back: clean, or refused and told', async () => {
    await clamd?.kill();
    const photo = await send(await makePhoto(), '店面.jpg');
    const pdf = await send(makePdf({ objects: [`<< /Note (${badWords}) >>`] }), '发票.pdf');
    expect([photo.state, pdf.state]).toEqual(['held', 'held']);
    expect((await (await fetch(`${app.url}/readyz`)).json()).dependencies.scanner.state).toBe('down');
    expect(await (await fetch(`${app.url}/metrics`)).text()).toContain('chengxin_attachments_held 2');
    await expect(app.container.openAttachment(photo.attachmentId)).rejects.toMatchObject({ code: 'attachment.not_ready' });
    await app.container.scanHeld();
    expect((await read(photo.attachmentId)).state).toBe('held');

    await clamd?.start();
    expect((await (await fetch(`${app.url}/readyz`)).json()).dependencies.scanner).toEqual({ state: 'up', detail: null });
    await app.container.scanHeld();
    expect((await read(photo.attachmentId)).state).toBe('clean');
    expect((await read(pdf.attachmentId)).state).toBe('refused');
    expect(sha256(await contentOf(photo.attachmentId))).toBe(photo.keptDigest);
    expect(filesOf(photo.attachmentId)).toHaveLength(1);
    expect(filesOf(pdf.attachmentId)).toEqual([]);
    const { notices } = await shop.ok('notice.list');
    expect(notices.filter(({ title }) => title === '有一个附件没有通过病毒检查')).toHaveLength(1);
  });
});

describe('bindAttachments', () => {
  const owner = () => ({ kind: 'registration' as const, id: newId() });
  const bind = (attachmentIds: string[], of = owner(), as = subjectId) =>
    app.db.inTx(tx => app.container.bindAttachments(tx, { subjectId: as, attachmentIds, owner: of }));

  it('gives an attachment to one submission, which may bind it again, and holds it fast', async () => {
    const { attachmentId } = await send(await makePhoto(), '资质.jpg');
    const mine = owner();
    const [bound] = await bind([attachmentId], mine);
    expect(bound).toMatchObject({ attachmentId, name: '资质.jpg', contentType: 'image/jpeg' });
    expect(await bind([attachmentId], mine)).toEqual([bound]);
    expect(await app.container.describeAttachments(mine)).toEqual([bound]);
    await expect(bind([attachmentId])).rejects.toMatchObject({ code: 'attachment.not_ready' });
    await shop.refused('attachment.in_use', 'attachment.remove', { params: { subjectId, attachmentId } });
    app.clock.advance(40 * 24 * hourMs);
    await app.container.sweepAttachments();
    expect(await app.container.describeAttachments(mine)).toEqual([bound]);
    app.clock.advance(-40 * 24 * hourMs);
  });

  it('leaves everything as it was when one of them is missing, foreign or not checked', async () => {
    const { attachmentId } = await send(makePdf());
    const unfinished = await begin(1000);
    for (const [ids, as, code] of [
      [[attachmentId, unfinished.attachmentId], subjectId, 'attachment.not_ready'],
      [[attachmentId, newId()], subjectId, 'attachment.not_found'],
      [[attachmentId], newId(), 'attachment.not_found'],
    ] as const)
      await expect(bind([...ids], owner(), as)).rejects.toMatchObject({ code });
    await remove(attachmentId);
    await remove(unfinished.attachmentId);
  });
});

describe('the sweep', () => {
  it('forgets what nobody finished after a day, what nobody used after 30, and at last the rows', async () => {
    const pdf = makePdf({ padding: 60_000 });
    const unfinished = await begin(pdf.length);
    await append(unfinished.attachmentId, 0, pdf.subarray(0, 30_000));
    const unused: Attachment = await send(makePdf());
    const later = async (hours: number): Promise<void> => {
      app.clock.advance(hours * hourMs);
      shop = await people.demo('shop_owner');
      await app.container.sweepAttachments();
    };
    await later(23);
    expect((await read(unfinished.attachmentId)).receivedBytes).toBe(30_000);
    await later(2);
    await shop.refused('attachment.not_found', 'attachment.read', { params: { subjectId, attachmentId: unfinished.attachmentId } });
    expect(filesOf(unfinished.attachmentId)).toEqual([]);
    expect((await read(unused.attachmentId)).attachmentId).toBe(unused.attachmentId);
    await later(29 * 24);
    await shop.refused('attachment.not_found', 'attachment.read', { params: { subjectId, attachmentId: unused.attachmentId } });
    expect(filesOf(unused.attachmentId)).toEqual([]);
    await later(3 * 24);
    expect(await app.db.query('SELECT id FROM attachment WHERE id IN (?, ?)', [unfinished.attachmentId, unused.attachmentId])).toEqual([]);
  });

  it('keeps what a draft names as long as the draft, and nobody else’s', async () => {
    const named = await send(makePdf());
    const other = await send(makePdf({ padding: 10 }));
    const wait = async (days: number): Promise<void> => {
      app.clock.advance(days * 24 * hourMs);
      shop = await people.demo('shop_owner');
      await app.container.sweepAttachments();
    };
    const write = (phone: Phone, as: string, attachmentIds: string[]) =>
      phone.ok('draft.write', {
        params: { subjectId: as, draftId: newId(app.clock.now().getTime()) },
        body: { form: 'registration', title: '市场经营', revision: 0, device: '测试', content: {}, attachmentIds },
      });
    await wait(20);
    await write(shop, subjectId, [named.attachmentId]);
    const stranger = await people.demo('clean');
    const theirs = (await stranger.ok('identity.read')).subjects.find(({ kind }) => kind === 'person')?.subjectId ?? '';
    await write(stranger, theirs, [other.attachmentId]);
    await wait(20);
    expect((await read(named.attachmentId)).state).toBe('clean');
    await shop.refused('attachment.not_found', 'attachment.read', { params: { subjectId, attachmentId: other.attachmentId } });
    await wait(11);
    await shop.refused('attachment.not_found', 'attachment.read', { params: { subjectId, attachmentId: named.attachmentId } });
    app.clock.advance(-51 * 24 * hourMs);
    shop = await people.demo('shop_owner');
  });

  it('lists what waits for the rows of a sheet, and not what a form holds', async () => {
    const forSheet = await sendPaper(shop, subjectId, makePdf(), { name: '验收单.pdf', purpose: 'sheet' });
    const forForm = await send(makePdf(), '表单.pdf');
    const list = () => shop.ok('attachment.unused', { params: { subjectId }, query: { purpose: 'sheet' } });
    expect((await list()).attachments).toEqual([await read(forSheet.attachmentId)]);
    await remove(forSheet.attachmentId);
    await remove(forForm.attachmentId);
    expect((await list()).attachments).toEqual([]);
  });

  it('finishes what a dead process began to clear', async () => {
    const { attachmentId } = await begin(100_000);
    await append(attachmentId, 0, new Uint8Array(50_000));
    await app.db.run(`UPDATE attachment SET state = 'removed' WHERE id = ?`, [attachmentId]);
    expect(filesOf(attachmentId)).toHaveLength(1);
    await app.container.sweepAttachments();
    expect(filesOf(attachmentId)).toEqual([]);
  });
});

withClamd('attachment.open', () => {
  const open = (phone: Phone, attachmentId: string) => phone.call('attachment.open', { params: { subjectId, attachmentId } });
  const reads = async () => (await shop.ok('ledger.list', { params: { subjectId } })).entries;

  it('gives the owner what is kept, so that nothing in it runs, under its own name, and notes the look', async () => {
    const pdf = makePdf({ padding: 700_000 });
    const sent = await send(pdf, '合同 "甲".pdf');
    const before = (await reads()).length;
    const shown = await open(shop, sent.attachmentId);
    expect([shown.status, shown.headers.get('content-type'), sha256(shown.bytes)]).toEqual([200, 'application/pdf', sent.keptDigest]);
    expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('cache-control')).toContain('no-store');
    expect(shown.headers.get('content-disposition')).toBe(
      `inline; filename="file"; filename*=UTF-8''${encodeURIComponent('合同 _甲_.pdf')}`,
    );
    const after = await reads();
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({ reason: '看自己交过的附件', fields: ['附件 合同 _甲_.pdf'] });
    const photo = await send(await makePhoto(), '门头照.jpg');
    const picture = await open(shop, photo.attachmentId);
    expect([picture.headers.get('content-type'), sha256(picture.bytes)]).toEqual(['image/jpeg', photo.keptDigest]);
  });

  it('gives it to an agent while the power lasts, whose look the merchant sees by itself, and not a moment longer', async () => {
    const { attachmentId } = await send(makePdf(), '许可证.pdf');
    const agent = await people.demo('agent');
    const orgCode = await people.orgCode('m_shop');
    const { bindingId } = await agent.ok('merchant.bind', { body: { orgCode, role: 'agent' } });
    expect((await open(agent, attachmentId)).status).toBe(404);
    await shop.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
    expect((await open(agent, attachmentId)).status).toBe(200);
    expect((await reads())[0]).toMatchObject({ who: '经办人', fields: ['附件 许可证.pdf'] });
    await shop.ok('merchant.end', { params: { bindingId } });
    expect((await open(agent, attachmentId)).problem.code).toBe('subject.not_found');
  });

  it('gives nothing that is not clean, and nothing that could not be noted', async () => {
    const half = await begin(5);
    expect((await open(shop, half.attachmentId)).problem.code).toBe('attachment.not_ready');
    await remove(half.attachmentId);
    expect((await open(shop, half.attachmentId)).problem.code).toBe('attachment.not_found');
  });
});

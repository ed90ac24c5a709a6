import { createHash } from 'node:crypto';
import { newId } from '../../bff/lib/new-id';
import { startTestApp, type TestApp } from '../support/app';
import { makePhoto } from '../support/papers';
import { type People, peopleOf } from '../support/people';
import { type Merchant, merchantOf, readEntry, submit } from '../support/registrations';
import { sendPaper, toBody } from '../support/send-paper';
import { bytesOf, charityRow, checkSheet, columnOf, decide, fillSheet, openSheet, sendSheet, settledImport } from '../support/sheets';

let app: TestApp;
let people: People;
let shop: Merchant;
let other: Merchant;

beforeAll(async () => {
  app = await startTestApp();
  people = peopleOf(app);
  shop = await merchantOf(await people.demo('shop_owner'));
  other = await merchantOf(await people.demo('clean'));
}, 60_000);
afterAll(() => app.close());

const count = async (sql: string, values: string[] = []): Promise<number> =>
  Number((await app.db.query<{ n: number | bigint }>(sql, values))[0]?.n);
const entriesOf = ({ subjectId }: Merchant) => count('SELECT COUNT(*) AS n FROM registration_entry WHERE subjectId = ?', [subjectId]);
const file = async ({ phone }: Merchant, name: 'bulk.marked' | 'bulk.export' | 'bulk.template', params: object) => {
  const answer = await phone.call(name, { params } as never);
  expect(answer.status).toBe(200);
  return answer;
};

describe('bulk.template', () => {
  it.each(['license', 'operation', 'contract', 'charity'] as const)(
    'of %s has a column, a hint and an example for every field',
    async kind => {
      const { bytes, headers } = await file(shop, 'bulk.template', { kind });
      expect(headers.get('content-type')).toContain('spreadsheetml');
      const sheet = await openSheet(bytes);
      const { kinds } = await shop.phone.ok('registration.kinds');
      const policy = kinds.find(one => one.kind === kind);
      for (const field of policy?.fields ?? []) {
        const header = String(sheet.getRow(2).getCell(columnOf(sheet, field.label)).value);
        expect([field.label, header.includes('必填')]).toEqual([field.label, field.required]);
        if (field.input === 'choice') {
          const cell = sheet.getRow(5).getCell(columnOf(sheet, field.label));
          expect(cell.dataValidation.formulae).toEqual([`"${field.choices.map(({ title }) => title).join(',')}"`]);
        }
      }
      expect(String(sheet.getRow(4).getCell(1).value)).toContain('示例');
    },
  );
});

describe('a sheet', () => {
  it('that holds is checked, signed once, and made into entries by the rules of a single one', async () => {
    const before = await entriesOf(shop);
    const checked = await checkSheet(
      shop,
      'charity',
      await fillSheet(
        'charity',
        [1, 2, 3].map(n => charityRow(n)),
      ),
    );
    expect(checked).toMatchObject({ state: 'checked', rows: 3, good: 3, bad: 0, imported: 0, faults: [] });
    expect(await entriesOf(shop)).toBe(before);
    expect((await decide(shop, checked, 'all')).status).toBe(200);
    const done = await settledImport(shop, checked.importId);
    expect(done).toMatchObject({ state: 'done', good: 0, bad: 0, imported: 3 });
    expect(await entriesOf(shop)).toBe(before + 3);
    const { entries } = await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId } });
    const mine = entries.filter(({ title }) => title.startsWith('给社区食堂捐米面 第'));
    expect(mine).toHaveLength(3);
    const entry = await readEntry(shop, mine[0]?.entryId ?? '');
    expect(entry).toMatchObject({
      trust: 'self_declared',
      revision: 1,
      fields: { form: 'goods', amountFen: 300_000, doneOn: '2026-05-01' },
      commitment: { version: checked.commitment.version, digest: checked.commitment.digest },
      confirmation: { state: 'asked' },
    });
    expect(createHash('sha256').update(entry.commitment.text).digest('hex')).toBe(checked.commitment.digest);
    const { entries: reads } = await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } });
    expect(reads.filter(({ reason }) => reason.includes('提交自愿登记')).length).toBeGreaterThan(0);
    const { notices } = await shop.phone.ok('notice.list');
    expect(notices.filter(({ title }) => title === '批量登记办好了')).toHaveLength(1);
    expect(notices.filter(({ title }) => title === '自愿登记已提交')).toHaveLength(0);
    // Asked again because the answer was lost.
    expect((await decide(shop, checked, 'all')).body).toMatchObject({ state: 'done', imported: 3 });
    expect(await entriesOf(shop)).toBe(before + 3);
  });

  it('says cell by cell what is wrong, and comes back with the same cells marked', async () => {
    const own = (await people.person('shop_owner')).orgCodes[0] ?? '';
    const there = await submit(app, shop, 'charity', { matter: '早就登记过', doneOn: '2026-05-02', form: 'goods' });
    const bytes = await fillSheet('charity', [
      charityRow(10),
      charityRow(11, { 方式: '捐书', 金额或折价: '三千' }),
      charityRow(12, { 接收单位统一社会信用代码: own }),
      charityRow(13, { 哪一天: new Date('2026-05-03T00:00:00Z'), 金额或折价: '¥1,234.50 元' }),
      charityRow(14, { 做了什么: { formula: '1+1', result: 2 } }),
      charityRow(10),
      charityRow(15, { 做了什么: '早就登记过', 哪一天: '2026年5月2日' }),
      { 做了什么: '只填了这一格' },
    ]);
    const checked = await checkSheet(shop, 'charity', bytes);
    expect(checked).toMatchObject({ state: 'checked', rows: 8, good: 2, bad: 6 });
    const told = (row: number) => checked.faults.filter(fault => fault.row === row).map(({ label, text }) => `${label} ${text}`);
    expect(told(6)).toEqual(['方式 方式请从这几个里选一个：捐款、捐物、志愿服务。', expect.stringContaining('金额或折价请填数字')]);
    expect(told(7)[0]).toContain('这是您单位自己的代码');
    expect(told(9)[0]).toContain('这里是公式');
    expect(told(10)).toEqual([expect.stringContaining('和第 5 行是同一条')]);
    expect(told(11)).toEqual([expect.stringContaining(there.number)]);
    expect(told(12).length).toBeGreaterThan(3);

    const sheet = await openSheet((await file(shop, 'bulk.marked', { subjectId: shop.subjectId, importId: checked.importId })).bytes);
    const wrong = sheet.getRow(6).getCell(columnOf(sheet, '方式'));
    expect(wrong.value).toBe('捐书');
    expect(JSON.stringify(wrong.note)).toContain('请从这几个里选一个');
    expect(wrong.fill).toMatchObject({ type: 'pattern' });
    expect(String(sheet.getRow(6).getCell(columnOf(sheet, '哪里不对')).value)).toContain('方式：');
    expect(sheet.getRow(5).getCell(columnOf(sheet, '哪里不对')).value).toBeNull();

    // Mended in the sheet that came back, and sent again as it is.
    const mended = sheet;
    for (const row of [7, 9, 10, 11, 12]) mended.getRow(row).eachCell(cell => (cell.value = null));
    mended.getRow(6).getCell(columnOf(sheet, '方式')).value = '捐款';
    mended.getRow(6).getCell(columnOf(sheet, '金额或折价')).value = '3000.5';
    const again = await checkSheet(shop, 'charity', await bytesOf(mended));
    expect(again).toMatchObject({ state: 'checked', rows: 3, good: 3, bad: 0 });
    await decide(shop, again, 'drop');
    await decide(shop, checked, 'drop');
  });

  it('with faults registers nothing unless the merchant says so, and then what holds', async () => {
    const before = await entriesOf(shop);
    const checked = await checkSheet(
      shop,
      'charity',
      await fillSheet('charity', [charityRow(20), charityRow(21, { 接收单位: '' }), charityRow(22)]),
    );
    expect(checked).toMatchObject({ good: 2, bad: 1 });
    const refused = await decide(shop, checked, 'all');
    expect(refused.problem.code).toBe('bulk.has_faults');
    expect(await entriesOf(shop)).toBe(before);
    expect((await decide(shop, checked, 'good')).status).toBe(200);
    expect(await settledImport(shop, checked.importId)).toMatchObject({ state: 'done', imported: 2, bad: 1 });
    expect(await entriesOf(shop)).toBe(before + 2);
    const sheet = await openSheet((await file(shop, 'bulk.marked', { subjectId: shop.subjectId, importId: checked.importId })).bytes);
    expect(sheet.getRow(5).getCell(columnOf(sheet, '做了什么')).value).toBeNull();
    expect(sheet.getRow(6).getCell(columnOf(sheet, '做了什么')).value).toBe('给社区食堂捐米面 第 21 次');
  });

  it('is refused for its example that was left in, marked or not', async () => {
    const kept = await checkSheet(shop, 'charity', await fillSheet('charity', [charityRow(30)], { keepExample: true }));
    expect(kept).toMatchObject({ good: 1, bad: 1 });
    expect(kept.faults).toContainEqual({ row: 4, label: '整行', text: '这是表里自带的示例，请删去这一行。' });
    await decide(shop, kept, 'drop');
    const sheet = await openSheet(await fillSheet('charity', [charityRow(31)], { keepExample: true }));
    sheet.getRow(4).getCell(1).value = '1';
    const unmarked = await checkSheet(shop, 'charity', await bytesOf(sheet));
    expect(unmarked.faults).toContainEqual({ row: 4, label: '整行', text: '这是表里自带的示例，请删去这一行。' });
    await decide(shop, unmarked, 'drop');
  });

  it('of contracts takes its papers by their file names, each for one row', async () => {
    const paper = await sendPaper(shop.phone, shop.subjectId, await makePhoto(), { name: '验收单 1.jpg', purpose: 'sheet' });
    const row = (n: number, papers: string) => ({
      对方单位: '示例供货有限公司',
      对方统一社会信用代码: '91350100M000100Y43',
      合同内容: `供应办公用纸 ${n}`,
      合同金额: 100,
      履行期从: '2026-01-01',
      履行期到: '2026-06-30',
      履行情况: '全部履行',
      材料文件名: papers,
    });
    const bytes = await fillSheet('contract', [row(1, '验收单 1.jpg'), row(2, '验收单 1.jpg'), row(3, ''), row(4, '没有传的.jpg')]);
    const checked = await checkSheet(shop, 'contract', bytes);
    expect(checked).toMatchObject({ state: 'checked', good: 1, bad: 3 });
    expect(checked.faults.map(({ label }) => label)).toEqual(['材料文件名', '材料文件名', '材料文件名']);
    await decide(shop, checked, 'good');
    const done = await settledImport(shop, checked.importId);
    expect(done.imported).toBe(1);
    const { entries } = await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId } });
    const made = entries.find(({ kind }) => kind === 'contract');
    expect((await readEntry(shop, made?.entryId ?? '')).attachments).toMatchObject([
      { attachmentId: paper.attachmentId, sentDigest: paper.sentDigest },
    ]);
  });

  it('of permits that stand in the file is agency-verified at once, without a paper', async () => {
    const { items } = await shop.phone.ok('profile.readSection', { params: { subjectId: shop.subjectId, sectionId: 'license' } });
    const found = await shop.phone.ok('registration.prefill', {
      params: { subjectId: shop.subjectId },
      body: { documentNo: items[0]?.documentNo ?? '' },
    });
    const fields = found.found?.fields ?? {};
    const row = {
      证照名称: String(fields.permitName),
      证照编号: String(fields.permitNumber),
      发证机关: String(fields.issuer),
      许可范围: String(fields.scope ?? ''),
      有效期从: String(fields.validFrom),
      有效期到: String(fields.validTo ?? ''),
    };
    const checked = await checkSheet(shop, 'license', await fillSheet('license', [row, { ...row, 证照编号: '档案里没有的' }]));
    expect(checked).toMatchObject({ good: 1, bad: 1 });
    expect(checked.faults[0]).toMatchObject({ row: 6, label: '材料文件名' });
    await decide(shop, checked, 'good');
    expect(await settledImport(shop, checked.importId)).toMatchObject({ imported: 1 });
    const { entries } = await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId } });
    expect(entries.find(({ kind }) => kind === 'license')).toMatchObject({ trust: 'agency_verified' });
  });

  it('is nobody else’s, sealed where it lies, and gone after its time', async () => {
    const checked = await checkSheet(shop, 'charity', await fillSheet('charity', [charityRow(40, { 做了什么: '只有我能看的一件事' })]));
    const params = { subjectId: other.subjectId, importId: checked.importId };
    await other.phone.refused('bulk.not_found', 'bulk.read', { params });
    await other.phone.refused('subject.not_found', 'bulk.read', { params: { ...params, subjectId: shop.subjectId } });
    const rows = await app.db.query<{ contentSealed: string }>('SELECT contentSealed FROM bulk_block WHERE importId = ?', [
      checked.importId,
    ]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('只有我能看的一件事');
    expect(app.logged()).not.toContain('只有我能看的一件事');
    expect(await count('SELECT COUNT(*) AS n FROM bulk_part WHERE importId = ?', [checked.importId])).toBe(0);
    app.clock.advance(31 * 24 * 3600_000);
    await app.container.registration.bulk.sweep();
    expect(await count('SELECT (SELECT COUNT(*) FROM bulk_row) + (SELECT COUNT(*) FROM bulk_block) AS n')).toBe(0);
    app.clock.advance(-31 * 24 * 3600_000);
    await shop.phone.refused('bulk.not_found', 'bulk.read', { params: { subjectId: shop.subjectId, importId: checked.importId } });
  });
});

describe('sending a sheet', () => {
  it('goes on where it stopped, answers the newest chunk again, and refuses what does not join', async () => {
    const bytes = await fillSheet('charity', [charityRow(50)]);
    const { subjectId, phone } = shop;
    const begun = await phone.ok('bulk.begin', {
      params: { subjectId },
      body: { kind: 'charity', name: '表.xlsx', sizeBytes: bytes.length + 20_000 },
    });
    const params = { subjectId, importId: begun.importId };
    await phone.refused('bulk.chunk_wrong', 'bulk.append', { params, query: { from: 0 }, body: toBody(bytes.subarray(0, 100)) });
    const first = new Uint8Array(20_000);
    expect(await phone.ok('bulk.append', { params, query: { from: 0 }, body: toBody(first) })).toMatchObject({ receivedBytes: 20_000 });
    expect(await phone.ok('bulk.append', { params, query: { from: 0 }, body: toBody(first) })).toMatchObject({ receivedBytes: 20_000 });
    const apart = await phone.refused('bulk.other_place', 'bulk.append', { params, query: { from: 50 }, body: toBody(first) });
    expect(apart.problem.resumeFrom).toBe(20_000);
    expect((await phone.refused('bulk.other_place', 'bulk.finish', { params })).problem.resumeFrom).toBe(20_000);
    await decide(shop, begun, 'drop');
    await phone.refused('bulk.closed', 'bulk.append', { params, query: { from: 20_000 }, body: toBody(bytes) });
  });

  it('is for so many open sheets at once', async () => {
    const { subjectId, phone } = other;
    const begin = () =>
      phone.call(
        'bulk.begin',
        { params: { subjectId }, body: { kind: 'charity', name: '表.xlsx', sizeBytes: 9 } },
        { idempotencyKey: newId() },
      );
    const answers = await Promise.all([1, 2, 3, 4, 5].map(begin));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ problem }) => problem?.code === 'bulk.too_many')).toHaveLength(2);
    for (const { body, status } of answers) if (status === 200) await decide(other, body, 'drop');
  });

  it('refuses a stale commitment, so that nobody signs what he has not read', async () => {
    const checked = await checkSheet(shop, 'charity', await fillSheet('charity', [charityRow(60)]));
    await shop.phone.refused('registration.commitment_changed', 'bulk.decide', {
      params: { subjectId: shop.subjectId, importId: checked.importId },
      body: { decision: 'all', commitmentVersion: '2001-01-01' },
    });
    await decide(shop, checked, 'drop');
    await shop.phone.refused('bulk.closed', 'bulk.marked', { params: { subjectId: shop.subjectId, importId: checked.importId } });
    expect((await decide(shop, checked, 'all')).problem.code).toBe('bulk.closed');
  });
});

describe('bulk.export', () => {
  it('gives all own entries, each trust by its own word, as a table in which nothing is a formula', async () => {
    const entry = await submit(app, shop, 'charity', { matter: '=HYPERLINK("http://evil.invalid","点我")', receiverName: '+1-2@x' });
    const { bytes, headers } = await file(shop, 'bulk.export', { subjectId: shop.subjectId, format: 'xlsx' });
    expect(headers.get('content-disposition')).toContain('.xlsx');
    const sheet = (await openSheet(bytes)).workbook.getWorksheet('社会公益');
    const at = (label: string): number => ((sheet?.getRow(1).values ?? []) as unknown[]).indexOf(label);
    let found = false;
    sheet?.eachRow(row => {
      if (row.getCell(at('登记号')).value !== entry.number) return;
      found = true;
      expect(row.getCell(at('做了什么')).value).toBe('=HYPERLINK("http://evil.invalid","点我")');
      expect(row.getCell(at('接收单位')).value).toBe('+1-2@x');
      expect(row.getCell(at('核对到哪一步')).value).toBe('本人自述');
      expect(row.getCell(at('金额或折价（元）')).value).toBe('3000.00');
      expect(row.getCell(at('做了什么')).numFmt).toBe('@');
    });
    expect(found).toBe(true);
    const { entries } = await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } });
    expect(entries.map(({ reason }) => reason)).toContain('导出全部自愿登记（xlsx）');
  });

  it('gives the same as data, and of nobody else', async () => {
    const { bytes } = await file(shop, 'bulk.export', { subjectId: shop.subjectId, format: 'json' });
    const told = JSON.parse(bytes.toString('utf8')) as { entries: { number: string; trust: string; fields: object }[] };
    expect(told.entries).toHaveLength(await entriesOf(shop));
    expect(new Set(told.entries.map(({ trust }) => trust))).toEqual(new Set(['self_declared', 'agency_verified']));
    const theirs = await file(other, 'bulk.export', { subjectId: other.subjectId, format: 'json' });
    for (const { number } of told.entries) expect(theirs.bytes.toString('utf8')).not.toContain(number);
  });
});

describe('registering a sheet', () => {
  it('goes on after a crash, and registers every row once however often it is delivered', async () => {
    const still = await startTestApp({ background: false });
    try {
      const owner = await merchantOf(await peopleOf(still).demo('shop_owner'));
      const rows = Array.from({ length: 120 }, (_, n) => charityRow(n));
      const { importId } = await sendSheet(owner, 'charity', await fillSheet('charity', rows));
      const delivery = { signal: new AbortController().signal };
      const { bulk } = still.container.registration;
      // Twice, as after a lost lease.
      await bulk.check({ importId }, delivery);
      await bulk.check({ importId }, delivery);
      const checked = await settledImport(owner, importId);
      expect(checked).toMatchObject({ good: 120, bad: 0 });
      await decide(owner, checked, 'all');
      const cut = new AbortController();
      const first = bulk.importRows({ importId }, { signal: cut.signal });
      setTimeout(() => cut.abort(), 60);
      await first.catch(() => undefined);
      for (let round = 0; round < 4; round += 1)
        await Promise.all(
          [bulk.importRows({ importId }, delivery), bulk.importRows({ importId }, delivery)].map(one => one.catch(() => undefined)),
        );
      const done = await settledImport(owner, importId);
      expect(done).toMatchObject({ state: 'done', imported: 120, bad: 0 });
      const [made] = await still.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM registration_entry WHERE subjectId = ?', [
        owner.subjectId,
      ]);
      const [named] = await still.db.query<{ n: number }>('SELECT COUNT(DISTINCT entryId) AS n FROM bulk_row WHERE importId = ?', [
        importId,
      ]);
      expect([Number(made?.n), Number(named?.n)]).toEqual([120, 120]);
    } finally {
      await still.close();
    }
  }, 120_000);
});

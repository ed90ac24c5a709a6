import { deflateRawSync } from 'node:zlib';
import { type CheckedRow, checkRows } from '../../bff/features/registration/bulk/check-rows';
import { readArchive } from '../../bff/features/registration/bulk/read-archive';
import { RefusedSheet } from '../../bff/features/registration/bulk/refusals';
import { checkInWorker } from '../../bff/features/registration/bulk/run-worker';
import { currentKind } from '../../bff/policy/registration/kinds';
import { charityRow, fillSheet } from '../support/sheets';

const kind = currentKind('charity', '2026-11-23');
const on = { today: '2026-11-23', ownCode: '91990100MA00000000' };

interface Part {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the archive says of its size. */
  readonly says?: number;
  readonly flags?: number;
}

/** An archive as an attacker writes one. */
const archive = (parts: readonly Part[]): Buffer => {
  const pieces: Buffer[] = [];
  const heads: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, says, flags = 0 } of parts) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(says ?? bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    local.copy(head, 6, 4, 30);
    head.writeUInt32LE(at, 42);
    pieces.push(local, Buffer.from(name), packed);
    heads.push(head, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, directory, end]);
};

const frame = (sheet: string | Buffer, strings = '<sst/>'): Part[] => [
  {
    name: 'xl/workbook.xml',
    bytes: Buffer.from('<workbook><sheets><sheet name="登记表" sheetId="1" r:id="rId1"/></sheets></workbook>'),
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    bytes: Buffer.from('<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
  },
  { name: 'xl/sharedStrings.xml', bytes: Buffer.from(strings) },
  { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.from(sheet) },
];

/** What becomes of a file in the worker: its rows, or why it is refused. */
const look = async (bytes: Uint8Array): Promise<CheckedRow[] | string> => {
  const rows: CheckedRow[] = [];
  try {
    const job = { bytes, kind: kind.kind, version: kind.version, on };
    for await (const some of checkInWorker(job, AbortSignal.timeout(25_000))) rows.push(...some);
    return rows;
  } catch (error) {
    if (error instanceof RefusedSheet) return error.word;
    throw error;
  }
};

describe('a sheet that means harm', () => {
  it('unfolds no further than the bound, whatever it says of its size', async () => {
    const bomb = Buffer.alloc(300 * 1024 * 1024);
    const bytes = archive(frame(bomb).map(part => ({ ...part, says: 100 })));
    expect(bytes.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage.rss();
    expect(await look(bytes)).toBe('too_large');
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024);
    const many = archive(Array.from({ length: 1000 }, (_, n) => ({ name: `xl/${n}`, bytes: Buffer.alloc(1) })));
    expect(await look(many)).toBe('too_large');
  }, 60_000);

  it('is refused when it is locked, cut off anywhere, or no sheet at all', async () => {
    expect(await look(archive(frame('<worksheet/>').map(part => ({ ...part, flags: 1 }))))).toBe('encrypted');
    expect(await look(Buffer.from('%PDF-1.7'))).toBe('no_sheet');
    expect(await look(Buffer.alloc(1))).toBe('no_sheet');
    const whole = await fillSheet('charity', [charityRow(1)]);
    for (let at = 0; at < whole.length; at += 97) expect(() => readArchive(whole.subarray(0, at))).toThrow(RefusedSheet);
    for (let at = whole.length - 1500; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      try {
        readArchive(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedSheet);
      }
    }
  }, 60_000);

  it('opens no entity and follows no link', async () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>`;
    const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;&f;</t></is></c></row>';
    const told = await look(archive(frame(`${laughs}<worksheet><sheetData>${rows}</sheetData></worksheet>`)));
    expect(told === 'no_sheet' || told === 'other_sheet').toBe(true);
    const sheet = await fillSheet('charity', [charityRow(1, { 做了什么: { text: '点我', hyperlink: 'http://evil.invalid/' } })]);
    const [row] = (await look(sheet)) as CheckedRow[];
    expect(row).toMatchObject({ values: { matter: '点我' }, faults: [] });
  });

  it('is not fooled by a formula, by what it is said to have come to, or by places outside of the form', async () => {
    const formulas = await fillSheet('charity', [
      charityRow(1, { 做了什么: { formula: 'WEBSERVICE("http://evil.invalid")', result: '看起来很好' } }),
      charityRow(2, { 金额或折价: { formula: '1+1', result: 2 } }),
    ]);
    const rows = (await look(formulas)) as CheckedRow[];
    expect(rows.map(({ faults }) => faults.map(({ key }) => key))).toEqual([['matter'], ['amountFen']]);
    expect(JSON.stringify(rows)).not.toContain('看起来很好');
    const far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>';
    expect(await look(archive(frame(far)))).toBe('other_sheet');
    const endless = `<worksheet><sheetData>${'<row r="9"/>'.repeat(60_000)}</sheetData></worksheet>`;
    expect(await look(archive(frame(endless)))).toMatch(/other_sheet|too_many_rows/);
  });

  it('of another kind, an older version or with nothing in it says so', async () => {
    expect(await look(await fillSheet('operation', []))).toBe('other_sheet');
    expect(await look(await fillSheet('charity', []))).toBe('no_rows');
    const rows: CheckedRow[] = [];
    for await (const row of checkRows(await fillSheet('charity', [charityRow(1)]), kind, on)) rows.push(row);
    expect(rows).toHaveLength(1);
  });
});

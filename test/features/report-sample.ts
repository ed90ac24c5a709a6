import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportData, ReportRecord } from '../../bff/features/report/report-data';

/** Plainly synthetic report data for the tests of the paper. */
export const sampleRecord = (n: number, over: Partial<ReportRecord> = {}): ReportRecord => ({
  title: `食品经营许可第 ${n} 号决定`,
  agency: '青禾市市场监督管理局（演示）',
  documentNo: `青市监许准〔2026〕第 ${1000 + n} 号`,
  decidedOn: '2026-03-12',
  validUntil: '2031-03-11',
  legalBasis: null,
  trust: '部门核验',
  marks: [],
  facts: [
    { label: '许可类别', value: '普通' },
    { label: '许可内容', value: '热食类食品制售、冷食类食品制售' },
    { label: '许可编号', value: `JY399010000${n}` },
    { label: '当前状态', value: null },
  ],
  ...over,
});

const asOf = '2026-11-21T16:00:00.000Z';

export const sampleReport = (over: Partial<ReportData> = {}): ReportData => ({
  format: 'chengxin-report/1',
  demo: true,
  number: 'BG990100-20261122-483920',
  verifyId: 'AbCdEfGhIjKlMnOpQrStUv',
  issuer: {
    city: '青禾市（演示）',
    office: '青禾市信用办（演示）',
    phone: '0999-12345678',
    hours: '周一至周五',
    address: '禾光路 8 号',
    hotline: '12345',
  },
  variant: 'full',
  title: '公共信用信息报告',
  subject: { kind: 'merchant', name: '青禾县锦绣农业有限公司（演示）', idLabel: '统一社会信用代码', idShown: '91990100MA00000A1B' },
  purpose: '招标投标',
  recipient: '青禾市公共资源交易中心（演示）',
  periodFrom: null,
  periodTo: null,
  issuedAt: '2026-11-22T15:30:00.000Z',
  expiresAt: '2027-02-20T16:00:00.000Z',
  domains: [],
  sections: [
    {
      sectionId: 'license',
      title: '行政许可',
      state: 'ok',
      asOf,
      source: '市行政审批局',
      reason: null,
      records: [1, 2, 3, 4, 5, 6].map(n => sampleRecord(n)),
    },
    {
      sectionId: 'penalty',
      title: '行政处罚',
      state: 'stale',
      asOf: '2026-09-21T16:00:00.000Z',
      source: '市信用平台',
      reason: '数据停在 2026-09-22。',
      records: [sampleRecord(7)],
    },
    { sectionId: 'honor', title: '守信荣誉', state: 'ok', asOf, source: '市信用办', reason: null, records: [] },
    {
      sectionId: 'judicial',
      title: '司法判决及执行',
      state: 'unavailable',
      asOf: null,
      source: '市中级人民法院',
      reason: '市中级人民法院的接口没有应答。',
      records: null,
    },
  ],
  hints: ['“未按规定公示”：先履行处罚决定，到期可以申请修复。'],
  leftOut: ['已经修复的记录：修复后依法停止公示、共享和使用。'],
  notices: ['这里展示公共信用信息，不是征信服务。'],
  ...over,
});

/** Runs poppler's tools on a file that exists only meanwhile. */
export const withPdf = <T>(bytes: Uint8Array, work: (file: string, dir: string) => T): T => {
  const dir = mkdtempSync(join(tmpdir(), 'pdf-'));
  try {
    const file = join(dir, 'a.pdf');
    writeFileSync(file, bytes);
    return work(file, dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

export const textOf = (bytes: Uint8Array): string =>
  withPdf(bytes, file => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));

export interface GreyPage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The pages as a reader sees them. */
export const pixelsOf = (bytes: Uint8Array, dpi: number): GreyPage[] =>
  withPdf(bytes, (file, dir) => {
    execFileSync('pdftoppm', ['-gray', '-r', String(dpi), file, join(dir, 'p')]);
    return readdirSync(dir)
      .filter(name => name.endsWith('.pgm'))
      .sort()
      .map(name => {
        const raw = readFileSync(join(dir, name));
        const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(raw.subarray(0, 40).toString('latin1'));
        if (!head) throw new Error('not a grey picture');
        return { width: Number(head[1]), height: Number(head[2]), pixels: new Uint8Array(raw.subarray(head[0].length)) };
      });
  });

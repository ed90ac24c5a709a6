import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makePdfPool } from '../../../bff/features/report/pdf/pool';
import { makeReportKeys } from '../../../bff/lib/report-keys';
import { sampleRecord, sampleReport } from '../../features/report-sample';
import { median } from '../measure';

/** A report of three pages, drawn warm, with and without its signature; the loop of this process meanwhile. */
const dir = mkdtempSync(join(tmpdir(), 'bench-pdf-'));
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keys = makeReportKeys({ reportKeys: { current: 'r1', keys: { r1: pem } }, pdfSeal: null, dataDir: dir });
const pool = makePdfPool({ secondFont: null, key: keys.pdf });

const base = sampleReport();
const data = {
  ...base,
  sections: base.sections.map((section, n) =>
    n === 0 ? { ...section, records: Array.from({ length: 7 }, (_, i) => sampleRecord(i + 1)) } : section,
  ),
};

const draw = (sign: boolean) =>
  pool.renderPdf({
    kind: 'report',
    data,
    brandRgb: '23, 86, 94',
    verifyUrl: `https://credit.qinghe.example/v/${data.verifyId}.${'a'.repeat(86)}`,
    sign,
  });

const main = async () => {
  await pool.warm();
  for (let n = 0; n < 5; n++) await draw(n % 2 === 0);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const took: Record<'unsigned' | 'signed', number[]> = { unsigned: [], signed: [] };
  let pages = 0;
  let bytes = 0;
  for (let n = 0; n < 9; n++) {
    for (const kind of ['unsigned', 'signed'] as const) {
      const startedAt = performance.now();
      const drawn = await draw(kind === 'signed');
      took[kind].push(performance.now() - startedAt);
      pages = drawn.pages;
      bytes = drawn.bytes.length;
    }
  }
  loop.disable();
  process.send?.({
    pages,
    bytes,
    unsignedMs: median(took.unsigned),
    signedMs: median(took.signed),
    loopP99Ms: loop.percentile(99) / 1e6 - 5,
  });
  await pool.close();
  rmSync(dir, { recursive: true, force: true });
};
void main();
process.on('SIGTERM', () => process.exit(0));

import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { SectionResult, SubjectRecord } from '../offers';
import { buildReport } from './build-report';
import { canonicalJson, digestOf, verifyText } from './canonical';
import type { ReportDeps } from './deps';
import { verifyUrlOf } from './present-report';
import { findById, markFailed, markReady, type ReportRow, readChange } from './store';
import { openWish, purposes, sealSummary, summaryOf } from './summary';
import { variantTitles } from './wish';

/** After these many tries the holder is told; about a minute with the relay's pauses. */
const triesBeforeFailed = 6;
const readDeadlineMs = 20_000;
/** Clocks of the platform and of ours may differ by this much. */
export const clockSlackMs = 5_000;

const failedReason = '市平台一直没有应答，这份报告没能生成。请过后重新开一份。';

export interface MakePayload {
  readonly reportId: string;
}

/**
 * Makes one report: reads the file anew, draws, signs, seals. Harmless when repeated: a report that is no longer being made is left alone.
 * @throws Problem `platform.unavailable` so that the relay tries again; after the last try the report is failed and its holder told
 */
export const makeReport = (deps: ReportDeps) => {
  const { db, seal, now, city, publicUrl, keys, pdf, readSubject, readFile, notify, log } = deps;

  /** What was not fetched is asked for once more: a report lasts longer than a hiccup. */
  const readWhole = async (subject: SubjectRecord, signal: AbortSignal): Promise<readonly SectionResult[]> => {
    const first = await readFile(subject, { refresh: true, signal });
    const missing = first.filter(({ records }) => records === null).map(({ sectionId }) => sectionId);
    if (missing.length === first.length) throw new Problem('platform.unavailable');
    if (missing.length === 0) return first;
    const again = await readFile(subject, { sections: missing, refresh: true, signal });
    return first.map(section => again.find(({ sectionId }) => sectionId === section.sectionId) ?? section);
  };

  const make = async (row: ReportRow, signal: AbortSignal): Promise<void> => {
    const issuedAt = toInstant(now());
    const subject = await readSubject(row.subjectId);
    if (!subject) throw new Error('report: its subject is gone');
    const wish = openWish(seal, row);
    const data = buildReport(subject, wish, await readWhole(subject, signal), city, {
      number: row.number,
      verifyId: row.verifyId,
      issuedAt,
      expiresAt: row.expiresAt,
    });
    const dataDigest = digestOf(canonicalJson(data));
    const { keyId, signature } = keys.sign(verifyText(row.verifyId, dataDigest));
    const verifyUrl = verifyUrlOf(publicUrl, `${row.verifyId}.${signature}`);
    const { bytes, pages } = await pdf.renderPdf({ kind: 'report', data, brandRgb: city.brandRgb, verifyUrl, sign: true });
    const made = {
      readyAt: issuedAt,
      dataDigest,
      verifySignature: signature,
      verifyKeyId: keyId,
      summarySealed: sealSummary(seal, summaryOf(data)),
      pages,
      sizeBytes: bytes.length,
    };
    const pdfSealed = seal.seal(bytes, purposes.pdf);
    await db.inTx(async tx => {
      const changedAt = await readChange(tx, row.subjectId);
      // Something changed while we read: what was read may be the old state. The next try reads again.
      if (changedAt !== null && Date.parse(changedAt) >= Date.parse(issuedAt) - clockSlackMs) throw new Problem('platform.unavailable');
      if (!(await markReady(tx, row.id, made, pdfSealed))) return;
      await notify(tx, row.citizenId, {
        eventKey: `report.ready:${row.id}`,
        title: '报告开好了',
        text: `${variantTitles[row.variant]} ${row.number} 可以查看和下载了。`,
        target: { page: 'report', id: row.id, subjectId: row.subjectId },
        reminder: 'progress',
      });
    });
  };

  const giveUp = (row: ReportRow): Promise<void> =>
    db.inTx(async tx => {
      if ((await markFailed(tx, row.id, toInstant(now()), failedReason)) === 0) return;
      await notify(tx, row.citizenId, {
        eventKey: `report.failed:${row.id}`,
        title: '报告没能生成',
        text: `${variantTitles[row.variant]} ${row.number}：${failedReason}`,
        target: { page: 'report', id: row.id, subjectId: row.subjectId },
        reminder: 'progress',
      });
    });

  return async (payload: MakePayload, delivery: { attempt: number; signal: AbortSignal }): Promise<void> => {
    const row = await findById(db, payload.reportId);
    if (row?.state !== 'making') return;
    try {
      await make(row, AbortSignal.any([delivery.signal, AbortSignal.timeout(readDeadlineMs)]));
    } catch (error) {
      if (delivery.attempt < triesBeforeFailed) throw error;
      log.error({ err: error, reportId: row.id }, 'report: given up');
      await giveUp(row);
    }
  };
};

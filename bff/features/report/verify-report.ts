import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { fingerprintOf, verifyText } from './canonical';
import type { ReportDeps } from './deps';
import { noteClerkRead } from './note-read';
import { reasonOf, stateOf } from './present-report';
import { findByVerifyId, giveTryBack, type ReportRow, takeTry } from './store';
import { openSummary, openWish, purposes, type Summary } from './summary';
import { purposeTitle, variantTitles } from './wish';

/** Wrong codes before the holder has to set a new one. */
const triesAllowed = 5;
const idLength = 22;
/** Nobody is signed in here, so a second look within this time says nothing new; noted each, one reader could bury the others in the ledger. */
const notedOnceMs = 60_000;
const rememberedReports = 10_000;

interface Found {
  readonly row: ReportRow & { readonly dataDigest: string };
  readonly summary: Summary;
  readonly state: 'valid' | 'expired' | 'revoked' | 'superseded';
}

/** Public: anybody who holds the paper. Says what to compare with it and nothing more. */
export const verifyHandlers = (deps: ReportDeps): Pick<Handlers<'report'>, 'report.verify' | 'report.verifyNumbers'> => {
  const { db, seal, now, keys, city } = deps;
  const append = noteClerkRead(deps);
  const noted = new LRUCache<string, number>({ max: rememberedReports });

  const noteRead = async (row: ReportRow, reason: string, fields: readonly string[]): Promise<void> => {
    const key = `${row.id} ${reason}`;
    const atMs = now().getTime();
    const agoMs = atMs - (noted.get(key) ?? Number.NEGATIVE_INFINITY);
    if (agoMs >= 0 && agoMs < notedOnceMs) return;
    noted.set(key, atMs);
    try {
      await db.inTx(tx => append(tx, row.subjectId, reason, fields));
    } catch (error) {
      noted.delete(key);
      throw error;
    }
  };

  /**
   * The code of the QR, or its first 22 characters alone (a mini-program code has no room for the signature).
   * @throws Problem `verify.unknown` for unknown and forged alike
   */
  const find = async (code: string): Promise<Found> => {
    const row = await findByVerifyId(db, code.slice(0, idLength));
    const signature = code.length === idLength ? null : code.slice(idLength + 1);
    const wellFormed = signature === null || code[idLength] === '.';
    if (!row?.dataDigest || !row.verifyKeyId || !wellFormed) throw new Problem('verify.unknown');
    const { dataDigest } = row;
    if (signature !== null && !keys.verify(row.verifyKeyId, verifyText(row.verifyId, dataDigest), signature))
      throw new Problem('verify.unknown');
    const state = stateOf(row, now);
    const summary = openSummary(seal, row);
    if (state === 'making' || state === 'failed' || !summary) throw new Problem('verify.unknown');
    return { row: { ...row, dataDigest }, summary, state: state === 'ready' ? 'valid' : state };
  };

  return {
    async 'report.verify'({ params }) {
      const { row, summary, state } = await find(params.verifyCode);
      const wish = openWish(seal, row);
      await noteRead(row, `核验报告 ${row.number}`, ['遮挡的姓名', '各类条数']);
      return {
        state,
        stateReason: reasonOf(row, state === 'valid' ? 'ready' : state),
        number: row.number,
        variantTitle: variantTitles[row.variant],
        maskedName: summary.maskedName,
        purposeTitle: purposeTitle(city, wish.purpose),
        recipient: wish.recipient,
        periodFrom: wish.periodFrom,
        periodTo: wish.periodTo,
        issuedAt: row.readyAt ?? row.createdAt,
        expiresAt: row.expiresAt,
        endedAt: row.endedAt ?? (state === 'expired' ? row.expiresAt : null),
        issuer: city.office.name,
        sections: summary.sections.map(({ title, state: fetched, count }) => ({ title, state: fetched, count })),
        fingerprint: fingerprintOf(row.dataDigest),
        numbersAllowed: state === 'valid' && row.clerkCodeSealed !== null,
        demo: city.demo,
      };
    },

    async 'report.verifyNumbers'({ params, body }) {
      const { row, summary, state } = await find(params.verifyCode);
      if (state !== 'valid') throw new Problem('report.closed');
      if (row.clerkCodeSealed === null) throw new Problem('verify.code_wrong');
      if (!(await takeTry(db, row.id, triesAllowed))) throw new Problem('verify.code_locked');
      const right = timingSafeEqual(Buffer.from(body.code), seal.open(row.clerkCodeSealed, purposes.clerkCode));
      if (!right) throw new Problem('verify.code_wrong');
      await giveTryBack(db, row.id);
      await noteRead(row, `凭 6 位码核对报告 ${row.number} 的文书号`, ['文书号']);
      return { sections: summary.sections.map(({ title, documentNos }) => ({ title, documentNos: [...documentNos] })) };
    },
  };
};

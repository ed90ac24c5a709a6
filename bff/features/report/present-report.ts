import type { Reply } from '../../contract/types';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import type { ReportCity } from './deps';
import type { ReportRow, StoredState } from './store';
import { openSummary, openWish, purposes } from './summary';
import { purposeTitle, variantTitles } from './wish';

export type ReportReply = Reply<'report.read'>;

/** Expiry holds from its instant on, whether or not the clock job has been there. */
export const stateOf = ({ state, expiresAt }: Pick<ReportRow, 'state' | 'expiresAt'>, now: Clock): StoredState =>
  state === 'ready' && expiresAt <= toInstant(now()) ? 'expired' : state;

const reasons: Partial<Record<StoredState, string>> = { expired: '超过有效期' };

export const reasonOf = (row: Pick<ReportRow, 'endedReason'>, state: StoredState): string | null =>
  row.endedReason ?? reasons[state] ?? null;

/** `<22-character id>.<signature>`: what the QR carries after the origin. */
const verifyCodeOf = ({ verifyId, verifySignature }: Pick<ReportRow, 'verifyId' | 'verifySignature'>): string | null =>
  verifySignature === null ? null : `${verifyId}.${verifySignature}`;

export const verifyUrlOf = (publicUrl: string, code: string): string => `${publicUrl}/v/${code}`;

interface PresentDeps {
  readonly seal: Seal;
  readonly now: Clock;
  readonly city: ReportCity;
  readonly publicUrl: string;
}

/** A report as its holder sees it. */
export const presentReport =
  ({ seal, now, city, publicUrl }: PresentDeps) =>
  (row: ReportRow): ReportReply => {
    const wish = openWish(seal, row);
    const state = stateOf(row, now);
    const code = verifyCodeOf(row);
    return {
      reportId: row.id,
      number: row.number,
      variant: row.variant,
      variantTitle: variantTitles[row.variant],
      purposeTitle: purposeTitle(city, wish.purpose),
      recipient: wish.recipient,
      periodFrom: wish.periodFrom,
      periodTo: wish.periodTo,
      state,
      stateReason: reasonOf(row, state),
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      endedAt: row.endedAt ?? (state === 'expired' ? row.expiresAt : null),
      verifyUrl: code === null ? null : verifyUrlOf(publicUrl, code),
      clerkCode: row.clerkCodeSealed === null ? null : seal.openText(row.clerkCodeSealed, purposes.clerkCode),
      pages: row.pages,
      sizeBytes: row.sizeBytes,
      sections: (openSummary(seal, row)?.sections ?? []).map(({ title, state: fetched, count }) => ({ title, state: fetched, count })),
    };
  };

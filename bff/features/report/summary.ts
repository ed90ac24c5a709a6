import { maskName } from '../../lib/mask';
import type { Seal } from '../../lib/seal';
import type { ReportData } from './report-data';
import type { ReportRow } from './store';
import type { Wish } from './wish';

/** What the list and the verify page need of a report, kept when its PDF is gone. */
export interface Summary {
  /** Masked for persons; a merchant's name is public. */
  readonly maskedName: string;
  readonly sections: readonly {
    readonly title: string;
    readonly state: 'ok' | 'stale' | 'unavailable';
    readonly count: number | null;
    readonly documentNos: readonly (string | null)[];
  }[];
}

export const summaryOf = ({ subject, sections }: ReportData): Summary => ({
  maskedName: subject.kind === 'person' ? maskName(subject.name) : subject.name,
  sections: sections.map(({ title, state, records }) => ({
    title,
    state,
    count: records === null ? null : records.length,
    documentNos: (records ?? []).map(({ documentNo }) => documentNo),
  })),
});

/** Associated data of the sealed columns: the columns' own names. */
export const purposes = {
  wish: 'report.wishSealed',
  summary: 'report.summarySealed',
  clerkCode: 'report.clerkCodeSealed',
  pdf: 'report_file.pdfSealed',
} as const;

export const openWish = (seal: Seal, row: Pick<ReportRow, 'wishSealed'>): Wish =>
  JSON.parse(seal.openText(row.wishSealed, purposes.wish)) as Wish;

export const openSummary = (seal: Seal, row: Pick<ReportRow, 'summarySealed'>): Summary | null =>
  row.summarySealed === null ? null : (JSON.parse(seal.openText(row.summarySealed, purposes.summary)) as Summary);

export const sealSummary = (seal: Seal, summary: Summary): string => seal.seal(JSON.stringify(summary), purposes.summary);

export const withoutNumbers = (summary: Summary): Summary => ({
  ...summary,
  sections: summary.sections.map(section => ({ ...section, documentNos: [] })),
});

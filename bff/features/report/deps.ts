import type { Db } from '../../lib/db';
import type { Log } from '../../lib/log';
import type { ReportKeys } from '../../lib/report-keys';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { AppendRead, Notify, ReadFile, ReadSubject } from '../offers';
import type { PdfPool } from './pdf/pool';

/** What a report takes from the city file. */
export interface ReportCity {
  readonly name: string;
  readonly appName: string;
  readonly regionCode: string;
  readonly brandRgb: string;
  readonly demo: boolean;
  readonly disclaimer: string;
  readonly office: { readonly name: string; readonly phone: string; readonly hours: string; readonly address: string };
  readonly hotline: { readonly phone: string };
  readonly report: {
    readonly validDays: number;
    /** Reports an account may ask for in one Beijing day. */
    readonly perDay: number;
    readonly purposes: readonly { readonly code: string; readonly title: string }[];
    readonly domains: readonly { readonly code: string; readonly title: string; readonly covered: boolean }[];
  };
  readonly policy: { readonly simplePenaltiesOnPersonsNotUsed: boolean };
}

export interface ReportDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
  readonly log: Log;
  readonly city: ReportCity;
  /** Origin of the verify link, no slash at the end. */
  readonly publicUrl: string;
  readonly keys: ReportKeys;
  readonly pdf: Pick<PdfPool, 'renderPdf'>;
  readonly readSubject: ReadSubject;
  /** The credit file. */
  readonly readFile: ReadFile;
  readonly appendRead: AppendRead;
  readonly enqueue: Enqueue;
  readonly notify: Notify;
}

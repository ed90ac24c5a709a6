import type { Db } from '../../lib/db';
import type { Log } from '../../lib/log';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { BlobPort, ScannerPort } from '../../platform/ports';
import type { AppendRead, Notify } from '../offers';
import type { Inspector } from './inspect/run-child';

export interface AttachmentDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly log: Log;
  readonly blobs: BlobPort;
  readonly scanner: ScannerPort;
  readonly inspector: Inspector;
  readonly enqueue: Enqueue;
  readonly notify: Notify;
  readonly appendRead: AppendRead;
  readonly city: { readonly appName: string };
  /** Accounts that may act for a subject today. */
  readonly citizensOf: (subjectId: string) => Promise<readonly string[]>;
}

/** Outbox topic of an attachment that is all here and waits to be checked. */
export const checkTopic = 'attachment.check';

export const namePurpose = 'attachment.nameSealed';
export const keyPurpose = 'attachment.keySealed';

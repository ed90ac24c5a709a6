import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { CreditPort } from '../../platform/ports';
import type { Notify } from '../offers';

export interface HelpDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly city: { readonly promises: { readonly helpAnswer: { readonly workingDays: number } } };
  readonly credit: Pick<CreditPort, 'sendHelpMessage'>;
  readonly enqueue: Enqueue;
  readonly notify: Notify;
}

/** Outbox topic of a message on its way to the platform. */
export const helpForward = 'help.forward';

import type { Db, Sql } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { CreditPort } from '../../platform/ports';

export interface HelpDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly city: { readonly promises: { readonly helpAnswer: { readonly workingDays: number } } };
  readonly credit: Pick<CreditPort, 'sendHelpMessage'>;
  enqueue(tx: Sql, topic: string, orderKey: string, payload: unknown): Promise<void>;
  notify(
    tx: Sql,
    citizenId: string,
    notice: { eventKey: string; title: string; text: string; target: { page: 'help'; id: string; subjectId: null } },
  ): Promise<void>;
}

/** Outbox topic of a message on its way to the platform. */
export const helpForward = 'help.forward';

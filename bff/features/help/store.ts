import type { Db, Sql } from '../../lib/db';
import { nextOfMark } from '../../lib/db/marks';
import type { Day, Instant } from '../../platform/ports';

export interface HelpRow {
  readonly id: string;
  readonly number: string;
  readonly citizenId: string;
  readonly kind: 'complaint' | 'suggestion' | 'help';
  readonly textSealed: string;
  readonly page: string | null;
  readonly state: 'received' | 'forwarded' | 'answered';
  readonly sentAt: Instant;
  readonly answerBy: Day;
  readonly answerSealed: string | null;
  readonly answeredAt: Instant | null;
}

const columns = '`id`, `number`, citizenId, kind, textSealed, `page`, state, sentAt, answerBy, answerSealed, answeredAt';

/** The next number of a Beijing day (`20260924`). */
export const nextOfDay = (tx: Sql, day: string, at: Instant): Promise<number> => nextOfMark(tx, `help:${day}`, at);

export const insertHelp = async (tx: Sql, row: HelpRow): Promise<void> => {
  await tx.run(`INSERT INTO help_message (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)`, [
    row.id,
    row.number,
    row.citizenId,
    row.kind,
    row.textSealed,
    row.page,
    row.state,
    row.sentAt,
    row.answerBy,
  ]);
};

export const findHelpOf = (db: Db, citizenId: string): Promise<HelpRow[]> =>
  db.query<HelpRow>(`SELECT ${columns} FROM help_message WHERE citizenId = ? ORDER BY sentAt DESC, id DESC LIMIT 200`, [citizenId]);

export const findHelp = async (db: Sql, by: { id: string } | { number: string }): Promise<HelpRow | null> => {
  const [column, value] = 'id' in by ? ['`id`', by.id] : ['`number`', by.number];
  return (await db.query<HelpRow>(`SELECT ${columns} FROM help_message WHERE ${column} = ?`, [value]))[0] ?? null;
};

/** An answer that came before we noted the forwarding stays an answer. */
export const markForwarded = (db: Sql, id: string): Promise<number> =>
  db.run("UPDATE help_message SET state = 'forwarded' WHERE id = ? AND state = 'received'", [id]);

export const markAnswered = (tx: Sql, id: string, answerSealed: string, at: Instant): Promise<number> =>
  tx.run("UPDATE help_message SET state = 'answered', answerSealed = ?, answeredAt = ? WHERE id = ?", [answerSealed, at, id]);

import type { Db, Sql } from '../../../lib/db';
import type { Instant } from '../../../platform/ports';
import { type TextMoveName, type TextState, textMoves } from '../../../policy/registration/text-moves';

/** Whether the public words of one revision may be read by strangers. */
export interface TextRow {
  readonly entryId: string;
  readonly revision: number;
  readonly state: TextState;
  readonly since: Instant;
  /** Of `asked`: `stranger` no machine could look, `unsure` the machine doubts, `merchant` the merchant doubts the machine. */
  readonly why: 'stranger' | 'unsure' | 'merchant' | null;
  /** Why a person did not allow it. */
  readonly reasonSealed: string | null;
}

export const insertText = async (
  tx: Sql,
  { entryId, revision, state, since }: Pick<TextRow, 'entryId' | 'revision' | 'state' | 'since'>,
): Promise<void> => {
  await tx.run('INSERT INTO registration_text (entryId, revision, state, since) VALUES (?, ?, ?, ?)', [entryId, revision, state, since]);
};

export const readText = async (sql: Sql, entryId: string, revision: number): Promise<TextRow | null> =>
  (
    await sql.query<TextRow>(
      'SELECT entryId, revision, state, since, why, reasonSealed FROM registration_text WHERE entryId = ? AND revision = ?',
      [entryId, revision],
    )
  )[0] ?? null;

/** One conditional update: only from where the move begins. false: it stands elsewhere by now. */
export const moveText = async (
  tx: Sql,
  { entryId, revision }: Pick<TextRow, 'entryId' | 'revision'>,
  move: TextMoveName,
  { at, why = null, reasonSealed = null }: { readonly at: Instant } & Partial<Pick<TextRow, 'why' | 'reasonSealed'>>,
): Promise<boolean> =>
  (await tx.run(
    'UPDATE registration_text SET state = ?, since = ?, why = ?, reasonSealed = ? WHERE entryId = ? AND revision = ? AND state = ?',
    [textMoves[move].to, at, why, reasonSealed, entryId, revision, textMoves[move].from],
  )) === 1;

/** Numbers of entries whose words wait for a person, the oldest first; of the newest revision only, and of none that is over. */
export const listAskedTexts = async (db: Db, limit: number): Promise<string[]> =>
  (
    await db.query<{ number: string }>(
      `SELECT e.number FROM registration_text t JOIN registration_entry e ON e.id = t.entryId AND e.revision = t.revision
       WHERE t.state = 'asked' AND e.state IN ('submitted', 'verified', 'published') ORDER BY t.since, e.id LIMIT ${Math.trunc(limit)}`,
    )
  ).map(({ number }) => number);

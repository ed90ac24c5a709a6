import { type Sql, UniqueViolation } from '../../../lib/db';
import type { Instant } from '../../../platform/ports';

export const isAnswered = async (sql: Sql, answerId: string): Promise<boolean> =>
  (await sql.query('SELECT answerId FROM registration_answer WHERE answerId = ?', [answerId])).length > 0;

/** @throws UniqueViolation told before */
export const insertAnswered = async (tx: Sql, answerId: string, entryId: string, at: Instant): Promise<void> => {
  await tx.run('INSERT INTO registration_answer (answerId, entryId, at) VALUES (?, ?, ?)', [answerId, entryId, at]);
};

export interface StrayAnswer {
  readonly answerId: string;
  readonly number: string;
  readonly answerSealed: string;
  readonly receivedAt: Instant;
}

/** Once, however often it is told. */
export const insertStray = async (sql: Sql, { answerId, number, answerSealed, receivedAt }: StrayAnswer): Promise<void> => {
  try {
    await sql.run('INSERT INTO stray_answer (answerId, number, answerSealed, receivedAt) VALUES (?, ?, ?, ?)', [
      answerId,
      number,
      answerSealed,
      receivedAt,
    ]);
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
  }
};

/** Oldest first. */
export const listStrays = (sql: Sql, limit: number): Promise<StrayAnswer[]> =>
  sql.query(`SELECT answerId, number, answerSealed, receivedAt FROM stray_answer ORDER BY receivedAt, answerId LIMIT ${Math.trunc(limit)}`);

export const countStrays = async (sql: Sql): Promise<number> =>
  Number((await sql.query<{ n: number }>('SELECT COUNT(*) AS n FROM stray_answer'))[0]?.n ?? 0);

export const deleteStray = async (sql: Sql, answerId: string): Promise<boolean> =>
  (await sql.run('DELETE FROM stray_answer WHERE answerId = ?', [answerId])) === 1;

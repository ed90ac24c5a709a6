import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { readMark, updateOrInsert, writeMark } from '../../lib/db/marks';
import type { Instant, SectionId } from '../../platform/ports';

const feedMark = 'credit.feed';

/** Where the newest of all instances stands in the change feed, and when the feed last answered; null before the first look. */
export const readFeedPlace = async (sql: Sql): Promise<{ cursor: string; answeredAt: Instant } | null> => {
  const mark = await readMark(sql, feedMark);
  return mark && { cursor: mark.value, answeredAt: mark.at };
};

export const writeFeedPlace = (sql: Sql, cursor: string, answeredAt: Instant): Promise<void> =>
  writeMark(sql, feedMark, { value: cursor, at: answeredAt });

/**
 * `ours`: nobody else works this change off until `until`. `done`: it has been worked off. `busy`: another instance is at it, and
 * if that one dies its lease runs out.
 */
export const claimChange = async (sql: Sql, changeId: string, at: Instant, until: Instant): Promise<'ours' | 'done' | 'busy'> => {
  const known = await sql.query<{ doneAt: Instant | null }>('SELECT doneAt FROM feed_change WHERE changeId = ?', [changeId]);
  if (known[0]) {
    if (known[0].doneAt !== null) return 'done';
    const taken = await sql.run('UPDATE feed_change SET leasedUntil = ? WHERE changeId = ? AND doneAt IS NULL AND leasedUntil <= ?', [
      until,
      changeId,
      at,
    ]);
    return taken > 0 ? 'ours' : 'busy';
  }
  try {
    await sql.run('INSERT INTO feed_change (changeId, leasedUntil, doneAt) VALUES (?, ?, NULL)', [changeId, until]);
    return 'ours';
  } catch (error) {
    if (error instanceof UniqueViolation) return 'busy';
    throw error;
  }
};

export const markChangeDone = (sql: Sql, changeId: string, at: Instant): Promise<number> =>
  sql.run('UPDATE feed_change SET doneAt = ? WHERE changeId = ?', [at, changeId]);

/** It could not be worked off; anybody may try again. */
export const giveBackChange = (sql: Sql, changeId: string): Promise<number> =>
  sql.run('DELETE FROM feed_change WHERE changeId = ? AND doneAt IS NULL', [changeId]);

export const dropOldChanges = (sql: Sql, before: Instant): Promise<number> => sql.run('DELETE FROM feed_change WHERE doneAt < ?', [before]);

/** False: this nonce was seen before, by this instance or another. */
export const takeNonce = async (sql: Sql, nonce: string, expiresAt: Instant): Promise<boolean> => {
  try {
    await sql.run('INSERT INTO callback_nonce (nonce, expiresAt) VALUES (?, ?)', [nonce, expiresAt]);
    return true;
  } catch (error) {
    if (error instanceof UniqueViolation) return false;
    throw error;
  }
};

/** A callback that could not be worked off may be sent again with the same nonce. */
export const giveBackNonce = async (sql: Sql, nonce: string): Promise<void> => {
  await sql.run('DELETE FROM callback_nonce WHERE nonce = ?', [nonce]);
};

export const dropOldNonces = (sql: Sql, before: Instant): Promise<number> =>
  sql.run('DELETE FROM callback_nonce WHERE expiresAt < ?', [before]);

/** Counts records outside the national catalogue (R10). Nothing of their content is kept. */
export const countQuarantined = async (
  db: Db,
  sectionId: SectionId,
  found: readonly { readonly recordId: string; readonly category: string }[],
  at: Instant,
): Promise<void> => {
  for (const { recordId, category } of found) {
    await updateOrInsert(
      () => db.run('UPDATE quarantine SET seen = seen + 1, lastSeenAt = ? WHERE recordId = ?', [at, recordId]),
      () =>
        db.run('INSERT INTO quarantine (recordId, category, sectionId, firstSeenAt, lastSeenAt, seen) VALUES (?, ?, ?, ?, ?, 1)', [
          recordId,
          category,
          sectionId,
          at,
          at,
        ]),
    );
  }
};

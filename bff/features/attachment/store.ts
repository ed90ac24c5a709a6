import type { attachmentPurposes } from '../../contract/attachment/schema';
import type { Sql } from '../../lib/db';
import { dropMarks, nextOfMark } from '../../lib/db/marks';
import type { Instant } from '../../platform/ports';

export type State = 'sending' | 'checking' | 'clean' | 'held' | 'refused' | 'removed';
export type Stage = 'sent' | 'kept';
export type Purpose = (typeof attachmentPurposes)[number];

/** Every move there is. `removed` is nobody's any more and is forgotten by the sweep. */
const moves: Readonly<Record<State, readonly State[]>> = {
  sending: ['checking', 'removed'],
  checking: ['clean', 'held', 'refused', 'removed'],
  held: ['clean', 'refused', 'removed'],
  clean: ['removed'],
  refused: ['removed'],
  removed: [],
};

export interface AttachmentRow {
  readonly id: string;
  readonly subjectId: string;
  readonly citizenId: string;
  readonly nameSealed: string;
  readonly keySealed: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  readonly purpose: Purpose;
  readonly announcedDigest: string | null;
  readonly state: State;
  readonly reason: string | null;
  readonly contentType: string | null;
  readonly sentDigest: string | null;
  readonly keptDigest: string | null;
  readonly keptBytes: number | null;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  readonly ownerKind: string | null;
  readonly ownerId: string | null;
}

export interface PartRow {
  readonly id: string;
  readonly attachmentId: string;
  readonly stage: Stage;
  readonly fromByte: number;
  readonly sizeBytes: number;
  readonly digest: string;
}

export interface Owner {
  readonly kind: 'registration';
  readonly id: string;
}

const columns =
  'id, subjectId, citizenId, nameSealed, keySealed, sizeBytes, receivedBytes, purpose, announcedDigest, state, reason, contentType, sentDigest, keptDigest, keptBytes, createdAt, changedAt, ownerKind, ownerId';
const partColumns = 'id, attachmentId, stage, fromByte, sizeBytes, digest';
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;
const count = async (rows: Promise<{ n: number | bigint | string | null }[]>): Promise<number> => Number((await rows)[0]?.n ?? 0);

const markOf = (subjectId: string): string => `attachment:${subjectId}`;
/** Holds everybody else of this subject back until the transaction ends, so that a limit is counted by one at a time. */
export const holdSubject = (tx: Sql, subjectId: string, at: Instant): Promise<number> => nextOfMark(tx, markOf(subjectId), at);
export const forgetHolds = (sql: Sql, before: Instant): Promise<number> => dropMarks(sql, 'attachment:', before);

export const insertAttachment = async (tx: Sql, row: AttachmentRow): Promise<void> => {
  await tx.run(
    `INSERT INTO attachment (id, subjectId, citizenId, nameSealed, keySealed, sizeBytes, receivedBytes, purpose, announcedDigest, state, createdAt, changedAt)
     VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 'sending', ?, ?)`,
    [
      row.id,
      row.subjectId,
      row.citizenId,
      row.nameSealed,
      row.keySealed,
      row.sizeBytes,
      row.purpose,
      row.announcedDigest,
      row.createdAt,
      row.changedAt,
    ],
  );
};

/** null also for what was removed. */
export const findAttachment = (sql: Sql, subjectId: string, id: string): Promise<AttachmentRow | null> =>
  first(
    sql.query<AttachmentRow>(`SELECT ${columns} FROM attachment WHERE id = ? AND subjectId = ? AND state <> 'removed'`, [id, subjectId]),
  );

export const findById = (sql: Sql, id: string): Promise<AttachmentRow | null> =>
  first(sql.query<AttachmentRow>(`SELECT ${columns} FROM attachment WHERE id = ?`, [id]));

export const findOfOwner = (sql: Sql, { kind, id }: Owner): Promise<AttachmentRow[]> =>
  sql.query<AttachmentRow>(`SELECT ${columns} FROM attachment WHERE ownerKind = ? AND ownerId = ? ORDER BY createdAt, id`, [kind, id]);

export const countUnused = (sql: Sql, subjectId: string): Promise<number> =>
  count(
    sql.query(
      `SELECT COUNT(*) AS n FROM attachment
       WHERE subjectId = ? AND ownerId IS NULL AND state IN ('sending', 'checking', 'clean', 'held')`,
      [subjectId],
    ),
  );

/** Part of no submission, and may become one; the oldest first. */
export const findUnused = (sql: Sql, subjectId: string, purpose: Purpose): Promise<AttachmentRow[]> =>
  sql.query<AttachmentRow>(
    `SELECT ${columns} FROM attachment
     WHERE subjectId = ? AND purpose = ? AND ownerId IS NULL AND state IN ('sending', 'checking', 'clean', 'held') ORDER BY createdAt, id`,
    [subjectId, purpose],
  );

/** Announced since an instant, what was removed since included. */
export const sumBytes = (sql: Sql, subjectId: string, since: Instant): Promise<number> =>
  count(sql.query('SELECT SUM(sizeBytes) AS n FROM attachment WHERE subjectId = ? AND createdAt >= ?', [subjectId, since]));

export const countHeld = (sql: Sql): Promise<number> => count(sql.query(`SELECT COUNT(*) AS n FROM attachment WHERE state = 'held'`));

/** 1 when the chunk that begins at `from` is the next one, for this caller alone. */
export const advance = (tx: Sql, id: string, from: number, to: number, at: Instant): Promise<number> =>
  tx.run(`UPDATE attachment SET receivedBytes = ?, changedAt = ? WHERE id = ? AND state = 'sending' AND receivedBytes = ?`, [
    to,
    at,
    id,
    from,
  ]);

/** What a check found out; only what is given is written. */
export type Found = Partial<Pick<AttachmentRow, 'reason' | 'contentType' | 'sentDigest' | 'keptDigest' | 'keptBytes'>>;

/**
 * One move of the table, with what goes with it. 1 when this call made it; 0 when it stands elsewhere by now.
 * @throws Error on a move the table does not have
 */
export const move = (tx: Sql, id: string, from: State, to: State, at: Instant, found: Found = {}): Promise<number> => {
  if (!moves[from].includes(to)) throw new Error(`attachment: no move from ${from} to ${to}`);
  const { reason = null, contentType = null, sentDigest = null, keptDigest = null, keptBytes = null } = found;
  return tx.run(
    `UPDATE attachment SET state = ?, changedAt = ?, reason = COALESCE(?, reason), contentType = COALESCE(?, contentType),
       sentDigest = COALESCE(?, sentDigest), keptDigest = COALESCE(?, keptDigest), keptBytes = COALESCE(?, keptBytes)
     WHERE id = ? AND state = ?`,
    [to, at, reason, contentType, sentDigest, keptDigest, keptBytes, id, from],
  );
};

/** All bytes are here and nobody adds any more. */
export const endSending = (tx: Sql, id: string, at: Instant): Promise<number> =>
  tx.run(`UPDATE attachment SET state = 'checking', changedAt = ? WHERE id = ? AND state = 'sending' AND receivedBytes = sizeBytes`, [
    at,
    id,
  ]);

/** Taken back by whoever sent it, unless a submission holds it. */
export const removeUnbound = (tx: Sql, id: string, at: Instant): Promise<number> =>
  tx.run(`UPDATE attachment SET state = 'removed', changedAt = ? WHERE id = ? AND ownerId IS NULL AND state <> 'removed'`, [at, id]);

/** 1 also where it is bound to this owner already. */
export const bind = async (tx: Sql, id: string, { kind, id: ownerId }: Owner, at: Instant): Promise<number> => {
  const bound = await tx.run(
    `UPDATE attachment SET ownerKind = ?, ownerId = ?, boundAt = ? WHERE id = ? AND ownerId IS NULL AND state IN ('clean', 'held')`,
    [kind, ownerId, at, id],
  );
  if (bound > 0) return bound;
  const mine = await tx.query(`SELECT id FROM attachment WHERE id = ? AND ownerKind = ? AND ownerId = ? AND state IN ('clean', 'held')`, [
    id,
    kind,
    ownerId,
  ]);
  return mine.length;
};

export const insertPart = async (tx: Sql, part: PartRow): Promise<void> => {
  await tx.run(`INSERT INTO attachment_part (${partColumns}) VALUES (?, ?, ?, ?, ?, ?)`, [
    part.id,
    part.attachmentId,
    part.stage,
    part.fromByte,
    part.sizeBytes,
    part.digest,
  ]);
};

export const findPart = (sql: Sql, attachmentId: string, stage: Stage, fromByte: number): Promise<PartRow | null> =>
  first(
    sql.query<PartRow>(`SELECT ${partColumns} FROM attachment_part WHERE attachmentId = ? AND stage = ? AND fromByte = ?`, [
      attachmentId,
      stage,
      fromByte,
    ]),
  );

export const listParts = (sql: Sql, attachmentId: string, stage: Stage): Promise<PartRow[]> =>
  sql.query<PartRow>(`SELECT ${partColumns} FROM attachment_part WHERE attachmentId = ? AND stage = ? ORDER BY fromByte`, [
    attachmentId,
    stage,
  ]);

export const deleteParts = (sql: Sql, attachmentId: string, stage?: Stage): Promise<number> =>
  stage === undefined
    ? sql.run('DELETE FROM attachment_part WHERE attachmentId = ?', [attachmentId])
    : sql.run('DELETE FROM attachment_part WHERE attachmentId = ? AND stage = ?', [attachmentId, stage]);

/** A draft that names them was written: they wait as long as it does. */
export const keepWaiting = (sql: Sql, subjectId: string, ids: readonly string[], at: Instant): Promise<number> =>
  sql.run(
    `UPDATE attachment SET changedAt = ? WHERE subjectId = ? AND ownerId IS NULL AND state IN ('clean', 'held') AND id IN (${ids.map(() => '?').join(', ')})`,
    [at, subjectId, ...ids],
  );

export const touch = (sql: Sql, id: string, at: Instant): Promise<number> =>
  sql.run('UPDATE attachment SET changedAt = ? WHERE id = ?', [at, id]);

/** Longest waiting first. */
export const findHeld = (sql: Sql, limit: number): Promise<AttachmentRow[]> =>
  sql.query<AttachmentRow>(`SELECT ${columns} FROM attachment WHERE state = 'held' ORDER BY changedAt LIMIT ${Math.trunc(limit)}`);

export interface Horizons {
  /** Begun, and no chunk since. */
  readonly unfinished: Instant;
  /** Taken by no submission, and named by no draft that was written since. */
  readonly unused: Instant;
  readonly limit: number;
}

/** What nobody came back for. */
export const findForgotten = (sql: Sql, { unfinished, unused, limit }: Horizons): Promise<AttachmentRow[]> =>
  sql.query<AttachmentRow>(
    `SELECT ${columns} FROM attachment WHERE ownerId IS NULL
       AND ((state = 'sending' AND changedAt < ?) OR (state IN ('checking', 'clean', 'held', 'refused') AND changedAt < ?))
     ORDER BY createdAt LIMIT ${Math.trunc(limit)}`,
    [unfinished, unused],
  );

/** Rows whose pieces should be gone and are not: a process died between the two. `kept` alone stays of a picture that is clean. */
export const findUncleared = (sql: Sql, limit: number): Promise<AttachmentRow[]> =>
  sql.query<AttachmentRow>(
    `SELECT ${columns} FROM attachment a WHERE
       (a.state IN ('refused', 'removed') AND EXISTS (SELECT 1 FROM attachment_part p WHERE p.attachmentId = a.id))
       OR (a.state = 'clean' AND EXISTS (SELECT 1 FROM attachment_part p WHERE p.attachmentId = a.id AND p.stage = 'sent')
           AND EXISTS (SELECT 1 FROM attachment_part p WHERE p.attachmentId = a.id AND p.stage = 'kept'))
     LIMIT ${Math.trunc(limit)}`,
  );

/** Removed long enough ago that no limit of a day counts them any more. */
export const findRemoved = (sql: Sql, before: Instant, limit: number): Promise<{ id: string }[]> =>
  sql.query<{ id: string }>(`SELECT id FROM attachment WHERE state = 'removed' AND changedAt < ? LIMIT ${Math.trunc(limit)}`, [before]);

export const deleteAttachment = (sql: Sql, id: string): Promise<number> => sql.run('DELETE FROM attachment WHERE id = ?', [id]);

import { setImmediate as turn } from 'node:timers/promises';
import type { ActingSubject, Citizen } from '../../../http/call';
import type { Db, Sql } from '../../../lib/db';
import type { Instant } from '../../../platform/ports';
import type { Kind } from '../../../policy/registration/kinds';
import type { EntryWithContent, Place } from '../store';

export type ImportState = 'sending' | 'checking' | 'checked' | 'refused' | 'importing' | 'done' | 'dropped';

/** Every move there is; a move is one conditional update. */
const moves: Readonly<Record<ImportState, readonly ImportState[]>> = {
  sending: ['checking', 'dropped'],
  checking: ['checked', 'refused', 'dropped'],
  checked: ['importing', 'dropped'],
  importing: ['done'],
  refused: ['dropped'],
  done: [],
  dropped: [],
};

export interface ImportRow {
  readonly id: string;
  readonly subjectId: string;
  readonly citizenId: string;
  readonly role: ActingSubject['role'];
  readonly client: Citizen['client'];
  readonly kind: Kind;
  readonly kindVersion: string;
  readonly nameSealed: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  readonly state: ImportState;
  readonly reason: string | null;
  readonly commitmentVersion: string | null;
  readonly commitmentDigest: string | null;
  readonly signedAt: Instant | null;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
}

/** `good` → `imported` | `refused` when it is registered; `bad` stays. */
export interface RowOfSheet {
  readonly importId: string;
  readonly place: number;
  readonly state: 'good' | 'bad' | 'imported' | 'refused';
  readonly contentSealed: string;
}

const columns = [
  'id',
  'subjectId',
  'citizenId',
  'role',
  'client',
  'kind',
  'kindVersion',
  'nameSealed',
  'sizeBytes',
  'receivedBytes',
  'state',
  'reason',
  'commitmentVersion',
  'commitmentDigest',
  'signedAt',
  'createdAt',
  'changedAt',
] as const;
const all = columns.join(', ');
const marks = (things: readonly unknown[]): string => things.map(() => '?').join(', ');

export const insertImport = async (tx: Sql, row: ImportRow): Promise<void> => {
  await tx.run(
    `INSERT INTO bulk_import (${all}) VALUES (${marks(columns)})`,
    columns.map(column => row[column]),
  );
};

export const findImport = async (sql: Sql, id: string): Promise<ImportRow | null> =>
  (await sql.query<ImportRow>(`SELECT ${all} FROM bulk_import WHERE id = ?`, [id]))[0] ?? null;

/** Newest first; what was given up is not shown. */
export const listImports = (sql: Sql, subjectId: string, limit: number): Promise<ImportRow[]> =>
  sql.query<ImportRow>(
    `SELECT ${all} FROM bulk_import WHERE subjectId = ? AND state <> 'dropped' ORDER BY createdAt DESC, id DESC LIMIT ${Math.trunc(limit)}`,
    [subjectId],
  );

export const countOpen = async (sql: Sql, subjectId: string): Promise<number> =>
  Number(
    (
      await sql.query<{ n: number }>(
        `SELECT COUNT(*) AS n FROM bulk_import WHERE subjectId = ? AND state IN ('sending', 'checking', 'checked', 'importing')`,
        [subjectId],
      )
    )[0]?.n ?? 0,
  );

/** From a place to the next, once. Rows changed. */
export const advance = (tx: Sql, id: string, from: number, to: number, at: Instant): Promise<number> =>
  tx.run(`UPDATE bulk_import SET receivedBytes = ?, changedAt = ? WHERE id = ? AND receivedBytes = ? AND state = 'sending'`, [
    to,
    at,
    id,
    from,
  ]);

type Signed = Pick<ImportRow, 'commitmentVersion' | 'commitmentDigest' | 'signedAt'>;

/** false: it stands elsewhere by now. */
export const moveImport = async (
  tx: Sql,
  id: string,
  from: ImportState,
  to: ImportState,
  at: Instant,
  { reason = null, signed = null }: { readonly reason?: string | null; readonly signed?: Signed | null } = {},
): Promise<boolean> => {
  if (!moves[from].includes(to)) throw new Error(`bulk: no move from ${from} to ${to}`);
  const set = signed ? ', commitmentVersion = ?, commitmentDigest = ?, signedAt = ?' : '';
  const values = signed ? [signed.commitmentVersion, signed.commitmentDigest, signed.signedAt] : [];
  const changed = await tx.run(`UPDATE bulk_import SET state = ?, reason = ?, changedAt = ?${set} WHERE id = ? AND state = ?`, [
    to,
    reason,
    at,
    ...values,
    id,
    from,
  ]);
  return changed === 1;
};

/** @throws UniqueViolation another request was first */
export const insertPart = async (tx: Sql, importId: string, fromByte: number, sizeBytes: number, contentSealed: string): Promise<void> => {
  await tx.run('INSERT INTO bulk_part (importId, fromByte, sizeBytes, contentSealed) VALUES (?, ?, ?, ?)', [
    importId,
    fromByte,
    sizeBytes,
    contentSealed,
  ]);
};

export const listParts = (sql: Sql, importId: string): Promise<{ fromByte: number; contentSealed: string }[]> =>
  sql.query('SELECT fromByte, contentSealed FROM bulk_part WHERE importId = ? ORDER BY fromByte', [importId]);

export const deleteParts = (sql: Sql, importId: string): Promise<number> => sql.run('DELETE FROM bulk_part WHERE importId = ?', [importId]);

/** Places of one statement: on SQLite everybody waits for a statement, and for those after it unless they are let in between. */
const clearedAtOnce = 100;

/** All rows of a sheet, some at a time. */
export const deleteRows = async (db: Db, importId: string): Promise<void> => {
  const [last] = await db.query<{ place: number | null }>('SELECT MAX(place) AS place FROM bulk_row WHERE importId = ?', [importId]);
  for (let to = clearedAtOnce; last?.place && to < last.place + clearedAtOnce; to += clearedAtOnce) {
    await db.run('DELETE FROM bulk_row WHERE importId = ? AND place <= ?', [importId, to]);
    await turn();
  }
};

export const insertRows = async (tx: Sql, rows: readonly RowOfSheet[]): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    `INSERT INTO bulk_row (importId, place, state, contentSealed) VALUES ${rows.map(() => '(?, ?, ?, ?)').join(', ')}`,
    rows.flatMap(({ importId, place, state, contentSealed }) => [importId, place, state, contentSealed]),
  );
};

/** In the order of the sheet, from after a place. */
export const listRows = (
  sql: Sql,
  importId: string,
  states: readonly RowOfSheet['state'][],
  after: number,
  limit: number,
): Promise<RowOfSheet[]> =>
  sql.query<RowOfSheet>(
    `SELECT importId, place, state, contentSealed FROM bulk_row WHERE importId = ? AND state IN (${marks(states)}) AND place > ?
     ORDER BY place LIMIT ${Math.trunc(limit)}`,
    [importId, ...states, after],
  );

export const countRows = async (sql: Sql, importId: string): Promise<Record<RowOfSheet['state'], number>> => {
  const counts = { good: 0, bad: 0, imported: 0, refused: 0 };
  const rows = await sql.query<{ state: RowOfSheet['state']; n: number }>(
    'SELECT state, COUNT(*) AS n FROM bulk_row WHERE importId = ? GROUP BY state',
    [importId],
  );
  for (const { state, n } of rows) counts[state] = Number(n);
  return counts;
};

/** A good row is taken by one transaction, which makes its entry, and by no other. */
export const takeRow = async (tx: Sql, { importId, place }: Pick<RowOfSheet, 'importId' | 'place'>): Promise<boolean> =>
  (await tx.run(`UPDATE bulk_row SET state = 'imported' WHERE importId = ? AND place = ? AND state = 'good'`, [importId, place])) === 1;

export const nameEntry = async (tx: Sql, { importId, place }: Pick<RowOfSheet, 'importId' | 'place'>, entryId: string): Promise<void> => {
  await tx.run('UPDATE bulk_row SET entryId = ? WHERE importId = ? AND place = ?', [entryId, importId, place]);
};

export const refuseRow = (sql: Sql, { importId, place }: Pick<RowOfSheet, 'importId' | 'place'>, contentSealed: string): Promise<number> =>
  sql.run(`UPDATE bulk_row SET state = 'refused', contentSealed = ? WHERE importId = ? AND place = ? AND state = 'good'`, [
    contentSealed,
    importId,
    place,
  ]);

export const touchImport = (sql: Sql, id: string, at: Instant): Promise<number> =>
  sql.run('UPDATE bulk_import SET changedAt = ? WHERE id = ?', [at, id]);

/** Numbers of live entries by their key. */
export const numbersOf = async (sql: Sql, liveKeys: readonly string[]): Promise<Map<string, string>> => {
  if (liveKeys.length === 0) return new Map();
  const rows = await sql.query<{ liveKey: string; number: string }>(
    `SELECT liveKey, number FROM registration_entry WHERE liveKey IN (${marks(liveKeys)})`,
    liveKeys,
  );
  return new Map(rows.map(({ liveKey, number }) => [liveKey, number]));
};

export const listForgotten = (sql: Sql, before: Instant, limit: number): Promise<{ id: string }[]> =>
  sql.query(`SELECT id FROM bulk_import WHERE (changedAt <= ? AND state <> 'importing') OR state = 'dropped' LIMIT ${Math.trunc(limit)}`, [
    before,
  ]);

export const deleteImport = (sql: Sql, id: string): Promise<number> => sql.run('DELETE FROM bulk_import WHERE id = ?', [id]);

/** Entries of a merchant of one kind, the oldest first, from after `after`. */
export const listOfKind = (db: Db, subjectId: string, kind: Kind, after: Place | null, limit: number): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(
    `SELECT e.id, e.number, e.subjectId, e.kind, e.state, e.trust, e.revision, e.endsOn, e.submittedAt, e.publishedAt, r.kindVersion,
       r.contentSealed, r.commitmentVersion, r.commitmentDigest, r.signedAt
     FROM registration_entry e JOIN registration_revision r ON r.entryId = e.id AND r.revision = e.revision
     WHERE e.subjectId = ? AND e.kind = ? ${after ? 'AND (e.submittedAt > ? OR (e.submittedAt = ? AND e.id > ?))' : ''}
     ORDER BY e.submittedAt, e.id LIMIT ${Math.trunc(limit)}`,
    after ? [subjectId, kind, after.at, after.at, after.id] : [subjectId, kind],
  );

import { setImmediate as turn } from 'node:timers/promises';
import type { ActingSubject, Citizen } from '../../../http/call';
import { type Db, type Sql, UniqueViolation } from '../../../lib/db';
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

/** Rows beside one another, as they were checked. */
export interface BlockOfSheet {
  readonly importId: string;
  readonly fromPlace: number;
  readonly toPlace: number;
  readonly good: number;
  readonly bad: number;
  readonly contentSealed: string;
}

/** What became of a row that was good. */
export interface FateOfRow {
  readonly place: number;
  readonly state: 'imported' | 'refused';
  /** Of a refused one, why. */
  readonly contentSealed: string | null;
}

interface PlaceInSheet {
  readonly importId: string;
  readonly place: number;
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
const clearedAtOnce = 500;

/** All rows of a sheet, some at a time. */
export const deleteRows = async (db: Db, importId: string): Promise<void> => {
  const [last] = await db.query<{ place: number | null }>('SELECT MAX(toPlace) AS place FROM bulk_block WHERE importId = ?', [importId]);
  for (let to = clearedAtOnce; last?.place && to < last.place + clearedAtOnce; to += clearedAtOnce) {
    await db.run('DELETE FROM bulk_row WHERE importId = ? AND place <= ?', [importId, to]);
    await db.run('DELETE FROM bulk_block WHERE importId = ? AND fromPlace <= ?', [importId, to]);
    await turn();
  }
};

const blockColumns = 'importId, fromPlace, toPlace, good, bad, contentSealed';

export const insertBlock = async (tx: Sql, block: BlockOfSheet): Promise<void> => {
  await tx.run(`INSERT INTO bulk_block (${blockColumns}) VALUES (?, ?, ?, ?, ?, ?)`, [
    block.importId,
    block.fromPlace,
    block.toPlace,
    block.good,
    block.bad,
    block.contentSealed,
  ]);
};

/** In the order of the sheet, from after a place. */
export const listBlocks = (
  sql: Sql,
  importId: string,
  after: number,
  limit: number,
  { onlyBad = false }: { readonly onlyBad?: boolean } = {},
): Promise<BlockOfSheet[]> =>
  sql.query<BlockOfSheet>(
    `SELECT ${blockColumns} FROM bulk_block WHERE importId = ? AND fromPlace > ? ${onlyBad ? 'AND bad > 0' : ''}
     ORDER BY fromPlace LIMIT ${Math.trunc(limit)}`,
    [importId, after],
  );

/** The first block with a good row of which nothing has become yet; null: there is none. */
export const findOpenBlock = async (sql: Sql, importId: string): Promise<BlockOfSheet | null> => {
  const rows = await sql.query<BlockOfSheet>(
    `SELECT ${blockColumns} FROM bulk_block b
     WHERE importId = ? AND good > (SELECT COUNT(*) FROM bulk_row r WHERE r.importId = b.importId AND r.place BETWEEN b.fromPlace AND b.toPlace)
     ORDER BY fromPlace LIMIT 1`,
    [importId],
  );
  return rows[0] ?? null;
};

/** What became of rows, in the order of the sheet. */
export const listFates = (sql: Sql, importId: string, from: number, to: number): Promise<FateOfRow[]> =>
  sql.query<FateOfRow>('SELECT place, state, contentSealed FROM bulk_row WHERE importId = ? AND place BETWEEN ? AND ? ORDER BY place', [
    importId,
    from,
    to,
  ]);

export const listRefused = (sql: Sql, importId: string, limit: number): Promise<FateOfRow[]> =>
  sql.query<FateOfRow>(
    `SELECT place, state, contentSealed FROM bulk_row WHERE importId = ? AND state = 'refused' ORDER BY place LIMIT ${Math.trunc(limit)}`,
    [importId],
  );

/** `good`: without a fault and not registered (yet). */
export const countRows = async (sql: Sql, importId: string): Promise<Record<'good' | 'bad' | 'imported' | 'refused', number>> => {
  const [checked] = await sql.query<{ good: number | null; bad: number | null }>(
    'SELECT SUM(good) AS good, SUM(bad) AS bad FROM bulk_block WHERE importId = ?',
    [importId],
  );
  const fates = await sql.query<{ state: FateOfRow['state']; n: number }>(
    'SELECT state, COUNT(*) AS n FROM bulk_row WHERE importId = ? GROUP BY state',
    [importId],
  );
  const of = (state: FateOfRow['state']): number => Number(fates.find(one => one.state === state)?.n ?? 0);
  const imported = of('imported');
  const refused = of('refused');
  return { good: Number(checked?.good ?? 0) - imported - refused, bad: Number(checked?.bad ?? 0), imported, refused };
};

const insertFate = async (sql: Sql, { importId, place }: PlaceInSheet, state: FateOfRow['state'], contentSealed: string | null) => {
  try {
    return await sql.run('INSERT INTO bulk_row (importId, place, state, contentSealed) VALUES (?, ?, ?, ?)', [
      importId,
      place,
      state,
      contentSealed,
    ]);
  } catch (error) {
    if (error instanceof UniqueViolation) return 0;
    throw error;
  }
};

/** A good row is taken by one transaction, which makes its entry, and by no other. */
export const takeRow = async (tx: Sql, row: PlaceInSheet): Promise<boolean> => (await insertFate(tx, row, 'imported', null)) === 1;

export const nameEntry = async (tx: Sql, { importId, place }: PlaceInSheet, entryId: string): Promise<void> => {
  await tx.run('UPDATE bulk_row SET entryId = ? WHERE importId = ? AND place = ?', [entryId, importId, place]);
};

export const refuseRow = async (sql: Sql, row: PlaceInSheet, contentSealed: string): Promise<void> => {
  await insertFate(sql, row, 'refused', contentSealed);
};

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

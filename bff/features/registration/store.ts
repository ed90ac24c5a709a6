import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { nextOfMark } from '../../lib/db/marks';
import type { Day, Instant } from '../../platform/ports';
import type { Kind } from '../../policy/registration/kinds';
import type { Actor, EntryState, Holder, Move, Trust } from '../../policy/registration/moves';

export interface EntryRow {
  readonly id: string;
  readonly number: string;
  readonly subjectId: string;
  readonly kind: Kind;
  readonly state: EntryState;
  readonly trust: Trust;
  readonly revision: number;
  readonly moves: number;
  readonly holder: Holder;
  readonly holderName: string | null;
  readonly heldSince: Instant;
  readonly clockFrom: Day | null;
  readonly clockDays: number | null;
  readonly dueOn: Day | null;
  readonly dueExpected: number;
  readonly liveKey: string | null;
  readonly sameIndex: string | null;
  readonly regionCode: string;
  readonly endsOn: Day | null;
  readonly announcedDays: number | null;
  readonly submittedAt: Instant;
  readonly publishedAt: Instant | null;
}

export interface RevisionRow {
  readonly entryId: string;
  readonly revision: number;
  readonly citizenId: string;
  readonly kindVersion: string;
  readonly contentSealed: string;
  readonly recordId: string | null;
  readonly commitmentVersion: string;
  readonly commitmentDigest: string;
  readonly signedAt: Instant;
}

/** What a revision was made of: the phone's draft, and a blind index of what was sent. */
export interface SentRow {
  readonly draftId: string | null;
  readonly sentIndex: string;
}

export interface MoveRow {
  readonly entryId: string;
  readonly seq: number;
  readonly at: Instant;
  readonly move: Move;
  readonly state: EntryState;
  readonly trust: Trust;
  readonly revision: number;
  readonly actor: Actor;
  readonly bySealed: string;
  readonly reasonsSealed: string | null;
}

/** An entry with what it says now. */
export interface EntryWithContent extends EntryRow, Omit<RevisionRow, 'entryId' | 'revision'> {}

const entryColumns = [
  'id',
  'number',
  'subjectId',
  'kind',
  'state',
  'trust',
  'revision',
  'moves',
  'holder',
  'holderName',
  'heldSince',
  'clockFrom',
  'clockDays',
  'dueOn',
  'dueExpected',
  'liveKey',
  'sameIndex',
  'regionCode',
  'endsOn',
  'announcedDays',
  'submittedAt',
  'publishedAt',
] as const satisfies readonly (keyof EntryRow)[];
/** What a move may change. */
const movable = entryColumns.filter(column => !['id', 'number', 'subjectId', 'kind', 'submittedAt', 'regionCode'].includes(column));
const contentColumns = [
  'citizenId',
  'kindVersion',
  'contentSealed',
  'recordId',
  'commitmentVersion',
  'commitmentDigest',
  'signedAt',
] as const;
const moveColumns = ['entryId', 'seq', 'at', 'move', 'state', 'trust', 'revision', 'actor', 'bySealed', 'reasonsSealed'] as const;

const quoted = (columns: readonly string[], table = ''): string => columns.map(column => `${table}\`${column}\``).join(', ');
const marks = (columns: readonly string[]): string => columns.map(() => '?').join(', ');
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

/** The select list and tables of an entry with its newest revision; rows are `e` and `r`. */
export const selectContent = (more: readonly string[] = [], join = ''): string =>
  `SELECT ${[quoted(entryColumns, 'e.'), quoted(contentColumns, 'r.'), ...more].join(', ')}
   FROM registration_entry e JOIN registration_revision r ON r.entryId = e.id AND r.revision = e.revision ${join}`;
export const withContent = selectContent();

/** The next number of a Beijing day (`20261123`). */
export const nextOfDay = (tx: Sql, day: string, at: Instant): Promise<number> => nextOfMark(tx, `registration:${day}`, at);

/** @throws UniqueViolation `liveKey`: the same entry is there already */
export const insertEntry = async (tx: Sql, row: EntryRow): Promise<void> => {
  await tx.run(
    `INSERT INTO registration_entry (${quoted(entryColumns)}) VALUES (${marks(entryColumns)})`,
    entryColumns.map(column => row[column]),
  );
};

/**
 * One conditional update: only from the state and the count of moves that `before` was read with. false: somebody else was first.
 * @throws UniqueViolation `liveKey`
 */
export const updateEntry = async (tx: Sql, before: EntryRow, after: EntryRow): Promise<boolean> =>
  (await tx.run(
    `UPDATE registration_entry SET ${movable.map(column => `\`${column}\` = ?`).join(', ')} WHERE id = ? AND state = ? AND moves = ?`,
    [...movable.map(column => after[column]), before.id, before.state, before.moves],
  )) === 1;

/** @throws UniqueViolation of the draft: this person submitted it already */
export const insertRevision = async (tx: Sql, row: RevisionRow & SentRow): Promise<void> => {
  const columns = ['entryId', 'revision', ...contentColumns, 'draftId', 'sentIndex'] as const;
  await tx.run(
    `INSERT INTO registration_revision (${quoted(columns)}) VALUES (${marks(columns)})`,
    columns.map(column => row[column]),
  );
};

export const insertMove = async (tx: Sql, row: MoveRow): Promise<void> => {
  await tx.run(
    `INSERT INTO registration_move (${quoted(moveColumns)}) VALUES (${marks(moveColumns)})`,
    moveColumns.map(column => row[column]),
  );
};

/** Keeps the text once, whoever signs it first; two at once meet at its digest. */
export const keepWording = async (
  tx: Sql,
  row: { digest: string; kind: Kind; version: string; text: string; at: Instant },
): Promise<void> => {
  const known = await tx.query('SELECT digest FROM signed_wording WHERE digest = ?', [row.digest]);
  if (known.length > 0) return;
  try {
    await tx.run('INSERT INTO signed_wording (digest, kind, version, text, firstSignedAt) VALUES (?, ?, ?, ?, ?)', [
      row.digest,
      row.kind,
      row.version,
      row.text,
      row.at,
    ]);
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
  }
};

export const readWordings = async (db: Sql, digests: readonly string[]): Promise<Map<string, string>> => {
  if (digests.length === 0) return new Map();
  const rows = await db.query<{ digest: string; text: string }>(
    `SELECT digest, text FROM signed_wording WHERE digest IN (${marks(digests)})`,
    digests,
  );
  return new Map(rows.map(({ digest, text }) => [digest, text]));
};

export const findEntry = (sql: Sql, by: { id: string } | { number: string } | { liveKey: string }): Promise<EntryWithContent | null> => {
  const [[column, value]] = Object.entries(by) as [[string, string]];
  return first(sql.query<EntryWithContent>(`${withContent} WHERE e.\`${column}\` = ?`, [value]));
};

/** What became of a person's draft. */
export const findSent = (
  sql: Sql,
  citizenId: string,
  draftId: string,
): Promise<Pick<SentRow & RevisionRow, 'entryId' | 'sentIndex'> | null> =>
  first(sql.query('SELECT entryId, sentIndex FROM registration_revision WHERE citizenId = ? AND draftId = ?', [citizenId, draftId]));

export const readRevision = (sql: Sql, entryId: string, revision: number): Promise<RevisionRow | null> =>
  first(
    sql.query<RevisionRow>(
      `SELECT entryId, revision, ${quoted(contentColumns)} FROM registration_revision WHERE entryId = ? AND revision = ?`,
      [entryId, revision],
    ),
  );

/** Oldest first. */
export const listMoves = (sql: Sql, entryId: string): Promise<MoveRow[]> =>
  sql.query<MoveRow>(`SELECT ${quoted(moveColumns)} FROM registration_move WHERE entryId = ? ORDER BY seq`, [entryId]);

export interface Place {
  readonly at: string;
  readonly id: string;
}

/** Newest first, from after `after`. */
export const listEntries = (db: Db, subjectId: string, after: Place | null, limit: number): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(
    `${withContent} WHERE e.subjectId = ? ${after ? 'AND (e.submittedAt < ? OR (e.submittedAt = ? AND e.id < ?))' : ''}
     ORDER BY e.submittedAt DESC, e.id DESC LIMIT ${Math.trunc(limit)}`,
    after ? [subjectId, after.at, after.at, after.id] : [subjectId],
  );

import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { type Clock, toInstant } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { Checkpoint } from '../../platform/ports';
import { keepInFile, readKeptRoots } from './checkpoint-file';
import { emptyRoot } from './merkle';
import { type Growth, readGrowth } from './read-growth';
import { forgetTree, insertCheckpoint, readLastCheckpoint, replaceLeaves, replaceNodes, type StoredCheckpoint, settleHeads } from './store';

export interface CheckpointDeps {
  readonly db: Db;
  readonly now: Clock;
  /** Ed25519 over the text; base64url. */
  readonly sign: (text: string) => { keyId: string; signature: string };
  /** Append-only, outside the database. */
  readonly filePath: string;
  readonly enqueue: Enqueue;
  readonly onFault: (fault: string) => void;
}

/** Outbox topic that carries a checkpoint to the platform. */
export const checkpointTopic = 'ledger.checkpoint';

/** What is signed: everything that a later forger would like to change. */
export const checkpointText = ({ seq, at, root, prevRoot }: Pick<StoredCheckpoint, 'seq' | 'at' | 'root' | 'prevRoot'>): string =>
  `chengxin-checkpoint|${seq}|${at}|${root}|${prevRoot}`;

const minIntervalMs = 50_000;
const noRoot = '0'.repeat(64);
/** A wiped table has a fault a row: the first ones tell an operator what happened. */
const faultsTold = 20;

const newestOf = (kept: ReadonlyMap<number, string>): number => Math.max(0, ...kept.keys());

const faultsOfFile = (last: StoredCheckpoint | null, kept: ReadonlyMap<number, string>): string[] => {
  const faults: string[] = [];
  const lastSeq = last?.seq ?? 0;
  const keptRoot = kept.get(lastSeq);
  if (newestOf(kept) > lastSeq) faults.push(`the file knows checkpoint ${newestOf(kept)}, the database ends at ${lastSeq}`);
  if (last && keptRoot !== undefined && keptRoot !== last.root) faults.push(`checkpoint ${lastSeq}: the database and the file disagree`);
  return faults;
};

/** null: another instance took this number. */
const keep = async (
  { db, now, sign, filePath, enqueue }: CheckpointDeps,
  { moved, nodes, root, heads }: Growth,
  { seq, prevRoot }: Pick<StoredCheckpoint, 'seq' | 'prevRoot'>,
  prepare: (tx: Sql) => Promise<void> = async () => undefined,
): Promise<StoredCheckpoint | null> => {
  const unsigned = { seq, at: toInstant(now()), root, prevRoot };
  const checkpoint: StoredCheckpoint = { ...unsigned, ...sign(checkpointText(unsigned)), heads };
  try {
    await db.inTx(async tx => {
      await insertCheckpoint(tx, checkpoint);
      await prepare(tx);
      await replaceLeaves(tx, moved);
      await replaceNodes(tx, nodes);
      await enqueue(tx, checkpointTopic, 'ledger', checkpoint);
    });
  } catch (error) {
    if (error instanceof UniqueViolation) return null;
    throw error;
  }
  await keepInFile(filePath, checkpoint);
  // Not in the transaction: it would hold up everybody whose file is being read. Left undone, it is done the next time.
  await settleHeads(
    db,
    moved.map(({ subjectId }) => subjectId),
  );
  return checkpoint;
};

/**
 * Every minute: checks that each chain only grew since the last checkpoint, then signs a root over all heads and puts it
 * into the database, the file and (by the outbox) the platform. A forged history is never signed: it stops and says so.
 * @returns the new checkpoint, or null when another instance has just made one or a fault was found.
 */
export const makeCheckpoint = (deps: CheckpointDeps) => async (): Promise<Checkpoint | null> => {
  const { db, now, filePath, onFault } = deps;
  const last = await readLastCheckpoint(db);
  if (last && now().getTime() - Date.parse(last.at) < minIntervalMs) return null;
  const kept = await readKeptRoots(filePath);
  const growth = await readGrowth(db, last);
  const faults = [...faultsOfFile(last, kept), ...growth.faults];
  if (faults.length > 0) {
    // Another instance made one meanwhile: what was read belongs to two of them.
    if ((await readLastCheckpoint(db))?.seq !== last?.seq) return null;
    for (const fault of faults.slice(0, faultsTold)) onFault(fault);
    if (faults.length > faultsTold) onFault(`and ${faults.length - faultsTold} faults more`);
    return null;
  }
  // The process may have died between commit and file; the line is caught up with before the next one.
  if (last && !kept.has(last.seq)) await keepInFile(filePath, last);
  return keep(deps, growth, { seq: (last?.seq ?? 0) + 1, prevRoot: last?.root ?? noRoot });
};

/**
 * An operator's decision after a fault, a restored backup or a lost database: begins a new row of checkpoints over the heads as
 * they are now, without comparing them with the past. `prevRoot` of zeros tells everybody that it is a beginning.
 * @returns the checkpoint, or the newest known number where `seq` is not above it.
 */
export const restartCheckpoints =
  (deps: CheckpointDeps) =>
  async (seq: number): Promise<{ readonly made: Checkpoint } | { readonly above: number }> => {
    const { db, filePath } = deps;
    const above = Math.max((await readLastCheckpoint(db))?.seq ?? 0, newestOf(await readKeptRoots(filePath)));
    if (seq <= above) return { above };
    const empty: Growth = { faults: [], moved: [], nodes: new Map(), root: emptyRoot, heads: 0 };
    const made = await keep(deps, empty, { seq, prevRoot: noRoot }, forgetTree);
    return made ? { made } : { above: seq };
  };

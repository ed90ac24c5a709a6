import type { Checkpoint } from '../../platform/ports';
import { type CheckpointDeps, makeCheckpoint } from './checkpoint';
import { readLastCheckpoint } from './store';

/** A checkpoint is due every minute; without one for this long, nobody is signing. */
const silentMs = 10 * 60_000;

/** The clock job of the checkpoints, and what /readyz says of it. */
export const watchCheckpoints = (deps: CheckpointDeps) => {
  const { db, now } = deps;
  let found: string | null = null;
  const make = makeCheckpoint({
    ...deps,
    onFault(fault) {
      found = fault;
      deps.onFault(fault);
    },
  });
  return {
    /** A checkpoint that could be signed again means that what was found is mended. */
    async makeCheckpoint(): Promise<Checkpoint | null> {
      const made = await make();
      if (made) found = null;
      return made;
    },
    /** null: all is well. Asks the database, because on MySQL another process may be the one that signs. */
    async checkpointFault(): Promise<string | null> {
      const lastAt = (await readLastCheckpoint(db))?.at;
      if (found !== null || lastAt === undefined) return found;
      return now().getTime() - Date.parse(lastAt) > silentMs ? `no checkpoint since ${lastAt}` : null;
    },
  };
};

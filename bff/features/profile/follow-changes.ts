import { LRUCache } from 'lru-cache';
import type { Db } from '../../lib/db';
import type { Log } from '../../lib/log';
import { type Clock, toInstant } from '../../lib/time';
import type { Change, CreditPort, PlatformRef } from '../../platform/ports';
import type { SectionCache } from './section-cache';
import { claimChange, dropOldChanges, dropOldNonces, giveBackChange, markChangeDone, readFeedPlace, writeFeedPlace } from './store';

/** Must be harmless when repeated and in any order: the feed and the callback tell the same change. No change is of the future. */
export type ChangeListener = (change: Change, subjectId: string | null) => Promise<void>;

export interface FollowDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
  readonly credit: Pick<CreditPort, 'listChanges'>;
  readonly cache: SectionCache;
  readonly subjectOfRef: (ref: PlatformRef) => Promise<string | null>;
}

/** A feed silent for longer than this: what is shown may not be the newest. */
const silentMs = 3600_000;
/** How often the kept place is renewed when nothing changed. */
const keepEveryMs = 60_000;
/** If the instance that works off a change dies, another takes it over after this. */
const leaseMs = 60_000;
/** A change is known this long; the platform tells it again at most a few days later. */
const knownMs = 30 * 24 * 3600_000;
/** Pages of one look; what is left is read at the next. */
const pagesAtOnce = 50;

/** Another instance works the change off: not passed over, but looked at again. */
class ChangeBusy extends Error {
  constructor() {
    super('another instance works this change off');
  }
}

/**
 * Follows the platform's changes (R5). Every instance reads the feed from its own place, because every instance has copies to purge;
 * what follows from a change is done by one of them. The mark in the database is where a new instance begins and when the feed last answered.
 */
export const followChanges = ({ db, now, log, credit, cache, subjectOfRef }: FollowDeps) => {
  const listeners: ChangeListener[] = [];
  const handled = new LRUCache<string, true>({ max: 20_000 });
  const startedAt = now();
  let place: { cursor: string | null; answeredAt: Date | null } | null = null;
  let kept = { cursor: null as string | null, atMs: 0 };
  let looking: Promise<void> | null = null;

  const workOff = async (change: Change): Promise<void> => {
    const { changeId } = change;
    const at = now();
    const claim = await claimChange(db, changeId, toInstant(at), toInstant(new Date(at.getTime() + leaseMs)));
    if (claim === 'done') return;
    if (claim === 'busy') throw new ChangeBusy();
    try {
      const subjectId = await subjectOfRef(change.ref);
      // A clock of theirs that is ahead must not end what is made between now and then.
      const heard = { ...change, at: change.at < toInstant(at) ? change.at : toInstant(at) };
      for (const listener of listeners) await listener(heard, subjectId);
    } catch (error) {
      await giveBackChange(db, changeId);
      throw error;
    }
    await markChangeDone(db, changeId, toInstant(now()));
  };

  /** Copies go first: whatever happens afterwards, nothing old is shown. */
  const applyChange = async (change: Change): Promise<void> => {
    cache.purge(change.ref, null);
    if (handled.has(change.changeId)) return;
    await workOff(change);
    handled.set(change.changeId, true);
  };

  const begin = async (): Promise<{ cursor: string | null; answeredAt: Date | null }> => {
    const known = await readFeedPlace(db);
    return { cursor: known?.cursor || null, answeredAt: known && new Date(known.answeredAt) };
  };

  const keepPlace = async (cursor: string): Promise<void> => {
    const at = now();
    if (cursor === kept.cursor && at.getTime() - kept.atMs < keepEveryMs) return;
    await writeFeedPlace(db, cursor, toInstant(at));
    kept = { cursor, atMs: at.getTime() };
  };

  const look = async (): Promise<void> => {
    if (!place) {
      place = await begin();
      // What was copied before this place was known may be older than a change that another instance has already passed.
      cache.purgeAll();
    }
    for (let page = 0; page < pagesAtOnce; page += 1) {
      const { changes, cursor } = await credit.listChanges(place.cursor);
      for (const { ref } of changes) cache.purge(ref, null);
      for (const change of changes) await applyChange(change);
      const moved = cursor !== place.cursor;
      place = { cursor, answeredAt: now() };
      await keepPlace(cursor);
      if (!moved || changes.length === 0) return;
    }
  };

  return {
    applyChange,
    onChange: (listener: ChangeListener): void => {
      listeners.push(listener);
    },
    /** One look at the feed; two at once are one. A failure is logged and looked at again next time, from the same place. */
    pollFeed: async (): Promise<void> => {
      looking ??= look()
        .catch(error => {
          if (!(error instanceof ChangeBusy)) log.warn({ err: error }, 'the change feed could not be read');
        })
        .finally(() => {
          looking = null;
        });
      await looking;
      cache.dropOld();
    },
    dropOldNonces: () => dropOldNonces(db, toInstant(now())),
    dropOldChanges: () => dropOldChanges(db, toInstant(new Date(now().getTime() - knownMs))),
    /** The feed has been silent for over an hour: 未能确认最新. */
    isFreshnessUnconfirmed: (): boolean => now().getTime() - (place?.answeredAt ?? startedAt).getTime() > silentMs,
  };
};

import { LRUCache } from 'lru-cache';
import type { Db } from '../../lib/db';
import type { Log } from '../../lib/log';
import { type Clock, toInstant } from '../../lib/time';
import type { Change, CreditPort, PlatformRef } from '../../platform/ports';
import type { SectionCache } from './section-cache';
import { dropOldNonces, readMark, writeMark } from './store';

/** Must be harmless when repeated and in any order: the feed and the callback tell the same change. */
export type ChangeListener = (change: Change, subjectId: string | null) => Promise<void>;

export interface FollowDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
  readonly credit: Pick<CreditPort, 'listChanges'>;
  readonly cache: SectionCache;
  readonly subjectOfRef: (ref: PlatformRef) => Promise<string | null>;
}

const feedMark = 'credit.feed';
/** A feed silent for longer than this: what is shown may not be the newest. */
const silentMs = 3600_000;
/** How often the mark is renewed when nothing changed. */
const markEveryMs = 60_000;
/** Pages of one look; what is left is read at the next. */
const pagesAtOnce = 50;

/**
 * Follows the platform's changes (R5). Every instance reads the feed from its own place, because every instance has copies to purge;
 * the mark in the database is where a new instance begins and when the feed last answered.
 */
export const followChanges = ({ db, now, log, credit, cache, subjectOfRef }: FollowDeps) => {
  const listeners: ChangeListener[] = [];
  const handled = new LRUCache<string, true>({ max: 20_000 });
  const startedAt = now();
  let place: { cursor: string | null; answeredAt: Date | null } | null = null;
  let marked = { cursor: null as string | null, at: 0 };
  let looking: Promise<void> | null = null;

  /** Copies go first: whatever happens afterwards, nothing old is shown. */
  const applyChange = async (change: Change): Promise<void> => {
    cache.purge(change.ref, null);
    if (handled.has(change.changeId)) return;
    const subjectId = await subjectOfRef(change.ref);
    for (const listener of listeners) await listener(change, subjectId);
    handled.set(change.changeId, true);
  };

  const begin = async (): Promise<{ cursor: string | null; answeredAt: Date | null }> => {
    const mark = await readMark(db, feedMark);
    return { cursor: mark?.value || null, answeredAt: mark ? new Date(mark.at) : null };
  };

  const keepMark = async (cursor: string): Promise<void> => {
    const at = now();
    if (cursor === marked.cursor && at.getTime() - marked.at < markEveryMs) return;
    await writeMark(db, feedMark, { value: cursor, at: toInstant(at) });
    marked = { cursor, at: at.getTime() };
  };

  const look = async (): Promise<void> => {
    place ??= await begin();
    for (let page = 0; page < pagesAtOnce; page += 1) {
      const { changes, cursor } = await credit.listChanges(place.cursor);
      for (const change of changes) await applyChange(change);
      const moved = cursor !== place.cursor;
      place = { cursor, answeredAt: now() };
      await keepMark(cursor);
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
        .catch(error => log.warn({ err: error }, 'the change feed could not be read'))
        .finally(() => {
          looking = null;
        });
      await looking;
      cache.dropOld();
    },
    dropOldNonces: () => dropOldNonces(db, toInstant(now())),
    /** The feed has been silent for over an hour: 未能确认最新. */
    isFreshnessUnconfirmed: (): boolean => now().getTime() - (place?.answeredAt ?? startedAt).getTime() > silentMs,
  };
};

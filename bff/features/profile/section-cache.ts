import { LRUCache } from 'lru-cache';
import { sectionIds } from '../../contract/atoms';
import type { Clock } from '../../lib/time';
import type { PlatformRef, PlatformSection, SectionId } from '../../platform/ports';

export interface KeptSection {
  readonly section: PlatformSection;
  readonly fetchedAt: Date;
}

export interface SectionCache {
  /** A copy young enough to be shown as fresh, a flight already under way, or a new one. Rejects as `fetch` does. */
  load(ref: PlatformRef, sectionId: SectionId, refresh: boolean, fetch: () => Promise<PlatformSection>): Promise<KeptSection>;
  /** Any copy still kept, however old; shown only with its age. */
  kept(ref: PlatformRef, sectionId: SectionId): KeptSection | null;
  /** null: every section of the subject. A flight under way is not kept when it lands. */
  purge(ref: PlatformRef, sectionId: SectionId | null): void;
  purgeAll(): void;
  /** Drops what has become too old to show; called by the clock. */
  dropOld(): void;
}

/** How long a copy counts as just fetched, and how long it may be shown with its age when the source does not answer. */
const freshMs = 20_000;
const keptMs = 10 * 60_000;
/** Bound of memory: records over all copies. */
const maxRecords = 30_000;

const keyOf = (ref: PlatformRef, sectionId: SectionId): string => `${sectionId} ${ref}`;

/** Copies of sections: in this process's memory only, short, purged on events (R5). One flight a section, whoever asks. */
export const makeSectionCache = (now: Clock): SectionCache => {
  const copies = new LRUCache<string, KeptSection>({
    maxSize: maxRecords,
    sizeCalculation: ({ section }) => section.records.length + 1,
    ttl: keptMs,
  });
  const flights = new Map<string, Promise<KeptSection>>();
  const ageOf = ({ fetchedAt }: KeptSection): number => now().getTime() - fetchedAt.getTime();

  const kept: SectionCache['kept'] = (ref, sectionId) => {
    const copy = copies.get(keyOf(ref, sectionId));
    return copy && ageOf(copy) < keptMs ? copy : null;
  };

  return {
    kept,
    async load(ref, sectionId, refresh, fetch) {
      const key = keyOf(ref, sectionId);
      const copy = kept(ref, sectionId);
      if (copy && !refresh && ageOf(copy) < freshMs) return copy;
      const underWay = flights.get(key);
      if (underWay) return underWay;
      const flight: Promise<KeptSection> = fetch()
        .then(section => {
          const landed = { section, fetchedAt: now() };
          if (flights.get(key) === flight) copies.set(key, landed);
          return landed;
        })
        .finally(() => {
          if (flights.get(key) === flight) flights.delete(key);
        });
      flights.set(key, flight);
      return flight;
    },
    purge(ref, sectionId) {
      for (const one of sectionId === null ? sectionIds : [sectionId]) {
        flights.delete(keyOf(ref, one));
        copies.delete(keyOf(ref, one));
      }
    },
    purgeAll() {
      flights.clear();
      copies.clear();
    },
    dropOld: () => {
      copies.purgeStale();
    },
  };
};

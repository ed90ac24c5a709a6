import { setMaxListeners } from 'node:events';
import type { Log } from '../../lib/log';
import { Problem } from '../../lib/problem';
import { beijingDay, type Clock, dayInWords } from '../../lib/time';
import type { CreditPort, CreditRecord, Instant, PlatformRef, PlatformSection, SectionId } from '../../platform/ports';
import { sectionPolicy, sectionsOf } from '../../policy/sections';
import type { SubjectRecord } from '../offers';
import { type Mark, marksOfSection } from './marks';
import type { KeptSection, SectionCache } from './section-cache';

/** One section as it is shown. `unavailable` is never an empty list: `records` is null and `reason` says what happened. */
export interface SectionResult {
  readonly sectionId: SectionId;
  readonly title: string;
  readonly state: 'ok' | 'stale' | 'unavailable';
  readonly asOf: Instant | null;
  readonly source: string;
  readonly reason: string | null;
  readonly records: readonly CreditRecord[] | null;
  readonly marks: readonly Mark[];
}

export interface ReadFileDeps {
  readonly credit: Pick<CreditPort, 'readSection' | 'resolvePerson' | 'resolveMerchant'>;
  readonly cache: SectionCache;
  readonly now: Clock;
  readonly log: Log;
  readonly quarantine: (sectionId: SectionId, found: PlatformSection['quarantined']) => Promise<void>;
  /** Older data at their source are called stale; from the city file. */
  readonly staleAfterDays: (sectionId: SectionId) => number;
  /** One deadline for all sections of a request, ms. */
  readonly deadlineMs?: number;
}

export interface ReadFileOptions {
  readonly sections?: readonly SectionId[];
  /** Ask the source again even if a copy is young. */
  readonly refresh?: boolean;
  /** Of the caller; a flight that others share goes on without him. */
  readonly signal: AbortSignal;
}

const dayMs = 24 * 3600_000;
const timeOf = (at: Date): string => new Date(at.getTime() + 8 * 3600_000).toISOString().slice(11, 16);

const showOf = (sectionId: SectionId, { section }: KeptSection, old: boolean, at: Date, cause: string | null): SectionResult => {
  const policy = sectionPolicy(sectionId);
  const reasons = [
    cause,
    old && section.asOf ? `${section.source}的数据停在 ${dayInWords(beijingDay(section.asOf))}，之后的变化还看不到。` : null,
    section.asOf === null ? `${section.source}没有写明数据时间。` : null,
    section.unreadable > 0 ? `另有 ${section.unreadable} 条的格式读不懂，没有显示，请向${section.source}核实。` : null,
  ].filter(reason => reason !== null);
  return {
    sectionId,
    title: policy.title,
    state: cause !== null || old ? 'stale' : 'ok',
    asOf: section.asOf,
    source: section.source,
    reason: reasons.length === 0 ? null : reasons.join(''),
    records: section.records,
    marks: marksOfSection(section, at),
  };
};

/** What went wrong, in words that complete 「…的」; never a cause that is not ours to tell. */
const causeOf = (error: unknown): string => (error instanceof Problem && error.more.detail ? error.more.detail : '接口没有应答。');

const unavailableOf = (sectionId: SectionId, error: unknown): SectionResult => {
  const { title, source } = sectionPolicy(sectionId);
  return {
    sectionId,
    title,
    state: 'unavailable',
    asOf: null,
    source,
    reason: `${source}的${causeOf(error)}这次没取到，不表示没有记录。`,
    records: null,
    marks: [],
  };
};

/** Rejects when the caller has gone; the work itself goes on for the others. */
const orGone = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Problem('platform.unavailable', { cause: signal.reason }));
    if (signal.aborted) gone();
    signal.addEventListener('abort', gone, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone));
  });

/**
 * The platform's reference of a subject that has none yet: asked for again here, so that "does not know" and "could not be asked" stay apart.
 * @throws Problem `platform.unavailable`
 */
const resolveRef = async (credit: ReadFileDeps['credit'], { kind, name, idType, idNumber }: SubjectRecord): Promise<PlatformRef | null> => {
  const known =
    kind === 'person' && idType !== null ? await credit.resolvePerson({ name, idType, idNumber }) : await credit.resolveMerchant(idNumber);
  return known?.ref ?? null;
};

/**
 * Sections of a subject's file, all at once under one deadline. A section that fails becomes `unavailable` (or an older copy with its age) and never
 * hides another. Order is the contract's.
 * @throws Problem `platform.subject_unknown`, `profile.section_not_applicable`, `platform.unavailable` (the subject could not be looked up)
 */
export const readFile =
  ({ credit, cache, now, log, quarantine, staleAfterDays, deadlineMs = 2500 }: ReadFileDeps) =>
  async (subject: SubjectRecord, { sections, refresh = false, signal }: ReadFileOptions): Promise<SectionResult[]> => {
    const has = sectionsOf(subject.kind, subject.orgType);
    const wanted = sections === undefined ? has : has.filter(sectionId => sections.includes(sectionId));
    if (sections?.some(sectionId => !has.includes(sectionId))) throw new Problem('profile.section_not_applicable');
    const ref = subject.platformRef ?? (await resolveRef(credit, subject));
    if (ref === null) throw new Problem('platform.subject_unknown');

    const deadline = new AbortController();
    // Every section listens to the one deadline.
    setMaxListeners(0, deadline.signal);
    const timer = setTimeout(() => deadline.abort(new DOMException('deadline', 'TimeoutError')), deadlineMs);

    const fetchSection = async (sectionId: SectionId): Promise<PlatformSection> => {
      const section = await credit.readSection(ref, sectionId, deadline.signal);
      if (section.quarantined.length > 0) {
        log.warn({ sectionId, records: section.quarantined.length }, 'records outside the national catalogue are in quarantine');
        await quarantine(sectionId, section.quarantined).catch(error => log.error({ err: error, sectionId }, 'quarantine not counted'));
      }
      return section;
    };

    const show = (sectionId: SectionId, kept: KeptSection, cause: string | null): SectionResult => {
      const at = now();
      const { asOf } = kept.section;
      const old = asOf !== null && at.getTime() - Date.parse(asOf) > staleAfterDays(sectionId) * dayMs;
      return showOf(sectionId, kept, old, at, cause);
    };

    const readOne = async (sectionId: SectionId): Promise<SectionResult> => {
      try {
        return show(sectionId, await cache.load(ref, sectionId, refresh, () => fetchSection(sectionId)), null);
      } catch (error) {
        if (error instanceof Problem && error.code === 'platform.subject_unknown') throw error;
        const copy = cache.kept(ref, sectionId);
        if (!copy) return unavailableOf(sectionId, error);
        return show(sectionId, copy, `${copy.section.source}的${causeOf(error)}显示的是 ${timeOf(copy.fetchedAt)} 取到的内容。`);
      }
    };

    const all = Promise.all(wanted.map(readOne)).finally(() => clearTimeout(timer));
    return orGone(all, signal);
  };

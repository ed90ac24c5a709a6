import type { CallbackPort, CreditPort, SectionId } from '../../platform/ports';
import { type FollowDeps, followChanges } from './follow-changes';
import { type HandlerDeps, profileHandlers } from './handlers';
import { type ReadFileDeps, readFile } from './read-file';
import { type CallbackDeps, receiveCallback } from './receive-callback';
import { makeSectionCache } from './section-cache';
import { countQuarantined } from './store';

export interface ProfileDeps
  extends Pick<FollowDeps, 'db' | 'now' | 'log' | 'subjectOfRef'>,
    Pick<HandlerDeps, 'readSubject' | 'appendRead' | 'makeCounterSlip'>,
    Pick<CallbackDeps, 'receiveHelpAnswer' | 'receiveRegistrationAnswer'>,
    Pick<ReadFileDeps, 'deadlineMs'> {
  readonly credit: CreditPort;
  readonly callbacks: CallbackPort;
  readonly city: HandlerDeps['city'] & { readonly staleAfterDays: Readonly<Record<string, number>> & { readonly default: number } };
}

/** The credit file: sections from the platform, what they mean, what to do; follows the platform's changes. */
export const wireProfile = (deps: ProfileDeps) => {
  const { db, now, city } = deps;
  const cache = makeSectionCache(now);
  const follow = followChanges({ ...deps, cache });
  const read = readFile({
    ...deps,
    cache,
    staleAfterDays: (sectionId: SectionId) => city.staleAfterDays[sectionId] ?? city.staleAfterDays.default,
    quarantine: (sectionId, found) => countQuarantined(db, sectionId, found, now().toISOString()),
  });
  return {
    handlers: profileHandlers({ ...deps, readFile: read, isFreshnessUnconfirmed: follow.isFreshnessUnconfirmed }),
    readFile: read,
    onChange: follow.onChange,
    isFreshnessUnconfirmed: follow.isFreshnessUnconfirmed,
    /** Clock jobs: the feed every 15 s, old nonces and changes every hour. */
    pollFeed: follow.pollFeed,
    dropOldNonces: follow.dropOldNonces,
    dropOldChanges: follow.dropOldChanges,
    receiveCallback: receiveCallback({ ...deps, applyChange: follow.applyChange }),
  };
};

import type { Handlers } from '../../http/call';
import { wireBulk } from './bulk';
import type { BulkDeps } from './bulk/deps';
import { caseOffers } from './cases/cases';
import { confirmHandlers } from './confirmation/confirm';
import type { RegistrationDeps } from './deps';
import { watchEnds } from './ends/watch-ends';
import { keepHandlers } from './keep-entries';
import { moveEntry } from './move-entry';
import { poster } from './page/poster';
import { publicPage } from './page/public-page';
import { pollAnswers } from './platform/poll-answers';
import { receiveAnswer } from './platform/receive-answer';
import { strayAnswers } from './platform/strays';
import { tellPlatform } from './platform/tell-platform';
import { prefill } from './prefill';
import { submitEntry, submitting } from './submit-entry';
import { checkText } from './text/check-text';
import { textOffers } from './text/review';
import { wordingsOf } from './wordings';

export { bulkTopics } from './bulk';
export { registrationTopics } from './deps';
export type { StrayAnswers } from './platform/strays';

/** 自愿登记: merchants put information on record; it is checked, published, withdrawn or ends (F6). */
export const wireRegistration = (deps: RegistrationDeps & Pick<BulkDeps, 'listForSheets'>) => {
  const wordings = wordingsOf(deps.city);
  const submitIn = submitting(deps, wordings);
  const bulk = wireBulk({ ...deps, wordings }, submitIn);
  const handlers: Handlers<'registration'> = {
    ...keepHandlers(deps, wordings),
    'registration.submit': submitEntry(deps, wordings, submitIn),
    'registration.prefill': prefill(deps),
    'registration.publicPage': publicPage(deps, wordings),
    'registration.poster': poster(deps),
  };
  const receive = receiveAnswer(deps);
  return {
    handlers: { ...handlers, ...confirmHandlers(deps), ...bulk.handlers },
    /** Sheets: two deliveries and a clock job. */
    bulk,
    tell: tellPlatform(deps),
    checkText: checkText(deps),
    strays: strayAnswers(deps),
    receiveAnswer: receive,
    /** Clock job. */
    pollAnswers: pollAnswers({ ...deps, receive }),
    /** For the desk. */
    ...caseOffers(deps, wordings),
    ...textOffers(deps),
    /** One step of an entry, for what the platform says. */
    moveEntry: moveEntry(deps),
    /** Clock job. */
    watchEnds: watchEnds(deps),
  };
};

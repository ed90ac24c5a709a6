import { type ClockJob, type ClockJobs, makeClockJobs } from '../clock-jobs';
import { helpForward } from '../features/help';
import { checkpointTopic } from '../features/ledger';
import { reminderTopic } from '../features/notice';
import { tellChange } from '../features/notice/tell-change';
import { bulkTopics, registrationTopics } from '../features/registration';
import type { Idempotency } from '../http/idempotency';
import { forgetDone } from '../outbox/relay';
import type { Checkpoint } from '../platform/ports';
import type { Entries } from './entries';
import type { Foundation } from './foundation';
import type { People } from './people';
import type { Records } from './records';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Features = People & Records & Entries;

/** Who works off which topic of the outbox. */
export const takeDeliveries = ({ relay, platform }: Foundation, { help, registration, notice, attachment, report }: Features): void => {
  const toPlatform = { upstream: 'platform' };
  relay.on(helpForward, help.forward, toPlatform);
  relay.on(registrationTopics.submit, registration.tell.submit, toPlatform);
  relay.on(registrationTopics.publish, registration.tell.publish, toPlatform);
  relay.on(registrationTopics.withdraw, registration.tell.withdraw, toPlatform);
  // A checker that hangs must not take the places of what merchants submit.
  relay.on(registrationTopics.text, registration.checkText, { atOnce: 2, upstream: 'wechat' });
  relay.on(reminderTopic, notice.sendReminder, { atOnce: 2, upstream: 'wechat' });
  // Each has a thread for seconds, or writes for minutes: one sheet after the other leaves the relay to single submissions.
  relay.on(bulkTopics.check, registration.bulk.check, { atOnce: 1 });
  relay.on(bulkTopics.import, registration.bulk.importRows, { atOnce: 1 });
  // Each takes seconds of a core: what a merchant submits must not wait behind somebody's thirty photos.
  relay.on(attachment.checkTopic, attachment.check, { atOnce: 2 });
  relay.on(report.makeTopic, report.makeReport);
  relay.on(checkpointTopic, payload => platform.ports.credit.keepCheckpoint(payload as Checkpoint), toPlatform);
};

/** Who is told that a file changed. */
export const followChanges = ({ base }: Foundation, { profile, report, directory, notice }: Features): void => {
  profile.onChange(report.followChange);
  profile.onChange(async (_, subjectId) => {
    if (subjectId !== null) await directory.recheckRepresentatives(subjectId);
  });
  profile.onChange(tellChange({ db: base.db, notify: notice.notify, citizensOf: directory.citizensOf }));
};

/** What runs again and again. Every instance has copies to purge, so every instance reads the feed; the rest is where the relay is. */
export const runClocks = ({ config, base }: Foundation, features: Features, idempotency: Idempotency): ClockJobs => {
  const { profile, ledger, report, identity, merchant, attachment, registration, draft, session, staff } = features;
  const feedJob: ClockJob = { name: 'feed', everyMs: 15 * secondMs, run: profile.pollFeed };
  const sharedJobs: ClockJob[] = [
    { name: 'ledger checkpoint', everyMs: minuteMs, run: ledger.makeCheckpoint },
    { name: 'reports', everyMs: minuteMs, run: report.expireAndDelete },
    { name: 'children and face checks', everyMs: minuteMs, run: identity.sweep },
    { name: 'merchant bindings', everyMs: minuteMs, run: merchant.sweep },
    { name: 'held attachments', everyMs: minuteMs, run: attachment.scanHeld },
    { name: 'attachments', everyMs: hourMs, run: attachment.sweep },
    { name: 'registration answers', everyMs: 30 * secondMs, run: registration.pollAnswers },
    { name: 'drafts', everyMs: hourMs, run: draft.sweep },
    { name: 'sheets', everyMs: hourMs, run: registration.bulk.sweep },
    { name: 'registrations', everyMs: 10 * minuteMs, run: registration.watchEnds },
    { name: 'sessions', everyMs: hourMs, run: session.sweep },
    { name: 'staff', everyMs: hourMs, run: staff.sweep },
    { name: 'nonces', everyMs: hourMs, run: profile.dropOldNonces },
    { name: 'changes', everyMs: hourMs, run: profile.dropOldChanges },
    { name: 'idempotency', everyMs: hourMs, run: idempotency.forgetExpired },
    { name: 'deliveries', everyMs: hourMs, run: () => forgetDone(base) },
  ];
  return makeClockJobs(config.relayInProcess ? [feedJob, ...sharedJobs] : [feedJob], base.log);
};

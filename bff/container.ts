import { join } from 'node:path';
import type { AppDeps } from './app';
import { followChanges, runClocks, takeDeliveries } from './compose/background';
import { wireEntries } from './compose/entries';
import { type Ground, layFoundation } from './compose/foundation';
import { wirePeople } from './compose/people';
import { wireRecords } from './compose/records';
import { dependenciesOf, showGauges } from './compose/watch';
import { wireCity } from './features/city';
import type { AccountOfPerson } from './features/directory';
import type { wireLedger } from './features/ledger';
import type { BindAttachments, DescribeAttachments, OpenAttachment } from './features/offers';
import type { StrayAnswers, wireRegistration } from './features/registration';
import type { StaffManagement } from './features/staff';
import { makeIdempotency } from './http/idempotency';
import { standardLimits, widen } from './http/limits';
import type { HttpMetrics } from './http/metrics';
import type { makeSeal } from './lib/seal';
import type { IdType } from './platform/ports';

export interface Container extends AppDeps {
  readonly metrics: HttpMetrics;
  /** For operators' commands. */
  readonly admin: {
    readonly seal: ReturnType<typeof makeSeal>;
    kick(): void;
    readonly strays: StrayAnswers;
    answerHelp(answer: { number: string; text: string; by: string; at: string }): Promise<boolean>;
    demoToken(person: string): Promise<string>;
    auditLedger(): Promise<string[]>;
    restartCheckpoints: ReturnType<typeof wireLedger>['restartCheckpoints'];
    eraseLedger(subjectId: string, before: string): Promise<number>;
    accountOf(idType: IdType, idNumber: string): Promise<AccountOfPerson | null>;
    untieAccount(citizenId: string, reason: string): Promise<boolean>;
    readonly staff: StaffManagement;
  };
  readonly bindAttachments: BindAttachments;
  readonly describeAttachments: DescribeAttachments;
  readonly openAttachment: OpenAttachment;
  readonly registration: Pick<
    ReturnType<typeof wireRegistration>,
    'listCases' | 'readCase' | 'decideCase' | 'moveEntry' | 'checkText' | 'watchEnds' | 'pollAnswers' | 'bulk'
  >;
  /** Clock jobs of attachments, outside their clock. */
  scanHeld(): Promise<number>;
  sweepAttachments(): Promise<void>;
  /** Clock job of drafts, outside its clock. */
  sweepDrafts(): Promise<number>;
  /** Clock job of the staff, outside its clock. */
  sweepStaff(): Promise<void>;
  /** One look at the platform's change feed, outside its clock. */
  pollFeed(): Promise<void>;
  /** Begins to deliver and to run the clocks. */
  start(): void;
  /** Ends what is under way and lets go of everything but the database. */
  close(): Promise<void>;
}

/** Composes the features, area by area: here and in `compose/` they meet, and nowhere else. */
export const compose = async (ground: Ground): Promise<Container> => {
  const { config, db, now, log } = ground;
  const foundation = await layFoundation(ground);
  const { city, metrics, relay, base } = foundation;
  const { seal } = base;
  const people = wirePeople(foundation);
  const { notice, directory, session, identity, merchant, consent } = people;
  const records = wireRecords(foundation, people, answer => entries.registration.receiveAnswer(answer));
  const { ledger, help, profile, report } = records;
  const entries = wireEntries(foundation, people, records);
  const { attachment, draft, registration, staff, desk } = entries;
  const features = { ...people, ...records, ...entries };
  const idempotency = makeIdempotency({ db, seal, now });

  takeDeliveries(foundation, features);
  followChanges(foundation, features);
  showGauges(foundation, entries);
  const jobs = runClocks(foundation, features, idempotency);

  return {
    handlers: {
      ...wireCity({ city }).handlers,
      ...session.handlers,
      ...identity.handlers,
      ...merchant.handlers,
      ...consent.handlers,
      ...profile.handlers,
      ...ledger.handlers,
      ...report.handlers,
      ...notice.handlers,
      ...help.handlers,
      ...attachment.handlers,
      ...draft.handlers,
      ...registration.handlers,
      ...staff.handlers,
      ...desk.handlers,
    },
    doors: {
      authenticate: session.authenticate,
      isVerified: directory.isVerified,
      actingSubject: directory.actingSubject,
      authenticateStaff: staff.authenticate,
    },
    idempotency,
    receiveCallback: profile.receiveCallback,
    jwks: report.jwks,
    dependencies: dependenciesOf(foundation, records, entries),
    metrics,
    log,
    // On one machine everybody is 127.0.0.1.
    limits: config.demo ? widen(standardLimits, 100) : standardLimits,
    sandbox: config.mode === 'sandbox',
    appName: city.appName,
    publicUrl: config.publicUrl,
    h5Dir: join(config.buildDir, 'h5'),
    deskDir: join(config.buildDir, 'desk'),
    trustedProxies: config.trustedProxies,
    admin: {
      seal,
      kick: relay.kick,
      answerHelp: help.receiveAnswer,
      strays: registration.strays,
      demoToken: session.demoToken,
      auditLedger: ledger.audit,
      restartCheckpoints: ledger.restartCheckpoints,
      eraseLedger: ledger.eraseContent,
      accountOf: directory.accountOf,
      untieAccount: identity.untieAccount,
      staff: staff.admin,
    },
    bindAttachments: attachment.bindAttachments,
    describeAttachments: attachment.describeAttachments,
    openAttachment: attachment.openAttachment,
    registration,
    scanHeld: attachment.scanHeld,
    sweepAttachments: attachment.sweep,
    sweepDrafts: draft.sweep,
    sweepStaff: staff.sweep,
    pollFeed: profile.pollFeed,
    start() {
      jobs.start();
      if (config.relayInProcess) relay.start();
    },
    async close() {
      attachment.close();
      await jobs.stop();
      await relay.stop();
      await foundation.close();
    },
  };
};

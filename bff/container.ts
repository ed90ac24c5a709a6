import { join } from 'node:path';
import type { AppDeps } from './app';
import { loadCity } from './cities/city';
import { type ClockJob, makeClockJobs } from './clock-jobs';
import type { Config } from './config';
import { makeInspector, wireAttachment } from './features/attachment';
import { wireCity } from './features/city';
import { wireConsent } from './features/consent';
import { wireDesk } from './features/desk';
import { type AccountOfPerson, wireDirectory } from './features/directory';
import { wireDraft } from './features/draft';
import { helpForward, wireHelp } from './features/help';
import { wireIdentity } from './features/identity';
import { checkpointTopic, wireLedger } from './features/ledger';
import { wireMerchant } from './features/merchant';
import { reminderTopic, wireNotice } from './features/notice';
import { tellChange } from './features/notice/tell-change';
import type { BindAttachments, DescribeAttachments, OpenAttachment } from './features/offers';
import { wireProfile } from './features/profile';
import { bulkTopics, registrationTopics, type StrayAnswers, wireRegistration } from './features/registration';
import { makePdfPool, wireReport } from './features/report';
import { wireSession } from './features/session';
import { type StaffManagement, wireStaff } from './features/staff';
import { checkDisk, freeBytes } from './http/check-disk';
import { makeIdempotency } from './http/idempotency';
import { standardLimits, widen } from './http/limits';
import { type HttpMetrics, makeMetrics } from './http/metrics';
import { ping } from './http/store';
import { watchUpstreams } from './http/upstream-watch';
import type { Db } from './lib/db';
import type { Log } from './lib/log';
import { newId as newIdAt } from './lib/new-id';
import { makeReportKeys } from './lib/report-keys';
import { makeSeal } from './lib/seal';
import type { Clock } from './lib/time';
import { makeTokens } from './lib/token';
import { backlogFault } from './outbox/backlog';
import { makeOutbox } from './outbox/outbox';
import { forgetDone, makeRelay } from './outbox/relay';
import { readBacklog, readDatabaseNow } from './outbox/store';
import { connectBlobs } from './platform/blob/connect';
import { connectPlatform } from './platform/connect';
import type { Checkpoint, IdType } from './platform/ports';
import { clamdScanner, noScanner } from './platform/scanner/clamd';

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

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const demoConsents = ['privacy', 'identity', 'face', 'child'] as const;

/** Composes the features: the one place where they meet. */
export const compose = async ({ config, db, now, log }: { config: Config; db: Db; now: Clock; log: Log }): Promise<Container> => {
  const newId = (): string => newIdAt(now().getTime());
  const city = loadCity(config.cityFile);
  const seal = makeSeal(config.sealKeys);
  const keys = makeReportKeys(config);
  const tokens = makeTokens({ ...config.tokenKeys, issuer: config.publicUrl, now });
  const metrics = makeMetrics();
  const upstreams = watchUpstreams(metrics.registry);
  const { ports, callbacks, demo, close: closePlatform } = connectPlatform({ ...config, now, observe: upstreams.observe });
  const { credit, identity: identityPort, sms, wechat } = ports;
  const pdf = makePdfPool({ secondFont: config.secondFont, key: keys.pdf });
  const { blobs, close: closeBlobs } = await connectBlobs(config.attachmentStore);
  const scanner = config.clamd === null ? noScanner : clamdScanner(config.clamd);
  const base = { db, now, newId, seal, log };

  const deliveries = metrics.counter('chengxin_outbox_deliveries_total', 'Outbox deliveries by topic and outcome', ['topic', 'outcome']);
  const relay = makeRelay({
    ...base,
    // SQLite is opened by one process alone; on the MySQL protocol any number of relays share the clock of their database.
    ...(db.engine === 'sqlite' ? { alone: config.relayInProcess } : { leaseNow: () => readDatabaseNow(db) }),
    onOutcome: (topic, outcome) => deliveries.inc({ topic, outcome }),
  });
  const { enqueue } = makeOutbox({ seal, now, onEnqueue: relay.kick });

  const ledgerFaults = metrics.counter('chengxin_ledger_faults_total', 'Faults the checkpoint job found in the read ledger', []);
  const notice = wireNotice({ ...base, city, wechat, enqueue, openIdOf: citizenId => session.openIdOf(citizenId) });
  const { notify } = notice;
  const directory = wireDirectory({ ...base, credit, notify });
  const ledger = wireLedger({
    ...base,
    credit,
    platformRefOf: directory.platformRefOf,
    platformAppId: config.upstreams.credit.appId,
    sign: keys.sign,
    filePath: join(config.dataDir, 'ledger-checkpoints.jsonl'),
    enqueue,
    onFault(fault) {
      ledgerFaults.inc();
      log.fatal({ fault }, 'the read ledger was changed from outside');
    },
  });
  const session = wireSession({
    ...base,
    tokens,
    wechat,
    sms,
    demo,
    smsPerHourPerAddress: config.demo ? 10_000 : 200,
    keepPerson: directory.keepPerson,
    async furnishDemo(citizenId, orgCodes) {
      await consent.giveCurrent(citizenId, demoConsents);
      for (const orgCode of orgCodes) await merchant.bindRepresentative(citizenId, orgCode);
    },
  });
  const identity = wireIdentity({
    ...base,
    credit,
    identity: identityPort,
    keepPerson: directory.keepPerson,
    documentOf: directory.documentOf,
    listSubjects: directory.listSubjects,
    maskedPhoneOf: session.maskedPhoneOf,
    requireConsent: (citizenId, kind) => consent.requireConsent(citizenId, kind),
    endBindings: (tx, citizenId, reason) => merchant.endBindings(tx, citizenId, reason),
    signOutEverywhere: session.revokeAllOf,
    holdConsents: (tx, citizenId, kinds) => consent.holdConsents(tx, citizenId, kinds),
  });
  const merchant = wireMerchant({
    ...base,
    ...directory,
    credit,
    identity: identityPort,
    sms,
    notify,
    attempt: identity.attempts.ask,
    holdConsents: (tx, citizenId, kinds) => consent.holdConsents(tx, citizenId, kinds),
    issueCode: session.issueCode,
    redeemCode: session.redeemCode,
  });
  const consent = wireConsent({
    ...base,
    city,
    effects: { ...identity, ...merchant },
    signOutEverywhere: session.revokeAllOf,
  });
  const help = wireHelp({ ...base, city, credit, enqueue, notify });
  const profile = wireProfile({
    ...base,
    credit,
    callbacks,
    city,
    subjectOfRef: directory.subjectOfRef,
    readSubject: directory.readSubject,
    appendRead: ledger.appendRead,
    makeCounterSlip: async data => (await pdf.renderPdf({ kind: 'counter_slip', data, brandRgb: city.brandRgb })).bytes,
    receiveHelpAnswer: help.receiveAnswer,
    receiveRegistrationAnswer: answer => registration.receiveAnswer(answer),
  });
  const report = wireReport({
    ...base,
    city,
    publicUrl: config.publicUrl,
    keys,
    pdf,
    readSubject: directory.readSubject,
    readFile: profile.readFile,
    appendRead: ledger.appendRead,
    enqueue,
    notify,
  });

  const attachment = wireAttachment({
    ...base,
    blobs,
    scanner,
    inspector: makeInspector(),
    enqueue,
    notify,
    citizensOf: directory.citizensOf,
  });

  const draft = wireDraft({ ...base, keepAttachments: attachment.keepAttachments });

  const registration = wireRegistration({
    ...base,
    city,
    publicUrl: config.publicUrl,
    readSubject: directory.readSubject,
    readFile: profile.readFile,
    citizensOf: directory.citizensOf,
    appendRead: ledger.appendRead,
    notify,
    enqueue,
    registration: ports.registration,
    credit,
    wechat,
    openIdOf: session.openIdOf,
    merchantOfCode: directory.merchantOfCode,
    bindAttachments: attachment.bindAttachments,
    describeAttachments: attachment.describeAttachments,
    listUnbound: attachment.listUnbound,
    spendDraft: draft.spendDraft,
  });
  const staff = wireStaff({ ...base, city, demo: config.demo });
  const desk = wireDesk({
    ...base,
    city,
    listCases: registration.listCases,
    readCase: registration.readCase,
    decideCase: registration.decideCase,
    listTextCases: registration.listTextCases,
    decideText: registration.decideText,
    openAttachment: attachment.openAttachment,
    appendRead: ledger.appendRead,
    recordAct: staff.recordAct,
    namesOf: staff.namesOf,
  });

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
  relay.on(checkpointTopic, payload => credit.keepCheckpoint(payload as Checkpoint), toPlatform);

  profile.onChange(report.followChange);
  profile.onChange(async (_, subjectId) => {
    if (subjectId !== null) await directory.recheckRepresentatives(subjectId);
  });
  profile.onChange(tellChange({ db, notify, citizensOf: directory.citizensOf }));

  const idempotency = makeIdempotency({ db, seal, now });
  /** Every instance has copies to purge, so every instance reads the feed. */
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
    { name: 'deliveries', everyMs: hourMs, run: () => forgetDone({ db, now }) },
  ];
  const jobs = makeClockJobs(config.relayInProcess ? [feedJob, ...sharedJobs] : [feedJob], log);

  metrics.gauges(
    {
      chengxin_outbox_waiting: 'Deliveries not done yet',
      chengxin_outbox_dead: 'Deliveries given up, waiting for an operator',
      chengxin_outbox_oldest_seconds: 'Age of the oldest delivery not done yet',
    },
    async () => {
      const { waiting, dead, oldestAt } = await readBacklog(db);
      const oldestMs = oldestAt === null ? 0 : Math.max(0, now().getTime() - Date.parse(oldestAt));
      return { chengxin_outbox_waiting: waiting, chengxin_outbox_dead: dead, chengxin_outbox_oldest_seconds: oldestMs / secondMs };
    },
  );

  metrics.gauges({ chengxin_attachments_held: 'Attachments that wait for a scanner' }, async () => ({
    chengxin_attachments_held: await attachment.countHeld(),
  }));

  metrics.gauges({ chengxin_data_dir_free_bytes: 'What may still be written in DATA_DIR' }, async () => ({
    chengxin_data_dir_free_bytes: await freeBytes(config.dataDir),
  }));

  const upstreamCheck = (name: string, upstream: string) => ({ name, needed: false, check: async () => upstreams.faultOf(upstream) });

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
    dependencies: [
      { name: 'database', needed: true, check: () => ping(db).then(() => null) },
      upstreamCheck('platform', 'credit'),
      upstreamCheck('identity', 'identity'),
      upstreamCheck('wechat', 'wechat'),
      upstreamCheck('sms', 'sms'),
      { name: 'scanner', needed: false, check: scanner.fault },
      { name: 'disk', needed: false, check: checkDisk(config.dataDir) },
      { name: 'feed', needed: false, check: async () => (profile.isFreshnessUnconfirmed() ? 'silent for over an hour' : null) },
      { name: 'outbox', needed: false, check: backlogFault(base) },
      { name: 'answers', needed: false, check: registration.strays.fault },
      { name: 'ledger', needed: false, check: ledger.checkpointFault },
    ],
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
      closeBlobs();
      await closePlatform();
      await pdf.close();
    },
  };
};

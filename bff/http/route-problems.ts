import { type ProblemCode, problems } from '../contract/problems';
import type { Route } from '../contract/route';
import type { RouteName } from '../contract/types';

const platform: readonly ProblemCode[] = ['platform.unavailable', 'platform.subject_unknown'];
const file: readonly ProblemCode[] = [...platform, 'ledger.unwritable'];
const record: readonly ProblemCode[] = [
  ...file,
  'profile.section_not_applicable',
  'profile.section_unavailable',
  'profile.record_not_found',
];
const proof: readonly ProblemCode[] = [
  'consent.required',
  'consent.wording_changed',
  'identity.document_wrong',
  'identity.not_matched',
  'identity.counter_code_wrong',
  'identity.too_many_attempts',
  'platform.unavailable',
];
const wish: readonly ProblemCode[] = [...file, 'report.period_wrong', 'report.domains_required'];

const decision: readonly ProblemCode[] = ['desk.case_not_found', 'desk.case_changed', 'desk.held_by_other', 'desk.not_held'];

/** What a route's own feature can answer besides its reply; the guard's problems are added by `problemsOf`. For the API page. */
const own: Partial<Record<RouteName, readonly ProblemCode[]>> = {
  'notice.answerReminders': ['notice.not_in_wechat'],
  'session.signInWechat': ['session.wechat_code_refused', 'platform.unavailable'],
  'session.sendSmsCode': ['session.sms_too_often', 'platform.unavailable'],
  'session.signInSms': ['session.sms_code_wrong', 'session.sms_code_expired'],
  'session.listDemoPeople': ['platform.unavailable'],
  'session.signInDemo': ['session.demo_unknown', 'identity.under_age', 'platform.unavailable'],
  'session.renew': ['session.renewal_refused', 'session.revoked', 'session.expired', 'session.cross_site'],
  'session.revoke': ['session.not_found'],
  'session.readPhoneKey': ['session.not_found'],
  'session.bindPhone': ['session.wechat_code_refused', 'session.phone_quota_used', 'session.phone_taken', 'platform.unavailable'],
  'identity.startFace': [
    'consent.required',
    'consent.wording_changed',
    'identity.document_wrong',
    'identity.under_age',
    'identity.too_many_attempts',
    'identity.already_verified',
    'platform.unavailable',
  ],
  'identity.verify': [
    ...proof,
    'identity.face_not_passed',
    'identity.face_pending',
    'identity.already_verified',
    'identity.belongs_to_other',
    'identity.under_age',
    'platform.subject_unknown',
  ],
  'identity.addChild': [...proof, 'identity.child_too_old', 'identity.guardian_not_proved', 'platform.subject_unknown'],
  'identity.endChild': ['identity.child_not_found'],
  'merchant.bind': [
    'consent.required',
    'merchant.code_wrong',
    'merchant.unknown',
    'merchant.not_representative',
    'merchant.already_bound',
    'identity.too_many_attempts',
    'platform.unavailable',
  ],
  'merchant.confirm': [
    'merchant.binding_not_found',
    'merchant.binding_closed',
    'merchant.sms_code_wrong',
    'merchant.counter_code_wrong',
    'identity.too_many_attempts',
    'platform.unavailable',
  ],
  'merchant.sendSmsCode': [
    'merchant.binding_not_found',
    'merchant.binding_closed',
    'merchant.no_registered_phone',
    'merchant.sms_too_often',
    'platform.unavailable',
  ],
  'merchant.decide': ['merchant.binding_not_found', 'merchant.binding_closed', 'platform.unavailable'],
  'merchant.end': ['merchant.binding_not_found', 'merchant.binding_closed', 'platform.unavailable'],
  'profile.read': file,
  'profile.readSection': record.filter(code => code !== 'profile.record_not_found'),
  'profile.readRecord': record,
  'profile.readCounterSlip': record,
  'profile.checkSelf': file,
  'ledger.list': ['ledger.unwritable'],
  'report.preview': wish,
  'report.request': [...wish, 'report.too_many'],
  'report.read': ['report.not_found'],
  'report.download': ['report.not_found', 'report.not_ready', 'report.closed', 'ledger.unwritable'],
  'report.revoke': ['report.not_found', 'report.closed'],
  'report.setClerkCode': ['report.not_found', 'report.closed'],
  'report.verify': ['verify.unknown'],
  'report.verifyNumbers': ['verify.unknown', 'verify.code_wrong', 'verify.code_locked'],
  'consent.give': ['consent.wording_changed'],
  'consent.withdraw': ['consent.not_found', 'consent.already_withdrawn'],
  'notice.markRead': ['notice.not_found'],
  'help.read': ['help.not_found'],
  'desk.open': ['desk.case_not_found', 'ledger.unwritable'],
  'desk.release': ['desk.case_not_found'],
  'desk.attachment': [
    'desk.case_not_found',
    'attachment.not_found',
    'attachment.not_ready',
    'attachment.store_unavailable',
    'ledger.unwritable',
  ],
  'desk.decide': [...decision, 'desk.evidence_unchecked', 'desk.reasons_wrong', 'desk.second_needed'],
  'desk.decideText': ['desk.case_not_found', 'desk.case_changed', 'desk.text_reason_missing'],
  'desk.countersign': [...decision, 'desk.evidence_unchecked', 'desk.no_proposal', 'desk.same_person'],
  'staff.signIn': ['staff.refused', 'staff.locked'],
  'staff.invited': ['staff.invitation_wrong', 'staff.locked'],
  'staff.join': ['staff.password_weak', 'staff.invitation_wrong', 'staff.refused', 'staff.locked'],
  'attachment.begin': ['attachment.too_many', 'attachment.day_full'],
  'attachment.append': [
    'attachment.not_found',
    'attachment.closed',
    'attachment.other_place',
    'attachment.chunk_wrong',
    'attachment.store_unavailable',
  ],
  'attachment.finish': ['attachment.not_found', 'attachment.not_ready'],
  'attachment.read': ['attachment.not_found'],
  'attachment.open': ['attachment.not_found', 'attachment.not_ready', 'attachment.store_unavailable', 'ledger.unwritable'],
  'attachment.remove': ['attachment.not_found', 'attachment.in_use'],
  'confirmation.list': ['registration.merchants_only', 'ledger.unwritable'],
  'confirmation.decide': [
    'registration.merchants_only',
    'confirmation.not_found',
    'confirmation.own',
    'confirmation.over',
    'ledger.unwritable',
  ],
  'draft.read': ['draft.not_found'],
  'draft.write': ['draft.not_found', 'draft.changed_elsewhere', 'draft.too_many', 'draft.too_large'],
  'registration.prefill': ['registration.merchants_only', ...file],
  'registration.submit': [
    'registration.merchants_only',
    'registration.kind_changed',
    'registration.commitment_changed',
    'registration.duplicate',
    'registration.draft_spent',
    'registration.not_found',
    'registration.moved',
    'attachment.not_found',
    'attachment.not_ready',
    'ledger.unwritable',
  ],
  'registration.list': ['registration.merchants_only'],
  'registration.read': ['registration.not_found'],
  'registration.withdraw': ['registration.not_found', 'registration.moved', 'ledger.unwritable'],
  'registration.askReview': ['registration.not_found', 'registration.moved'],
  'registration.poster': ['registration.merchants_only'],
  'bulk.list': ['registration.merchants_only'],
  'bulk.begin': ['registration.merchants_only', 'bulk.too_many'],
  'bulk.append': ['bulk.not_found', 'bulk.other_place', 'bulk.chunk_wrong', 'bulk.closed'],
  'bulk.finish': ['bulk.not_found', 'bulk.other_place'],
  'bulk.read': ['bulk.not_found'],
  'bulk.decide': ['bulk.not_found', 'bulk.closed', 'bulk.has_faults', 'registration.commitment_changed', 'registration.kind_changed'],
  'bulk.marked': ['bulk.not_found', 'bulk.closed'],
  'bulk.export': ['registration.merchants_only', 'ledger.unwritable'],
  'registration.publicPage': ['registration.page_not_found'],
};

/** Every problem a route can give, by what it is and by what its feature does. */
export const problemsOf = (name: RouteName, route: Route, has: { body: unknown; parts: boolean }): ProblemCode[] => {
  const codes: ProblemCode[] = [
    ...(own[name] ?? []),
    'server.busy',
    'server.rate_limited',
    'server.fault',
    'server.storage_away',
    'server.stopping',
    'request.too_large',
  ];
  if (has.parts) codes.push('request.invalid');
  if (has.body) codes.push('request.media_type');
  if (has.body && has.body !== 'bytes') codes.push('request.not_json');
  if (route.audience === 'staff') codes.push('staff.required', 'staff.session_ended', 'staff.csrf');
  else if (route.audience !== 'public') codes.push('session.required', 'session.expired', 'session.revoked');
  if (route.audience === 'verified' || route.audience === 'subject') codes.push('identity.required');
  if (route.audience === 'subject') codes.push('subject.not_found');
  if (route.roles) codes.push('staff.not_allowed');
  if (route.load === 'staff_signin') codes.push('staff.csrf');
  if (route.creates) codes.push('idempotency.missing', 'idempotency.in_flight', 'idempotency.other_body');
  return [...new Set(codes)].sort((a, b) => problems[a][0] - problems[b][0] || a.localeCompare(b));
};

import { makeInspector, wireAttachment } from '../features/attachment';
import { wireDesk } from '../features/desk';
import { wireDraft } from '../features/draft';
import { wireRegistration } from '../features/registration';
import { wireStaff } from '../features/staff';
import type { Foundation } from './foundation';
import type { People } from './people';
import type { Records } from './records';

/** What merchants put on record themselves, and the office that looks at it. */
export const wireEntries = (
  { config, city, base, platform, blobs, scanner, enqueue }: Foundation,
  { directory, notice, session }: People,
  { ledger, profile }: Records,
) => {
  const { credit, registration: registrationPort, wechat } = platform.ports;
  const { notify } = notice;
  const attachment = wireAttachment({
    ...base,
    blobs,
    scanner,
    inspector: makeInspector(),
    enqueue,
    notify,
    appendRead: ledger.appendRead,
    city,
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
    registration: registrationPort,
    credit,
    wechat,
    openIdOf: session.openIdOf,
    merchantOfCode: directory.merchantOfCode,
    bindAttachments: attachment.bindAttachments,
    describeAttachments: attachment.describeAttachments,
    listForSheets: attachment.listForSheets,
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
  return { attachment, draft, registration, staff, desk };
};

export type Entries = ReturnType<typeof wireEntries>;

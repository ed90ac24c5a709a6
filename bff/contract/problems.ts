import { attachmentProblems } from './attachment/problems';
import { bulkProblems } from './bulk/problems';
import { cityProblems } from './city/problems';
import { confirmationProblems } from './confirmation/problems';
import { consentProblems } from './consent/problems';
import { deskProblems } from './desk/problems';
import { draftProblems } from './draft/problems';
import { helpProblems } from './help/problems';
import { identityProblems } from './identity/problems';
import { ledgerProblems } from './ledger/problems';
import { merchantProblems } from './merchant/problems';
import { noticeProblems } from './notice/problems';
import { profileProblems } from './profile/problems';
import { registrationProblems } from './registration/problems';
import { reportProblems } from './report/problems';
import { sessionProblems } from './session/problems';
import { staffProblems } from './staff/problems';

/** Every problem a caller can meet: code → [status, Chinese title]. */
export const problems = {
  ...cityProblems,
  ...sessionProblems,
  ...identityProblems,
  ...merchantProblems,
  ...profileProblems,
  ...ledgerProblems,
  ...reportProblems,
  ...consentProblems,
  ...confirmationProblems,
  ...noticeProblems,
  ...helpProblems,
  ...attachmentProblems,
  ...registrationProblems,
  ...staffProblems,
  ...deskProblems,
  ...draftProblems,
  ...bulkProblems,
} as const;

export type ProblemCode = keyof typeof problems;

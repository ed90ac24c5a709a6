import { attachmentSchemas } from './attachment/schema';
import { bulkSchemas } from './bulk/schema';
import { citySchemas } from './city/schema';
import { confirmationSchemas } from './confirmation/schema';
import { consentSchemas } from './consent/schema';
import { deskSchemas } from './desk/schema';
import { draftSchemas } from './draft/schema';
import { helpSchemas } from './help/schema';
import { identitySchemas } from './identity/schema';
import { ledgerSchemas } from './ledger/schema';
import { merchantSchemas } from './merchant/schema';
import { noticeSchemas } from './notice/schema';
import { profileSchemas } from './profile/schema';
import { registrationSchemas } from './registration/schema';
import { reportSchemas } from './report/schema';
import { sessionSchemas } from './session/schema';
import { staffSchemas } from './staff/schema';

/** Every route's zod schemas. BFF only: the phone never loads zod. */
export const schemas = {
  ...citySchemas,
  ...sessionSchemas,
  ...identitySchemas,
  ...merchantSchemas,
  ...profileSchemas,
  ...ledgerSchemas,
  ...reportSchemas,
  ...consentSchemas,
  ...confirmationSchemas,
  ...noticeSchemas,
  ...helpSchemas,
  ...attachmentSchemas,
  ...registrationSchemas,
  ...staffSchemas,
  ...deskSchemas,
  ...draftSchemas,
  ...bulkSchemas,
};

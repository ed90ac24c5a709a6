import { attachmentRoutes } from './attachment/routes';
import { bulkRoutes } from './bulk/routes';
import { cityRoutes } from './city/routes';
import { confirmationRoutes } from './confirmation/routes';
import { consentRoutes } from './consent/routes';
import { deskRoutes } from './desk/routes';
import { draftRoutes } from './draft/routes';
import { helpRoutes } from './help/routes';
import { identityRoutes } from './identity/routes';
import { ledgerRoutes } from './ledger/routes';
import { merchantRoutes } from './merchant/routes';
import { noticeRoutes } from './notice/routes';
import { profileRoutes } from './profile/routes';
import { registrationRoutes } from './registration/routes';
import { reportRoutes } from './report/routes';
import { sessionRoutes } from './session/routes';
import { staffRoutes } from './staff/routes';

/** Every route, for the BFF and the API page. The phone loads single features' tables instead. */
export const routes = {
  ...cityRoutes,
  ...sessionRoutes,
  ...identityRoutes,
  ...merchantRoutes,
  ...profileRoutes,
  ...ledgerRoutes,
  ...reportRoutes,
  ...consentRoutes,
  ...confirmationRoutes,
  ...noticeRoutes,
  ...helpRoutes,
  ...attachmentRoutes,
  ...registrationRoutes,
  ...staffRoutes,
  ...deskRoutes,
  ...draftRoutes,
  ...bulkRoutes,
} as const;

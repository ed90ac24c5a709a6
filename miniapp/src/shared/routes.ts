import { attachmentRoutes } from '../../../bff/contract/attachment/routes';
import { bulkRoutes } from '../../../bff/contract/bulk/routes';
import { cityRoutes } from '../../../bff/contract/city/routes';
import { confirmationRoutes } from '../../../bff/contract/confirmation/routes';
import { consentRoutes } from '../../../bff/contract/consent/routes';
import { draftRoutes } from '../../../bff/contract/draft/routes';
import { helpRoutes } from '../../../bff/contract/help/routes';
import { identityRoutes } from '../../../bff/contract/identity/routes';
import { ledgerRoutes } from '../../../bff/contract/ledger/routes';
import { merchantRoutes } from '../../../bff/contract/merchant/routes';
import { noticeRoutes } from '../../../bff/contract/notice/routes';
import { profileRoutes } from '../../../bff/contract/profile/routes';
import { registrationRoutes } from '../../../bff/contract/registration/routes';
import { reportRoutes } from '../../../bff/contract/report/routes';
import type { Route } from '../../../bff/contract/route';
import { sessionRoutes } from '../../../bff/contract/session/routes';
import type { PhoneRoute } from '../../../bff/contract/types';

/** Plain data of about 10 kB, so every page calls by name; schemas and zod never come along. */
export const routes: Readonly<Record<PhoneRoute, Route>> = {
  ...cityRoutes,
  ...sessionRoutes,
  ...identityRoutes,
  ...merchantRoutes,
  ...profileRoutes,
  ...ledgerRoutes,
  ...reportRoutes,
  ...confirmationRoutes,
  ...consentRoutes,
  ...noticeRoutes,
  ...helpRoutes,
  ...registrationRoutes,
  ...attachmentRoutes,
  ...draftRoutes,
  ...bulkRoutes,
};

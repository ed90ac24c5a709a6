import type { ListForSheets } from '../../offers';
import type { RegistrationDeps } from '../deps';
import type { Wordings } from '../wordings';

export interface BulkDeps extends RegistrationDeps {
  readonly wordings: Wordings;
  readonly listForSheets: ListForSheets;
}

/** Outbox topics {importId}, each harmless when repeated. Their order key is the import. */
export const bulkTopics = { check: 'bulk.check', import: 'bulk.import' } as const;

import type { Handlers } from '../../../http/call';
import { toInstant } from '../../../lib/time';
import { bulkPolicy } from '../../../policy/registration/bulk';
import type { SubmitIn } from '../submit-entry';
import { checkImport } from './check-import';
import { decideHandlers } from './decide-import';
import type { BulkDeps } from './deps';
import { exportHandler } from './export-entries';
import { importRows } from './import-rows';
import { markedHandler } from './marked';
import { receiveHandlers } from './receive-sheet';
import { deleteImport, deleteParts, deleteRows, listForgotten } from './store';
import { templateHandler } from './template';

export { bulkTopics } from './deps';

const dayMs = 24 * 3600_000;
const sweptAtOnce = 50;

/** 批量登记: a sheet for a kind, filled in, checked cell by cell, signed once, made into entries; and all own entries taken out again. */
export const wireBulk = (deps: BulkDeps, submitIn: SubmitIn) => {
  const { db, now } = deps;
  const handlers: Handlers<'bulk'> = {
    'bulk.template': templateHandler(deps),
    ...receiveHandlers(deps),
    ...decideHandlers(deps),
    'bulk.marked': markedHandler(deps),
    'bulk.export': exportHandler(deps),
  };
  return {
    handlers,
    /** Outbox deliveries. */
    check: checkImport(deps),
    importRows: importRows(deps, submitIn),
    /** Clock job: sheets that nobody came back for, and what is left of those given up. */
    async sweep(): Promise<void> {
      const before = toInstant(new Date(now().getTime() - bulkPolicy.keptDays * dayMs));
      for (const { id } of await listForgotten(db, before, sweptAtOnce)) {
        await deleteRows(db, id);
        await db.inTx(async tx => {
          await deleteParts(tx, id);
          await deleteImport(tx, id);
        });
      }
    },
  };
};

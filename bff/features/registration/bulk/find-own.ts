import { Problem } from '../../../lib/problem';
import type { BulkDeps } from './deps';
import { findImport, type ImportRow } from './store';

/** @throws Problem `bulk.not_found` the same for another merchant's and for none */
export const findOwn =
  ({ db }: Pick<BulkDeps, 'db'>) =>
  async (subjectId: string, importId: string): Promise<ImportRow> => {
    const row = await findImport(db, importId);
    if (row?.subjectId !== subjectId) throw new Problem('bulk.not_found');
    return row;
  };

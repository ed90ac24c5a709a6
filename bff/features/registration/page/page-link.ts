import { randomBytes } from 'node:crypto';
import { UniqueViolation } from '../../../lib/db';
import { toInstant } from '../../../lib/time';
import type { RegistrationDeps } from '../deps';
import { findPage, insertPage } from './store';

/** Code and link of a merchant's own public page; made when first asked for, the same ever after. Says nothing of the merchant. */
export const pageLinkOf =
  ({ db, now, publicUrl }: Pick<RegistrationDeps, 'db' | 'now' | 'publicUrl'>) =>
  async (subjectId: string): Promise<{ code: string; url: string }> => {
    const linkOf = (code: string) => ({ code, url: `${publicUrl}/m/${code}` });
    const known = await findPage(db, { subjectId });
    if (known) return linkOf(known.code);
    try {
      const code = randomBytes(12).toString('base64url');
      await insertPage(db, { subjectId, code, createdAt: toInstant(now()) });
      return linkOf(code);
    } catch (error) {
      const first = error instanceof UniqueViolation ? await findPage(db, { subjectId }) : null;
      if (first) return linkOf(first.code);
      throw error;
    }
  };

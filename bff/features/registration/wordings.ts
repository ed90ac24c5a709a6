import { createHash } from 'node:crypto';
import type { Day } from '../../platform/ports';
import type { Kind } from '../../policy/registration/kinds';
import type { RegistrationCity } from './deps';

/** A truth commitment: the digest is the SHA-256 of its text, hex. */
export interface Wording {
  readonly version: string;
  readonly text: string;
  readonly digest: string;
}

export const wordingsOf = ({ truthCommitments }: Pick<RegistrationCity, 'truthCommitments'>) => {
  const all = (kind: Kind) =>
    [...truthCommitments[kind]]
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
      .map(({ version, effectiveFrom, text }) => ({
        effectiveFrom,
        wording: { version, text, digest: createHash('sha256').update(text, 'utf8').digest('hex') },
      }));
  const byKind = { license: all('license'), operation: all('operation'), contract: all('contract'), charity: all('charity') };
  return {
    /** The one in force on a Beijing day. */
    today(kind: Kind, today: Day): Wording {
      const own = byKind[kind];
      const found = own.find(({ effectiveFrom }) => effectiveFrom <= today) ?? own.at(-1);
      if (!found) throw new Error(`city file: no truth commitment for ${kind}`);
      return found.wording;
    },
  };
};

export type Wordings = ReturnType<typeof wordingsOf>;

import { createHash } from 'node:crypto';
import type { Reply } from '../../contract/types';
import type { Day } from '../../platform/ports';
import type { ConsentRow } from './store';

export type Kind = ConsentRow['kind'];
export type Wording = Reply<'consent.readWording'>;

/** The part of the city file that is needed here. */
export interface WordingSource {
  readonly consents: Readonly<
    Record<Kind, readonly { version: string; effectiveFrom: Day; title: string; text: string; withdrawEffect: string }[]>
  >;
}

const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Every wording the city ever used, newest first, so that an old consent still shows what was agreed to. */
export const wordingsOf = (city: WordingSource) => {
  const all = (kind: Kind): Wording[] =>
    city.consents[kind]
      .map(({ version, effectiveFrom, title, text, withdrawEffect }) => ({
        kind,
        version,
        effectiveFrom,
        title,
        text,
        withdrawEffect,
        digest: digestOf(text),
      }))
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  const byKind: Readonly<Record<Kind, readonly Wording[]>> = {
    privacy: all('privacy'),
    identity: all('identity'),
    face: all('face'),
    child: all('child'),
  };
  return {
    /** The one in force on a Beijing day. */
    currentOf(kind: Kind, today: Day): Wording {
      const wording = byKind[kind].find(({ effectiveFrom }) => effectiveFrom <= today) ?? byKind[kind].at(-1);
      if (!wording) throw new Error(`city file: no consent wording ${kind}`);
      return wording;
    },
    versionOf: (kind: Kind, version: string): Wording | null => byKind[kind].find(wording => wording.version === version) ?? null,
  };
};

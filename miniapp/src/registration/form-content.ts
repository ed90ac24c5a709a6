import type { Reply } from '../../../bff/contract/types';
import type { Problem } from '../shared/call';
import { newKey } from '../shared/new-key';
import { sha256 } from '../shared/sha256';
import { useUploads } from '../shared/uploads';
import type { Typed } from './check-fields';
import type { Kind } from './registration-words';

export type ServerDraft = Reply<'draft.read'>;

/** What a form holds; the draft's content at the server, sealed there as on the phone. */
export interface Filled {
  readonly kind: Kind['kind'];
  readonly kindVersion: string;
  readonly typed: Typed;
  readonly attachmentIds: readonly string[];
  readonly step: number;
  readonly mends: { readonly entryId: string; readonly revision: number } | null;
  readonly recordId: string | null;
  /** Goes into the submission's key, so that the key tells nothing of the content. */
  readonly salt: string;
}

/** One form under way. It outlives its page: what was typed is there again when one comes back. */
export interface Form extends Omit<Filled, 'attachmentIds'> {
  readonly draftId: string;
  readonly subjectId: string;
  /** Local ids of shared/uploads. */
  readonly uploads: readonly string[];
  /** Of the draft at the server; 0: not there yet. */
  readonly revision: number;
  /** Digests of contents sent since that revision whose answer never came: when one of them is at the server, it was us. */
  readonly tried: readonly string[];
  /** `gone`: it was at the server and is there no more. */
  readonly saving: 'untouched' | 'dirty' | 'saving' | 'saved' | 'offline' | 'refused' | 'conflict' | 'gone';
  /** The newest change lies sealed on this phone: the app may be closed. */
  readonly kept: boolean;
  readonly savedAt: string | null;
  readonly problem: Problem | null;
  /** Changed on another device meanwhile: what is there. */
  readonly theirs: ServerDraft | null;
}

/** A form as the phone keeps it, sealed, until the server has it. */
export interface KeptForm {
  readonly subjectId: string;
  readonly revision: number;
  readonly tried: readonly string[];
  readonly filled: Filled;
}

export const attachmentIdsOf = (form: Form): string[] =>
  form.uploads.flatMap(localId => useUploads.getState().all[localId]?.attachmentId ?? []);

export const filledOf = (form: Form): Filled => {
  const { kind, kindVersion, typed, step, mends, recordId, salt } = form;
  return { kind, kindVersion, typed, attachmentIds: attachmentIdsOf(form), step, mends, recordId, salt };
};

export const keptOf = (form: Form): KeptForm => {
  const { subjectId, revision, tried } = form;
  return { subjectId, revision, tried, filled: filledOf(form) };
};

/** Of what is in the boxes; where the person is in the form, and a submission made of it, do not count. */
export const digestOf = (content: Readonly<Record<string, unknown>> | Filled): string => {
  const { kind, kindVersion, typed, attachmentIds, mends, recordId, salt } = content as Filled;
  return sha256(JSON.stringify([kind, kindVersion, typed, attachmentIds, mends, recordId, salt]));
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(one => typeof one === 'string') : []);

/** What a draft of another device or version holds is taken with care: it is what some phone once wrote. */
export const filledIn = (content: Readonly<Record<string, unknown>>): Filled => {
  const typed = Object.entries((content.typed ?? {}) as Record<string, unknown>).filter(([, value]) => typeof value === 'string');
  return {
    kind: (text(content.kind) ?? 'license') as Kind['kind'],
    kindVersion: text(content.kindVersion) ?? '',
    typed: Object.fromEntries(typed) as Typed,
    attachmentIds: texts(content.attachmentIds),
    step: typeof content.step === 'number' ? content.step : 0,
    mends: (content.mends ?? null) as Filled['mends'],
    recordId: text(content.recordId),
    salt: text(content.salt) ?? newKey(),
  };
};

/** The same care for what this phone, perhaps with an older app, kept. */
export const keptIn = (value: unknown): KeptForm | null => {
  const { subjectId, revision, tried, filled } = (value ?? {}) as Partial<Record<keyof KeptForm, unknown>>;
  if (typeof subjectId !== 'string' || typeof revision !== 'number' || typeof filled !== 'object' || filled === null) return null;
  return { subjectId, revision, tried: texts(tried), filled: filledIn(filled as Record<string, unknown>) };
};

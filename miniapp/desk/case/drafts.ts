import { create } from 'zustand';

/** What a reviewer has typed about one case; in memory only, since it may name people. */
export interface Draft {
  /** Of the case it was last typed on; a newer one has other fields. */
  readonly revision: number;
  /** Why it is returned: JSON pointer → words. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Why it is refused, or why one does not agree. */
  readonly words: string;
}

interface Drafts {
  /** Whose they are; nobody else in this window ever sees them. */
  readonly account: string | null;
  readonly by: Readonly<Record<string, Draft>>;
}

const useDrafts = create<Drafts>(() => ({ account: null, by: {} }));

const none: Draft = { revision: 0, reasons: {}, words: '' };

export const useDraft = (number: string): Draft => useDrafts(({ by }) => by[number] ?? none);

const change = (number: string, next: (draft: Draft) => Draft): void =>
  useDrafts.setState(({ by }) => ({ by: { ...by, [number]: next(by[number] ?? none) } }));

/** Text null: the reason is taken back. */
export const writeReason = (number: string, revision: number, pointer: string, text: string | null): void =>
  change(number, ({ reasons, words }) => {
    const { [pointer]: _, ...others } = reasons;
    return { revision, reasons: text === null ? others : { ...reasons, [pointer]: text }, words };
  });

export const writeWords = (number: string, revision: number, words: string): void =>
  change(number, draft => ({ ...draft, revision, words }));

export const dropDraft = (number: string): void =>
  useDrafts.setState(({ by }) => {
    const { [number]: _, ...rest } = by;
    return { by: rest };
  });

export const dropAllDrafts = (): void => useDrafts.setState({ account: null, by: {} });

/** Somebody signed in: another than before begins with nothing. */
export const keepDraftsOf = (account: string): void => useDrafts.setState(now => (now.account === account ? now : { account, by: {} }));

export const isBegun = ({ reasons, words }: Draft): boolean => [...Object.values(reasons), words].some(text => text.trim() !== '');

/** Cases one has begun to write about. */
export const begunCases = (): string[] =>
  Object.entries(useDrafts.getState().by)
    .filter(([, draft]) => isBegun(draft))
    .map(([number]) => number);

export const hasBegun = (number: string): boolean => begunCases().includes(number);

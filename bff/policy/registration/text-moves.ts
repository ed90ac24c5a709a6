import type { z } from 'zod';
import type { zTextState } from '../../contract/registration/schema';

export type TextState = z.infer<typeof zTextState>;
export type TextActor = 'machine' | 'merchant' | 'office' | 'source';

interface TextMove {
  readonly from: TextState;
  readonly to: TextState;
  readonly by: TextActor;
}

/**
 * What can happen to the words of one revision before strangers may read them (R30). What is not here is refused; a mended text is another
 * revision and begins anew. Source: docs/rules/registration.md#text.
 */
export const textMoves = {
  pass: { from: 'waiting', to: 'passed', by: 'machine' },
  refuse: { from: 'waiting', to: 'refused', by: 'machine' },
  /** The machine is not sure, or WeChat does not know who wrote it: a person looks. */
  hand_over: { from: 'waiting', to: 'asked', by: 'machine' },
  /** The merchant does not agree with the machine. */
  ask: { from: 'refused', to: 'asked', by: 'merchant' },
  allow: { from: 'asked', to: 'passed', by: 'office' },
  bar: { from: 'asked', to: 'barred', by: 'office' },
} as const satisfies Readonly<Record<string, TextMove>>;

export type TextMoveName = keyof typeof textMoves;

/** Words that will not be shown as they are: they may be mended while nobody has decided on the entry. */
export const stoppedTexts: readonly TextState[] = ['refused', 'barred'];

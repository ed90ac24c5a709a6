export interface Piece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Sentences with their marks and line ends; what is compared is never smaller than a sentence, or nobody could read it. */
const sentencesOf = (text: string): string[] => text.match(/[^。；;\n]*[。；;\n]+|[^。；;\n]+$/g) ?? [];

/** Sentences of both wordings in reading order: in both, only in the signed one, only in today's. Longest common subsequence. */
export const piecesBetween = (signed: string, today: string): readonly Piece[] => {
  const [before, after] = [sentencesOf(signed), sentencesOf(today)];
  const common: number[][] = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      (common[i] as number[])[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      pieces.push({ kind: 'same', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'gone', text: old });
      i += 1;
    } else {
      pieces.push({ kind: 'new', text: now as string });
      j += 1;
    }
  }
  return pieces;
};

/** One line of two wordings side by side; null: the other one has nothing there. */
export interface Side {
  readonly signed: string | null;
  readonly today: string | null;
  readonly same: boolean;
}

/** Both wordings in lines of a sentence each, so that what answers to each other stands beside each other. */
export const sidesOf = (signed: string, today: string): readonly Side[] => {
  const sides: Side[] = [];
  let [gone, fresh]: [string[], string[]] = [[], []];
  const pair = (): void => {
    for (let i = 0; i < Math.max(gone.length, fresh.length); i++)
      sides.push({ signed: gone[i] ?? null, today: fresh[i] ?? null, same: false });
    [gone, fresh] = [[], []];
  };
  for (const { kind, text } of piecesBetween(signed, today)) {
    if (kind === 'gone') gone.push(text);
    else if (kind === 'new') fresh.push(text);
    else {
      pair();
      sides.push({ signed: text, today: text, same: true });
    }
  }
  pair();
  return sides;
};

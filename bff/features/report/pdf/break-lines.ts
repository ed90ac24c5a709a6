import type { SettledChar } from './settle-text';

/** 避头尾: what may not begin and what may not end a line. */
const noStart = new Set('，。、；：？！）》」』】〕”’…—·％℃,.;:?!)]}%/'.split(''));
const noEnd = new Set('（《「『【〔“‘([{'.split(''));
const word = /[A-Za-z0-9_.,:;\-+/@#%&=~\u00C0-\u024F]/;

/** A piece that stays together: one Chinese character, or a run of Latin letters and digits. */
const piecesOf = (chars: readonly SettledChar[]): SettledChar[][] => {
  const pieces: SettledChar[][] = [];
  for (const char of chars) {
    const last = pieces.at(-1);
    const before = last?.at(-1);
    const together =
      before !== undefined &&
      ((word.test(char.char) && word.test(before.char)) || noStart.has(char.char) || noEnd.has(before.char) || before.char === '▣');
    if (last && together) last.push(char);
    else pieces.push([char]);
  }
  return pieces;
};

const widthOf = (chars: readonly SettledChar[]): number => chars.reduce((sum, { advance }) => sum + advance, 0);

const trimmed = (line: readonly SettledChar[]): SettledChar[] => {
  let from = 0;
  let to = line.length;
  while (from < to && line[from]?.char === ' ') from++;
  while (to > from && line[to - 1]?.char === ' ') to--;
  return line.slice(from, to);
};

/** Lines no wider than `width` (thousandths of the size). A piece longer than a line is cut where the line ends. */
export const breakLines = (chars: readonly SettledChar[], width: number): SettledChar[][] => {
  const lines: SettledChar[][] = [];
  let line: SettledChar[] = [];
  let used = 0;
  const flush = () => {
    lines.push(trimmed(line));
    line = [];
    used = 0;
  };
  for (const piece of piecesOf(chars)) {
    const wide = widthOf(piece);
    if (used > 0 && used + wide > width) flush();
    if (wide <= width) {
      line.push(...piece);
      used += wide;
      continue;
    }
    for (const char of piece) {
      if (used > 0 && used + char.advance > width) flush();
      line.push(char);
      used += char.advance;
    }
  }
  if (line.length > 0 || lines.length === 0) flush();
  return lines;
};

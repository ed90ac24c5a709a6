import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';

/** One glyph as pdfkit's embedder reads it. Made here and not by fontkit: its glyph objects remember the first character of another document. */
interface Glyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

export interface Face {
  /** What pdfkit takes as a font source. */
  readonly source: fontkit.Font;
  /** In thousandths of the size; null: the face has no ink for this character. */
  advanceOf(codePoint: number): number | null;
  /** Outline as an SVG path of 1000 units an em, y upwards; empty where there is no ink. */
  outlineOf(codePoint: number): string;
}

/** Plain typesetting without OpenType shaping: Chinese needs none, and one cached glyph a character is ten times faster. */
const faceOf = (font: fontkit.Font): Face => {
  const glyphs = new Map<number, Glyph | null>();
  const glyphOf = (codePoint: number): Glyph | null => {
    const known = glyphs.get(codePoint);
    if (known !== undefined) return known;
    const found = font.hasGlyphForCodePoint(codePoint) ? font.glyphForCodePoint(codePoint) : null;
    const glyph = found && found.id !== 0 ? { id: found.id, advanceWidth: found.advanceWidth, codePoints: [codePoint] } : null;
    glyphs.set(codePoint, glyph);
    return glyph;
  };
  const layout = (text: string) => {
    const run = [...text].map(char => glyphOf(char.codePointAt(0) ?? 0)).filter(glyph => glyph !== null);
    const positions = run.map(({ advanceWidth }) => ({ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }));
    return { glyphs: run, positions, advanceWidth: run.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) };
  };
  return {
    source: Object.assign(Object.create(font) as fontkit.Font, { layout }),
    advanceOf: codePoint => {
      const glyph = glyphOf(codePoint);
      return glyph && (glyph.advanceWidth * 1000) / font.unitsPerEm;
    },
    outlineOf: codePoint =>
      font
        .glyphForCodePoint(codePoint)
        .path.scale(1000 / font.unitsPerEm, 1000 / font.unitsPerEm)
        .toSVG(),
  };
};

const shippedFont = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

const open = (file: string): Face => {
  const font = fontkit.create(readFileSync(file));
  if (!('layout' in font)) throw new Error(`font ${file}: a single font is needed, not a collection`);
  return faceOf(font);
};

/** The shipped font inks all of 通用规范汉字表; `secondFont` (a path from the configuration) is asked for what it lacks. */
export const openFaces = (secondFont: string | null): readonly Face[] => {
  const shipped = require.resolve(shippedFont);
  return secondFont === null ? [open(shipped)] : [open(shipped), open(secondFont)];
};

import type { Face } from './font';
import type { Ink, Paper } from './paper';
import { colors, page, pageWidth } from './paper';

/** 城印: a chop with a city wall on top, 信 inside; drawn in a box of 48 units. */
const wall = 'M4 4H12.5V9.5H19.7V4H28.3V9.5H35.5V4H44V44H4Z';
const strokesOfXin = 'M16 13.5 9.8 22.5M13.6 18.5V40.5M25.5 14.3H32M19.8 19.6H39.5M22.5 24.9H37M22.5 29.6H37M22.8 34.3H36.7V40H22.8Z';

/**
 * The seal field. A demonstration shows 演示 in an outlined chop and never the solid seal; the solid one is not the office's stamp either
 * but the app's mark: what proves the paper is the signature.
 */
export const drawSeal = (paper: Paper, demo: boolean, x: number, y: number, size: number): void => {
  const { doc } = paper;
  doc.save();
  doc.rotate(-4, { origin: [x + size / 2, y + size / 2] });
  doc.translate(x, y).scale(size / 48);
  if (demo) {
    doc.path(wall).lineWidth(2.2).strokeColor(colors.seal).stroke();
    paper.write('演示', { size: 15, color: colors.seal, strong: true, align: 'center', leading: 1 }, 4, 19.5, 40);
  } else {
    doc.path(wall).lineWidth(2.5).fillAndStroke(colors.seal, colors.seal);
    doc.path(strokesOfXin).lineWidth(2.8).strokeColor('#FFF9F1').stroke();
  }
  doc.restore();
};

/** Under the text of every page of a demonstration. Drawn as outlines and not as text, so that copied text stays readable. */
export const drawWatermark = (doc: PDFKit.PDFDocument, face: Face): void => {
  const size = 44;
  doc.save();
  doc.fillOpacity(0.1);
  doc.rotate(-30, { origin: [page.width / 2, page.height / 2] });
  for (const y of [160, 410, 660]) {
    for (const [at, char] of [...'演示　不作凭据'].entries()) {
      doc.save();
      doc.translate(140 + at * (size + 4), y).scale(size / 1000, -size / 1000);
      const outline = face.outlineOf(char.codePointAt(0) ?? 0);
      if (outline) doc.path(outline).fill(colors.strongLine);
      doc.restore();
    }
  }
  doc.restore();
};

/** Head line and foot line; the foot is drawn at the end, when the number of pages is known. */
export const drawHead = (paper: Paper, left: string, right: string): void => {
  const note: Ink = { size: 8.5, color: colors.soft };
  paper.write(left, note, page.left, 30, pageWidth * 0.6);
  paper.write(right, { ...note, align: 'right' }, page.left + pageWidth * 0.4, 30, pageWidth * 0.6);
  paper.rule(46, colors.line, 0.5);
};

export const drawFeet = (paper: Paper, left: string, middle: string): void => {
  const { doc } = paper;
  const { start, count } = doc.bufferedPageRange();
  const note: Ink = { size: 8, color: colors.soft };
  for (let at = 0; at < count; at++) {
    doc.switchToPage(start + at);
    paper.rule(793, colors.line, 0.5);
    paper.write(left, note, page.left, 798, 300);
    paper.write(middle, note, page.left, 811, 330);
    paper.write(`第 ${at + 1} 页 共 ${count} 页`, { ...note, align: 'right' }, page.right - 120, 798, 120);
  }
};

export interface Chip {
  readonly text: string;
  readonly color: string;
  readonly dashed?: boolean;
}

/** A small outlined word that ends at `right`. Colour is never the only sign: the word and the line style say the same. */
export const drawChip = (paper: Paper, { text, color, dashed = false }: Chip, right: number, y: number): void => {
  const ink: Ink = { size: 8, color, leading: 1 };
  const block = paper.measure(text, ink, 300);
  const width = ((block.lines[0] ?? []).reduce((sum, { advance }) => sum + advance, 0) * ink.size) / 1000 + 9;
  const x = right - width;
  paper.doc.roundedRect(x, y, width, 13, 2.5).lineWidth(0.6).strokeColor(color);
  if (dashed) paper.doc.dash(2.2, { space: 1.8 });
  paper.doc.stroke().undash();
  paper.draw(block, x + 4.5, y + 2.5);
};

/** A framed remark in the flow. Dashed: something was not fetched. Solid: it was asked and there is none. */
export const drawRemark = (
  paper: Paper,
  remark: {
    readonly title: string;
    readonly text: string | null;
    readonly color: string;
    readonly dashed: boolean;
    readonly ground?: string;
  },
  x: number = page.left,
): void => {
  const width = page.right - x;
  const title = paper.measure(remark.title, { size: 10, color: remark.color, strong: true }, width - 24);
  const text = remark.text === null ? null : paper.measure(remark.text, { size: 9, color: colors.ink }, width - 24);
  const height = title.height + (text?.height ?? 0) + 12;
  paper.need(height + 4);
  const box = paper.doc.roundedRect(x, paper.y, width, height, 4);
  if (remark.ground) box.fill(remark.ground);
  paper.doc.roundedRect(x, paper.y, width, height, 4).lineWidth(0.8).strokeColor(remark.color);
  if (remark.dashed) paper.doc.dash(4, { space: 3 });
  paper.doc.stroke().undash();
  paper.draw(title, x + 12, paper.y + 6);
  if (text) paper.draw(text, x + 12, paper.y + 6 + title.height);
  paper.y += height + 6;
};

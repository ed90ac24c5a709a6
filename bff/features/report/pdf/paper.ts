import PDFDocument from 'pdfkit';
import { breakLines } from './break-lines';
import type { Face } from './font';
import { type SettledChar, settleText } from './settle-text';

/** All lengths are points. */
export interface Ink {
  readonly size: number;
  readonly color?: string;
  readonly strong?: boolean;
  readonly leading?: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** Text that was measured and can be drawn. */
export interface Block {
  readonly lines: readonly (readonly SettledChar[])[];
  readonly ink: Ink;
  readonly width: number;
  readonly height: number;
}

export const colors = {
  ink: '#1F2523',
  soft: '#585E59',
  line: '#D9D2C3',
  strongLine: '#8A867B',
  sunk: '#F5F2EA',
  warn: '#855000',
  warnSoft: '#FAEED3',
  bad: '#9C2340',
  good: '#2A6839',
  seal: '#B33A24',
} as const;

export const page = { width: 595.28, height: 841.89, left: 56, right: 539.28, top: 58, bottom: 778 } as const;
export const pageWidth = page.right - page.left;

export interface Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly missing: ReadonlySet<string>;
  /** Where the next block goes, and the lowest point of this page for the flow. */
  y: number;
  bottom: number;
  measure(text: string, ink: Ink, width: number): Block;
  /** Draws at a place; returns the height. */
  draw(block: Block, x: number, y: number): number;
  /** Measures and draws at a place. */
  write(text: string, ink: Ink, x: number, y: number, width: number): number;
  /** Flows a paragraph at the cursor, over pages where it must. */
  flow(text: string, ink: Ink, x?: number, width?: number): void;
  /** Draws a measured block at the cursor, line by line over pages. */
  flowBlock(block: Block, x: number): void;
  /** Turns the page unless `height` fits. */
  need(height: number): void;
  rule(y: number, color: string, width: number, x1?: number, x2?: number): void;
  turn(): void;
}

const leadingOf = ({ leading = 1.5 }: Ink): number => leading;

/** Groups neighbours of one face, so that a line is few drawing operations. */
const runsOf = (line: readonly SettledChar[]): { face: number; text: string; advance: number }[] => {
  const runs: { face: number; text: string; advance: number }[] = [];
  for (const { char, face, advance } of line) {
    const last = runs.at(-1);
    if (last?.face === face) {
      last.text += char;
      last.advance += advance;
    } else runs.push({ face, text: char, advance });
  }
  return runs;
};

/** A4 paper with a cursor. `onPage` draws what lies under the text of every page. */
export const makePaper = (faces: readonly Face[], info: PDFKit.DocumentInfo, onPage: (doc: PDFKit.PDFDocument) => void): Paper => {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info,
    // Typed as a path or bytes; a font object is taken as well.
    font: faces[0]?.source as unknown as string,
  });
  for (const [at, face] of faces.entries()) doc.registerFont(`face${at}`, face.source as unknown as string);
  const missing = new Set<string>();

  const paper: Paper = {
    doc,
    missing,
    y: page.top,
    bottom: page.bottom,
    measure(text, ink, width) {
      const lines = breakLines(settleText(text, faces, missing), (width * 1000) / ink.size);
      return { lines, ink, width, height: lines.length * ink.size * leadingOf(ink) };
    },
    draw({ lines, ink, width, height }, x, y) {
      const { size, color = colors.ink, strong = false, align = 'left' } = ink;
      const step = size * leadingOf(ink);
      for (const [at, line] of lines.entries()) {
        const runs = runsOf(line);
        const used = (runs.reduce((sum, { advance }) => sum + advance, 0) * size) / 1000;
        const spare = width - used;
        let runX = x + (align === 'right' ? spare : align === 'center' ? spare / 2 : 0);
        const baseline = y + at * step + step / 2 + size * 0.37;
        for (const { face, text, advance } of runs) {
          doc.font(`face${face}`, size).fillColor(color);
          // One weight is embedded; a hair of stroke makes the strong one and saves its outlines.
          if (strong) doc.strokeColor(color).lineWidth(size * 0.035);
          doc.text(text, runX, baseline, { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: strong });
          runX += (advance * size) / 1000;
        }
      }
      return height;
    },
    write: (text, ink, x, y, width) => paper.draw(paper.measure(text, ink, width), x, y),
    flow(text, ink, x = page.left, width = pageWidth) {
      paper.flowBlock(paper.measure(text, ink, width), x);
    },
    flowBlock({ lines, ink, width }, x) {
      const step = ink.size * leadingOf(ink);
      for (const line of lines) {
        paper.need(step);
        paper.draw({ lines: [line], ink, width, height: step }, x, paper.y);
        paper.y += step;
      }
    },
    need(height) {
      if (paper.y + height > paper.bottom) paper.turn();
    },
    rule(y, color, width, x1 = page.left, x2 = page.right) {
      doc.moveTo(x1, y).lineTo(x2, y).lineWidth(width).strokeColor(color).stroke();
    },
    turn() {
      doc.addPage();
      onPage(doc);
      paper.y = page.top;
      paper.bottom = page.bottom;
    },
  };
  paper.turn();
  return paper;
};

/** Bytes of a finished document. */
export const finish = (doc: PDFKit.PDFDocument): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    doc.end();
  });

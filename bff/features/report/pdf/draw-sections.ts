import type { ReportData, ReportRecord, ReportSection } from '../report-data';
import { type Chip, drawChip, drawRemark } from './furniture';
import { type Block, colors, type Ink, type Paper, page, pageWidth } from './paper';
import { instantWords, ordinal } from './words';

const note: Ink = { size: 8.8, color: colors.soft, leading: 1.45 };
const body: Ink = { size: 9.2, leading: 1.45 };
const none: Ink = { size: 10, leading: 1.6 };
/** Records hang on a thread: text stands right of it. */
const indent = 16;
const left = page.left + indent;
const width = pageWidth - indent;
/** With more records than this the named values run on in lines instead of a grid. */
const gridUpTo = 12;
const labelWidth = 84;
/** Kept right of a record's title for its trust state. */
const trustWidth = 56;

const chipOf = ({ state, records }: ReportSection): Chip => {
  if (records === null) return { text: '没有取到', color: colors.warn, dashed: true };
  const count = records.length === 0 ? '没有记录' : `${records.length} 条`;
  return state === 'stale' ? { text: `${count} · 数据较旧`, color: colors.warn } : { text: count, color: colors.soft };
};

const headingHeight = 54;

const drawHeading = (paper: Paper, section: ReportSection, at: number, brand: string): void => {
  paper.y += 10;
  paper.write(
    `${ordinal(at)}、${section.title}`,
    { size: 13, strong: true, color: brand, leading: 1.3 },
    page.left,
    paper.y,
    pageWidth - 110,
  );
  const chip = chipOf(section);
  drawChip(paper, chip, page.right, paper.y + 2);
  paper.y += 20;
  const asOf = section.asOf ? `数据时间 ${instantWords(section.asOf)}` : '没有数据时间';
  paper.flow(`来源 ${section.source} · ${asOf}`, note);
  paper.y += 3;
  paper.rule(paper.y, brand, 0.6);
  paper.y += 5;
};

const headOf = (record: ReportRecord): string[] => [
  `机关 ${record.agency ?? '来源未提供'}`,
  `文书号 ${record.documentNo ?? '来源未提供'}`,
  `日期 ${record.decidedOn ?? '来源未提供'}`,
  ...(record.validUntil ? [`有效期至 ${record.validUntil}`] : []),
];

/** As many parts on a line as fit: a line ends between two parts, never inside a date or a document number. */
const packParts = (paper: Paper, parts: readonly string[], ink: Ink): Block[] => {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = `${last} · ${part}`;
    if (last !== undefined && paper.measure(longer, ink, width).lines.length === 1) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map(line => paper.measure(line, ink, width));
};

interface Cell {
  readonly label: Block;
  readonly value: Block;
}

/** Two columns; a long value takes the whole line. */
const gridOf = (paper: Paper, record: ReportRecord): { rows: Cell[][]; height: number } => {
  const half = width / 2;
  const rows: Cell[][] = [];
  for (const fact of record.facts) {
    if (fact.value === null) continue;
    const text = fact.value;
    const label = paper.measure(fact.label, { ...body, color: colors.soft }, labelWidth - 6);
    const narrow = paper.measure(text, body, half - labelWidth - 8);
    const isLong = narrow.lines.length > 2;
    const value = isLong ? paper.measure(text, body, width - labelWidth) : narrow;
    const last = rows.at(-1);
    if (!isLong && last?.length === 1 && (last[0]?.value.width ?? 0) < half) last.push({ label, value });
    else rows.push([{ label, value }]);
  }
  return { rows, height: rows.reduce((sum, row) => sum + rowHeight(row), 0) };
};

const rowHeight = (row: readonly Cell[]): number => Math.max(...row.map(({ label, value }) => Math.max(label.height, value.height))) + 1.5;

/** A value longer than a page goes on over pages; the others stay whole. */
const drawGrid = (paper: Paper, rows: readonly (readonly Cell[])[]): void => {
  for (const row of rows) {
    const height = rowHeight(row);
    const [only] = row;
    if (height > 200 && row.length === 1 && only) {
      paper.need(only.label.height);
      paper.draw(only.label, left, paper.y);
      paper.flowBlock(only.value, left + labelWidth);
      continue;
    }
    paper.need(height);
    for (const [column, { label, value }] of row.entries()) {
      const x = left + (column * width) / 2;
      paper.draw(label, x, paper.y);
      paper.draw(value, x + labelWidth, paper.y);
    }
    paper.y += height;
  }
};

/** Spine and knot on this page's part of a record. */
const drawThread = (paper: Paper, from: number, to: number, color: string): void => {
  paper.doc
    .moveTo(page.left + 4, from)
    .lineTo(page.left + 4, to)
    .lineWidth(0.7)
    .strokeColor(colors.strongLine)
    .stroke();
  paper.doc.circle(page.left + 4, from + 8, 2.3).fill(color);
};

/** Lines under a record. What the source left empty is named in one line: some leave half their fields empty, and a gap must not read as "none". */
const tailOf = (record: ReportRecord, inGrid: boolean): (readonly [string, Ink])[] => {
  const given = record.facts.filter(({ value }) => value !== null);
  const absent = record.facts
    .filter(({ value }) => value === null)
    .map(({ label }) => label)
    .filter(label => label !== '');
  return [
    ...(inGrid || given.length === 0 ? [] : [[given.map(({ label, value }) => `${label}：${value}`).join('；'), body] as const]),
    ...(record.legalBasis === null ? [] : [[`依据 ${record.legalBasis}`, note] as const]),
    ...(absent.length === 0 ? [] : [[`来源未提供：${absent.join('、')}`, note] as const]),
  ];
};

interface MeasuredRecord {
  readonly trust: string;
  readonly blocks: readonly Block[];
  readonly grid: Cell[][];
  readonly tail: readonly Block[];
  /** What must fit on a page before it begins there: all of it, unless it is longer than half a page. */
  readonly keep: number;
}

const measureRecord = (paper: Paper, record: ReportRecord, index: number, inGrid: boolean): MeasuredRecord => {
  const blocks = [
    paper.measure(`${index}. ${record.title}`, { size: 10.3, strong: true, leading: 1.45 }, width - trustWidth),
    ...packParts(paper, headOf(record), note),
    ...record.marks.map(text => paper.measure(`※ ${text}`, { ...note, color: colors.warn }, width)),
  ];
  const grid = inGrid ? gridOf(paper, record) : { rows: [], height: 0 };
  const tail = tailOf(record, inGrid).map(([text, ink]) => paper.measure(text, ink, width));
  const height = [...blocks, ...tail].reduce((sum, block) => sum + block.height, 0) + grid.height;
  return { trust: record.trust, blocks, grid: grid.rows, tail, keep: Math.min(height + 10, 360) };
};

const drawRecord = (paper: Paper, { trust, blocks, grid, tail, keep }: MeasuredRecord, brand: string): void => {
  paper.need(keep);
  const pageBefore = paper.doc.bufferedPageRange().count;
  const from = paper.y;
  drawChip(paper, { text: trust, color: colors.soft }, page.right, from + 1);
  for (const block of blocks) paper.flowBlock(block, left);
  drawGrid(paper, grid);
  for (const block of tail) paper.flowBlock(block, left);
  const turned = paper.doc.bufferedPageRange().count > pageBefore;
  drawThread(paper, turned ? page.top : from, paper.y + 9, brand);
  paper.y += 9;
};

/** A 信用代证 holds only what speaks against its holder: "none" there is said of that, not of all records. */
const noneTitles = { full: '查过，没有记录', no_violation: '查过，所选期间和领域内没有应列入的记录' } as const;

export const drawSections = (paper: Paper, { sections, variant }: Pick<ReportData, 'sections' | 'variant'>, brand: string): void => {
  for (const [at, section] of sections.entries()) {
    const { records } = section;
    const inGrid = (records?.length ?? 0) <= gridUpTo;
    const measured = (records ?? []).map((record, index) => measureRecord(paper, record, index + 1, inGrid));
    // A heading never stands alone at the foot of a page, nor with nothing but a warning under it.
    paper.need(headingHeight + (section.state === 'stale' ? 48 : 0) + (measured[0]?.keep ?? 48));
    drawHeading(paper, section, at + 1, brand);
    if (records === null) {
      drawRemark(paper, { title: '没有取到（不表示没有记录）', text: section.reason, color: colors.warn, dashed: true });
      continue;
    }
    if (section.state === 'stale')
      drawRemark(paper, { title: '数据较旧', text: section.reason, color: colors.warn, dashed: false, ground: colors.warnSoft });
    if (records.length === 0) paper.flow(noneTitles[variant], none);
    for (const record of measured) drawRecord(paper, record, brand);
  }
};

const drawList = (paper: Paper, title: string, items: readonly string[], brand: string): void => {
  if (items.length === 0) return;
  const blocks = items.map(item => paper.measure(item, body, pageWidth - 18));
  // Short lists stay whole.
  const height = blocks.reduce((sum, block) => sum + block.height + 2, 35);
  paper.need(height > 220 ? 60 : height);
  paper.y += 14;
  paper.write(title, { size: 13, strong: true, color: brand, leading: 1.3 }, page.left, paper.y, pageWidth);
  paper.y += 21;
  for (const [at, block] of blocks.entries()) {
    paper.need(block.height);
    paper.write(`${at + 1}.`, { ...body, color: colors.soft }, page.left, paper.y, 18);
    paper.y += paper.draw(block, page.left + 18, paper.y) + 2;
  }
};

export const missingLine = (missing: ReadonlySet<string>, attached: boolean): string | null =>
  missing.size === 0
    ? null
    : `本文件有 ${missing.size} 个字没有可用的字形，用“▣U+编码(读音)”表示${attached ? '，附在文件里的数据保留原字' : ''}。请以证件上的字为准。`;

export const drawEnding = (paper: Paper, data: ReportData, brand: string): void => {
  drawList(paper, '信用状况提升建议', data.hints, brand);
  drawList(paper, '本报告没有列入的内容', data.leftOut, brand);
  const rare = missingLine(paper.missing, true);
  drawList(paper, '说明', rare === null ? data.notices : [...data.notices, rare], brand);
};

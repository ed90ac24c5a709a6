import type { CounterSlip } from '../../offers';
import { missingLine } from './draw-sections';
import { drawHead } from './furniture';
import { colors, type Ink, type Paper, page, pageWidth } from './paper';
import { dayWords, instantWords } from './words';

const body: Ink = { size: 11, leading: 1.55 };
const label: Ink = { size: 10, color: colors.soft, leading: 1.55 };

const heading = (paper: Paper, text: string, brand: string): void => {
  paper.need(60);
  paper.y += 11;
  paper.write(text, { size: 13.5, strong: true, color: brand, leading: 1.3 }, page.left, paper.y, pageWidth);
  paper.y += 21;
};

const pairs = (paper: Paper, rows: readonly (readonly [string, string])[]): void => {
  for (const [name, text] of rows) {
    const block = paper.measure(text, body, pageWidth - 98);
    paper.need(block.height + 6);
    paper.write(name, label, page.left + 6, paper.y + 3.6, 84);
    paper.y += paper.draw(block, page.left + 92, paper.y + 3) + 6;
    paper.rule(paper.y, colors.line, 0.5);
  }
};

const list = (paper: Paper, items: readonly string[], box: boolean): void => {
  for (const [at, item] of items.entries()) {
    const block = paper.measure(item, body, pageWidth - 32);
    paper.need(block.height + 3);
    if (box)
      paper.doc
        .rect(page.left + 7, paper.y + 4, 9.5, 9.5)
        .lineWidth(0.8)
        .strokeColor(colors.strongLine)
        .stroke();
    else paper.write(`${at + 1}.`, label, page.left + 6, paper.y, 18);
    paper.y += paper.draw(block, page.left + 26, paper.y) + 3;
  }
};

/** 办事单: what does not fit beside the notes field goes over to a second page, nothing is cut. */
export const drawSlip = (paper: Paper, data: CounterSlip, brand: string): void => {
  const { contact, record } = data;
  drawHead(paper, `${data.cityName} · 公共信用信息`, `打印 ${dayWords(data.printedOn)}`);
  paper.rule(62, brand, 2);
  paper.rule(65.5, brand, 0.5);
  paper.y = 76;
  paper.y += paper.write(data.title, { size: 23, strong: true, leading: 1.3 }, page.left, paper.y, pageWidth) + 2;
  paper.y += paper.write(
    `带上这张单子去窗口，对方一看就知道是哪条记录。${data.freeNote}`,
    { ...body, color: colors.soft },
    page.left,
    paper.y,
    pageWidth,
  );
  heading(paper, '哪一条记录', brand);
  paper.rule(paper.y, colors.strongLine, 0.8);
  pairs(paper, [
    ['本人（单位）', `${data.subjectName}　${data.subjectIdNumber}`],
    ['类别', record.sectionTitle],
    ['记录', record.title],
    ['文书号', record.documentNo ?? '来源未提供'],
    ['日期', record.decidedOn ? dayWords(record.decidedOn) : '来源未提供'],
    ['来源', `${record.source}${record.asOf ? `，数据时间 ${instantWords(record.asOf)}` : ''}`],
    ...(data.clockNote === null ? [] : [['期限', data.clockNote] as const]),
  ]);
  heading(paper, '去哪里', brand);
  paper.rule(paper.y, colors.strongLine, 0.8);
  pairs(paper, [
    ['机关', contact?.agency ?? record.agency ?? '来源没有写明机关'],
    ['电话', contact?.phone ?? '没有登记'],
    ['地点', contact?.office ?? '没有登记'],
    ['时间', contact?.hours ?? '没有登记，去之前先打电话'],
  ]);
  paper.y += paper.write(data.fallback, label, page.left + 6, paper.y + 4, pageWidth - 12) + 4;
  if (data.steps.length > 0) {
    heading(paper, '怎么办', brand);
    list(paper, data.steps, false);
  }
  heading(paper, '要带的材料', brand);
  list(paper, data.papers.length > 0 ? data.papers : ['本人有效身份证件'], true);
  const rare = missingLine(paper.missing, false);
  if (rare) paper.y += paper.write(rare, label, page.left, paper.y + 6, pageWidth) + 6;
  if (paper.bottom - paper.y < 70) return;
  heading(paper, '窗口答复（自己记）', brand);
  for (let y = paper.y + 20; y < page.bottom - 4; y += 25) paper.rule(y, colors.line, 0.6);
};

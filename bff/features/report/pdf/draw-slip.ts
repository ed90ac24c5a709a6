import type { CounterSlipData } from '../report-data';
import { missingLine } from './draw-sections';
import { drawHead } from './furniture';
import { colors, type Ink, type Paper, page, pageWidth } from './paper';
import { dayWords, instantWords } from './words';

const body: Ink = { size: 11, leading: 1.55 };
const label: Ink = { size: 10, color: colors.soft, leading: 1.55 };

const heading = (paper: Paper, text: string, brand: string): void => {
  paper.y += 12;
  paper.write(text, { size: 13.5, strong: true, color: brand, leading: 1.3 }, page.left, paper.y, pageWidth);
  paper.y += 21;
};

const pairs = (paper: Paper, rows: readonly (readonly [string, string])[]): void => {
  for (const [name, text] of rows) {
    paper.write(name, label, page.left + 6, paper.y + 3.6, 84);
    paper.y += paper.write(text, body, page.left + 92, paper.y + 3, pageWidth - 98) + 6;
    paper.rule(paper.y, colors.line, 0.5);
  }
};

const list = (paper: Paper, items: readonly string[], box: boolean): void => {
  for (const [at, item] of items.entries()) {
    if (box) paper.doc.rect(page.left + 7, paper.y + 4, 9.5, 9.5).lineWidth(0.8).strokeColor(colors.strongLine).stroke();
    else paper.write(`${at + 1}.`, label, page.left + 6, paper.y, 18);
    paper.y += paper.write(item, body, page.left + 26, paper.y, pageWidth - 32) + 3;
  }
};

/** 办事单: one page; what does not fit is cut from the notes field, never from the text. */
export const drawSlip = (paper: Paper, data: CounterSlipData, brand: string): void => {
  const { contact } = data;
  drawHead(paper, `${data.cityName} · 城信`, `打印时间 ${instantWords(data.printedAt)}`);
  paper.rule(62, brand, 2);
  paper.rule(65.5, brand, 0.5);
  paper.y = 78;
  paper.write('柜台办事单', { size: 24, strong: true, leading: 1.3 }, page.left, paper.y, pageWidth);
  paper.y += 34;
  paper.y += paper.write('带上这张单子去窗口，对方一看就知道是哪条记录。免费，不用找代办。', { ...body, color: colors.soft }, page.left, paper.y, pageWidth);
  heading(paper, '哪一条记录', brand);
  paper.rule(paper.y, colors.strongLine, 0.8);
  pairs(paper, [
    ['本人（单位）', data.subjectName],
    ['类别', data.sectionTitle],
    ['记录', data.recordTitle],
    ['文书号', data.documentNo ?? '来源未提供'],
    ['日期', data.decidedOn ? dayWords(data.decidedOn) : '来源未提供'],
  ]);
  heading(paper, '去哪里', brand);
  paper.rule(paper.y, colors.strongLine, 0.8);
  pairs(paper, [
    ['机关', contact.agency],
    ['电话', contact.phone ?? `没有登记，请拨打 ${data.hotline} 询问`],
    ['地点', contact.office ?? `没有登记，请拨打 ${data.hotline} 询问`],
    ['时间', contact.hours ?? '没有登记，去之前先打电话'],
  ]);
  if (data.steps.length > 0) {
    heading(paper, '怎么办', brand);
    list(paper, data.steps, false);
  }
  heading(paper, '要带的材料', brand);
  list(paper, data.papers.length > 0 ? data.papers : ['本人有效身份证件'], true);
  const rare = missingLine(paper.missing);
  if (rare) paper.y += paper.write(rare, label, page.left, paper.y + 6, pageWidth) + 6;
  heading(paper, '窗口答复（自己记）', brand);
  for (let y = paper.y + 22; y < page.bottom - 6; y += 26) paper.rule(y, colors.line, 0.6);
};

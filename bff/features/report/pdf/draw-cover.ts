import type { DomainFinding, ReportData, ReportSection } from '../report-data';
import { drawSeal } from './furniture';
import { colors, type Ink, type Paper, page, pageWidth } from './paper';
import { qrImage } from './qr-image';
import { dayWords, grouped, instantWords, untilWords } from './words';

const label: Ink = { size: 9.5, color: colors.soft };
const value: Ink = { size: 10.5 };
const small: Ink = { size: 9 };

/** Height kept at the foot of the first page for the code and how to use it. */
const codeHeight = 134;
const qrSize = 104;

const drawTitle = (paper: Paper, data: ReportData, brand: string): void => {
  paper.rule(62, brand, 2);
  paper.rule(65.5, brand, 0.5);
  const title = paper.measure(data.title, { size: 25, strong: true, leading: 1.3 }, pageWidth - 110);
  paper.y = 80;
  paper.y += paper.draw(title, page.left, paper.y);
  paper.y += paper.write(`${data.issuer.office}　出具`, { size: 10.5, color: colors.soft }, page.left, paper.y + 2, pageWidth - 110) + 2;
  drawSeal(paper, data.demo, page.right - 82, 76, 72);
  paper.y = Math.max(paper.y + 12, 162);
};

/** Two columns of label over value, as on an official form. */
const drawSubject = (paper: Paper, data: ReportData, fingerprint: string): void => {
  const period = data.periodFrom && data.periodTo ? `${dayWords(data.periodFrom)} 至 ${dayWords(data.periodTo)}` : '不限';
  const rows: [string, string][] = [
    [data.subject.kind === 'person' ? '姓名' : '名称', data.subject.name],
    [data.subject.idLabel, data.subject.idShown],
    ['用途', data.purpose],
    ['接收方', data.recipient ?? '没有指定'],
    ['查询期间', period],
    ['开具时间', instantWords(data.issuedAt)],
    ['有效到', untilWords(data.expiresAt)],
    ['内容指纹', grouped(fingerprint)],
  ];
  const labelWidth = 90;
  paper.rule(paper.y, colors.strongLine, 0.8);
  const half = pageWidth / 2;
  const isLong = ([, text]: [string, string]) => paper.measure(text, value, half - labelWidth - 12).lines.length > 1;
  const left = [...rows];
  for (let row = left.shift(); row; row = left.shift()) {
    // A short one shares its line with the next short one, so that a long one between them leaves no half line empty.
    const mate = isLong(row) ? -1 : left.findIndex(one => !isLong(one));
    const cells = mate < 0 ? [row] : [row, ...left.splice(mate, 1)];
    const width = cells.length > 1 ? half : pageWidth;
    const blocks = cells.map(([name, text]) => ({ name, block: paper.measure(text, value, width - labelWidth - 12) }));
    const height = Math.max(...blocks.map(({ block }) => block.height)) + 8;
    for (const [column, { name, block }] of blocks.entries()) {
      const x = page.left + column * half;
      paper.write(name, label, x + 6, paper.y + 4.7, labelWidth - 10);
      paper.draw(block, x + labelWidth, paper.y + 4);
    }
    paper.y += height;
    paper.rule(paper.y, colors.line, 0.5);
  }
  // Said at once, where the name stands: the long explanation is on the last page.
  if (paper.missing.size > 0) {
    const rare = '上面有字没有可用的字形，用编码表示，请以证件上的字为准。';
    paper.y += paper.write(rare, { ...small, color: colors.warn }, page.left + 6, paper.y + 3, pageWidth - 6) + 3;
  }
  paper.y += 12;
};

/** Room for one line of a table; a table that goes over to the next page says there which one it is. */
const needRow = (paper: Paper, height: number, title: string): void => {
  if (paper.y + height <= paper.bottom) return;
  paper.turn();
  paper.write(`${title}（续）`, { size: 12, strong: true }, page.left, paper.y, pageWidth);
  paper.y += 22;
};

const findingWords = ({ state, count, note }: DomainFinding): { text: string; color: string } => {
  if (state === 'none') return { text: note, color: colors.good };
  if (state === 'found') return { text: `查到 ${count} 条，见后。${note}`, color: colors.bad };
  return { text: note, color: colors.warn };
};

const drawDomains = (paper: Paper, domains: readonly DomainFinding[]): void => {
  paper.write('各领域核查结果', { size: 12, strong: true }, page.left, paper.y, pageWidth);
  paper.y += 22;
  for (const domain of domains) {
    const { text, color } = findingWords(domain);
    const name = paper.measure(domain.title, small, 150);
    const block = paper.measure(text, { ...small, color }, pageWidth - 170);
    const height = Math.max(name.height, block.height) + 5;
    needRow(paper, height, '各领域核查结果');
    paper.draw(name, page.left + 6, paper.y + 2);
    paper.draw(block, page.left + 164, paper.y + 2);
    paper.y += height;
    paper.rule(paper.y, colors.line, 0.5);
  }
  paper.y += 12;
};

const countWords = ({ state, records }: ReportSection): { text: string; color: string } => {
  if (records === null || state === 'unavailable') return { text: '没有取到', color: colors.warn };
  if (records.length === 0) return { text: state === 'stale' ? '没有记录（数据较旧）' : '没有记录', color: colors.soft };
  return { text: `${records.length} 条${state === 'stale' ? '（数据较旧）' : ''}`, color: colors.ink };
};

const drawOverview = (paper: Paper, sections: readonly ReportSection[]): void => {
  paper.need(60);
  paper.write('内容一览', { size: 12, strong: true }, page.left, paper.y, 200);
  const unfetched = sections.filter(({ records }) => records === null).length;
  const line = unfetched > 0 ? `${unfetched} 类没有取到，不表示没有记录` : '各类都已取到';
  paper.write(
    line,
    { size: 9, color: unfetched > 0 ? colors.warn : colors.soft, align: 'right' },
    page.left + 200,
    paper.y + 3,
    pageWidth - 200,
  );
  paper.y += 22;
  for (const section of sections) {
    const count = countWords(section);
    const source = paper.measure(section.source, { size: 8.5, color: colors.soft, leading: 1.3 }, 170);
    const height = Math.max(source.height, 12) + 4;
    needRow(paper, height, '内容一览');
    paper.write(section.title, small, page.left + 6, paper.y + 1, 130);
    paper.write(count.text, { ...small, color: count.color, strong: section.records === null }, page.left + 140, paper.y + 1, 100);
    paper.draw(source, page.left + 244, paper.y + 2);
    const asOf = section.asOf ? `数据时间 ${instantWords(section.asOf)}` : '没有数据时间';
    paper.write(asOf, { size: 8, color: colors.soft, align: 'right' }, page.right - 150, paper.y + 1.5, 150);
    paper.y += height;
    paper.rule(paper.y, colors.line, 0.4);
  }
};

/** Bottom right of the first page: the code, under it the same as text for one who has no camera; beside it how a clerk checks the paper in three steps. */
const drawCode = (paper: Paper, verifyUrl: string, number: string, hotline: string): void => {
  const top = page.bottom - codeHeight + 10;
  paper.doc.image(qrImage(verifyUrl), page.right - qrSize, top, { width: qrSize, height: qrSize });
  // The file has one image and one link: the offline check compares both with the signed data.
  paper.doc.link(page.right - qrSize, top, qrSize, qrSize, verifyUrl);
  const width = pageWidth - qrSize - 28;
  let y = top - 2;
  y += paper.write('怎样核验这份报告', { size: 11, strong: true }, page.left, y, width);
  const steps = [
    '扫右边的码，看是不是“报告有效”。不用登录，不用装软件。',
    `把网页上的编号、姓名、用途、各类条数、内容指纹和纸上逐项对一遍；编号是 ${number}。`,
    '有一项对不上，就不要采用：纸面可能被改过，码可能是从别的报告移来的。',
    `持有人可以随时撤回；数据更正后旧报告标为“已被替代”，以扫码结果为准。咨询电话 ${hotline}。`,
  ];
  for (const [at, step] of steps.entries()) {
    paper.write(`${at + 1}`, { size: 9, color: colors.soft }, page.left, y, 12);
    y += paper.write(step, { ...small, leading: 1.42 }, page.left + 13, y, width - 13) + 1.5;
  }
  paper.write(`查验网址 ${verifyUrl}`, { size: 6.2, color: colors.soft, leading: 1.2 }, page.left, top + qrSize + 5, pageWidth);
};

export const drawCover = (paper: Paper, data: ReportData, extra: { verifyUrl: string; fingerprint: string; brand: string }): void => {
  paper.bottom = page.bottom - codeHeight;
  drawTitle(paper, data, extra.brand);
  drawSubject(paper, data, extra.fingerprint);
  drawCode(paper, extra.verifyUrl, data.number, data.issuer.phone);
  if (data.domains.length > 0) drawDomains(paper, data.domains);
  drawOverview(paper, data.sections);
  paper.y += 6;
};

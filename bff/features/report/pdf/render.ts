import { startOfBeijingDay } from '../../../lib/time';
import type { CounterSlip } from '../../offers';
import { canonicalJson, digestOf, fingerprintOf } from '../canonical';
import type { ReportData } from '../report-data';
import { drawCover } from './draw-cover';
import { drawEnding, drawSections } from './draw-sections';
import { drawSlip } from './draw-slip';
import type { Face } from './font';
import { drawFeet, drawHead, drawWatermark } from './furniture';
import { finish, makePaper, type Paper } from './paper';
import { type PdfSigner, signPdf } from './sign-pdf';

/** `r, g, b` of the city file. */
type BrandRgb = string;

export type RenderJob =
  | { readonly kind: 'report'; readonly data: ReportData; readonly brandRgb: BrandRgb; readonly verifyUrl: string; readonly sign: boolean }
  | { readonly kind: 'counter_slip'; readonly data: CounterSlip; readonly brandRgb: BrandRgb };

export interface Rendered {
  readonly bytes: Uint8Array;
  readonly pages: number;
}

const hexOf = (rgb: BrandRgb): string =>
  `#${rgb
    .split(',')
    .map(part => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;

/** Paper whose every page bears the watermark of a demonstration. */
const paperOf = (faces: readonly Face[], demo: boolean, info: PDFKit.DocumentInfo, head: (paper: Paper) => void): Paper => {
  let paper: Paper | null = null;
  const under = () => {
    if (!paper) return;
    if (demo && faces[0]) drawWatermark(paper.doc, faces[0]);
    head(paper);
  };
  paper = makePaper(faces, info, under);
  under();
  return paper;
};

const renderReport = async (job: RenderJob & { kind: 'report' }, faces: readonly Face[], signer: PdfSigner | null): Promise<Rendered> => {
  const { data, verifyUrl } = job;
  const issuedAt = new Date(data.issuedAt);
  const canonical = canonicalJson(data);
  const fingerprint = fingerprintOf(digestOf(canonical));
  const brand = hexOf(job.brandRgb);
  // No name and no number of a person: whoever holds the file reads these without opening it.
  const info = {
    Title: `${data.title} ${data.number}`,
    Author: data.issuer.office,
    Subject: data.verifyId,
    Producer: '城信',
    Creator: '城信',
    CreationDate: issuedAt,
    ModDate: issuedAt,
  };
  const paper = paperOf(faces, data.demo, info, on => drawHead(on, `${data.issuer.city} · 公共信用信息`, `编号 ${data.number}`));
  drawCover(paper, data, { verifyUrl, fingerprint, brand });
  // The first page is a cover; a cover that already ran over goes on where it is.
  if (paper.doc.bufferedPageRange().count === 1) paper.turn();
  drawSections(paper, data, brand);
  drawEnding(paper, data, brand);
  drawFeet(paper, `编号 ${data.number} · 内容指纹 ${fingerprint}`, '这里展示公共信用信息，不是征信服务。扫首页的码核验真假。');
  const attached = {
    name: 'chengxin-report.json',
    type: 'application/json',
    description: 'signed data',
    creationDate: issuedAt,
    modifiedDate: issuedAt,
    relationship: 'Source',
  };
  paper.doc.file(Buffer.from(canonical), attached);
  const { count } = paper.doc.bufferedPageRange();
  const bytes = await finish(paper.doc);
  if (!job.sign) return { bytes, pages: count };
  if (!signer) throw new Error('pdf: a signature was asked for, but there is no key');
  return {
    bytes: await signPdf(bytes, signer, { at: issuedAt, reason: '证明内容自出具后没有改动', issuer: data.issuer.office }),
    pages: count,
  };
};

const renderSlip = async (job: RenderJob & { kind: 'counter_slip' }, faces: readonly Face[]): Promise<Rendered> => {
  const { data } = job;
  const at = new Date(startOfBeijingDay(data.printedOn));
  const info = { Title: data.title, Author: data.cityName, Producer: '城信', Creator: '城信', CreationDate: at, ModDate: at };
  const paper = paperOf(faces, data.demo, info, () => undefined);
  drawSlip(paper, data, hexOf(job.brandRgb));
  drawFeet(paper, data.cityName, '这里展示公共信用信息，不是征信服务。');
  const { count } = paper.doc.bufferedPageRange();
  return { bytes: await finish(paper.doc), pages: count };
};

export const render = (job: RenderJob, faces: readonly Face[], signer: PdfSigner | null): Promise<Rendered> =>
  job.kind === 'report' ? renderReport(job, faces, signer) : renderSlip(job, faces);

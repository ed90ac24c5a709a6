import { charityRow, fillSheet } from '../support/sheets';
import type { PageShots } from './shot';

interface Section {
  readonly items: readonly { readonly recordId: string }[];
}
interface Subjects {
  readonly subjects: readonly { readonly subjectId: string; readonly role: string }[];
}
type Api = <T>(path: string) => Promise<T>;

const ownId = async (api: Api): Promise<string> => {
  const { subjects } = await api<Subjects>('/identity');
  return subjects.find(subject => subject.role === 'self')?.subjectId ?? '';
};

const firstPenalty = async (api: Api): Promise<Record<string, string>> => {
  const { items } = await api<Section>(`/subjects/${await ownId(api)}/file/sections/penalty`);
  return { recordId: items[0]?.recordId ?? '' };
};

const sectionApi = /\/api\/subjects\/[^/]+\/file\/sections\/[a-z_]+(\?.*)?$/;
const recordPath = '/file/pages/record/index?sectionId=penalty&recordId=:recordId';
const section = (sectionId: string): string => `/file/pages/section/index?sectionId=${sectionId}`;

/** To a page of a merchant: one acts for it first. */
const asMerchant =
  (path: string, done: string) =>
  async (page: import('playwright-core').Page): Promise<void> => {
    await page
      .getByRole('radio', { name: /公司|店|商行|厂/ })
      .first()
      .click();
    await page.evaluate(hash => {
      window.location.hash = hash;
    }, path);
    await page.getByText(done).first().waitFor();
  };

/** Pages of the file, reports, verification, reads and help. */
export const filePages: readonly PageShots[] = [
  {
    name: 'bulk',
    path: '/account/pages/acting/index',
    person: 'serious_list_boss',
    only: ['usual', 'elder', 'largest'],
    act: async page => {
      await asMerchant('/registration/pages/bulk/index', '第一步，选一类')(page);
      await page.getByRole('radio', { name: /^合同履约/ }).click();
      await page.getByText('第四步，传填好的表').waitFor();
    },
  },
  {
    name: 'bulk-faults',
    path: '/account/pages/acting/index',
    person: 'serious_list_boss',
    only: ['usual', 'elder', 'largest'],
    act: async page => {
      await asMerchant('/registration/pages/bulk/index', '第一步，选一类')(page);
      await page.getByRole('radio', { name: /^社会公益/ }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /^选填好的表/ }).click();
      const bytes = await fillSheet('charity', [charityRow(1), charityRow(2, { 方式: '捐书', 金额或折价: '三千' })]);
      await (await chooser).setFiles({ name: '今年上半年的公益.xlsx', mimeType: 'application/octet-stream', buffer: bytes });
      await page.getByText('要改的地方').waitFor();
    },
  },
  { name: 'file', path: '/file/pages/overview/index', person: 'penalty_general', api: /\/api\/subjects\/[^/]+\/file$/ },
  { name: 'file-missing', path: '/file/pages/overview/index', person: 'sections_fail', only: ['usual', 'elder', 'largest'] },
  { name: 'file-stale', path: '/file/pages/overview/index', person: 'sections_stale', only: ['usual'] },
  { name: 'section', path: section('penalty'), person: 'penalty_general', api: sectionApi },
  { name: 'section-none', path: section('serious_list'), person: 'clean', only: ['usual', 'elder'] },
  { name: 'section-missing', path: section('penalty'), person: 'sections_fail', only: ['usual', 'largest'] },
  { name: 'section-long', path: section('penalty'), person: 'shape_long', only: ['usual', 'largest'] },
  { name: 'section-empty-fields', path: section('penalty'), person: 'shape_null', only: ['usual', 'elder'] },
  { name: 'record', path: recordPath, person: 'penalty_general', api: /\/records\/[^/]+$/, find: firstPenalty },
  { name: 'record-unclassed', path: recordPath, person: 'penalty_unclassed', find: firstPenalty, only: ['usual', 'elder'] },
  { name: 'record-empty-fields', path: recordPath, person: 'shape_null', find: firstPenalty, only: ['usual'] },
  { name: 'record-long', path: recordPath, person: 'shape_long', find: firstPenalty, only: ['usual', 'largest'] },
  { name: 'self-check', path: '/file/pages/self-check/index', person: 'penalty_serious', api: /\/self-check$/ },
  { name: 'self-check-missing', path: '/file/pages/self-check/index', person: 'sections_fail', only: ['usual', 'elder'] },
  { name: 'reports', path: '/report/pages/list/index', person: 'clean', api: /\/reports$/ },
  { name: 'report-request', path: '/report/pages/request/index', person: 'clean', only: ['usual', 'elder', 'largest'] },
  {
    name: 'report-preview',
    path: '/report/pages/request/index',
    person: 'sections_fail',
    only: ['usual', 'largest'],
    act: async page => {
      await page.getByRole('radio', { name: '租房' }).click();
      await page.getByRole('button', { name: '下一步：看看有哪些内容' }).click();
      await page.getByText('对方会看到这些').waitFor();
    },
  },
  {
    name: 'report-ready',
    path: '/report/pages/request/index',
    person: 'penalty_general',
    only: ['usual', 'elder', 'largest'],
    act: async page => {
      await page.getByRole('radio', { name: '租房' }).click();
      await page.getByRole('checkbox', { name: /允许对方核对文书号/ }).click();
      await page.getByRole('button', { name: '下一步：看看有哪些内容' }).click();
      await page.getByRole('button', { name: '确认并开具' }).click();
      await page.getByText('报告开好了').waitFor();
    },
  },
  { name: 'verify-entry', path: '/verify/pages/verify/index', person: null, only: ['usual', 'elder', 'largest'] },
  { name: 'verify-refused', path: '/verify/pages/verify/index?code=AAAAAAAAAAAAAAAAAAAAAA', person: null, only: ['usual', 'largest'] },
  { name: 'reads', path: '/ledger/pages/reads/index', person: 'clean', api: /\/reads(\?.*)?$/ },
  { name: 'help', path: '/help/pages/help/index', person: 'clean', api: /\/api\/help-messages$/ },
  { name: 'help-signed-out', path: '/help/pages/help/index', person: null, only: ['usual', 'elder'] },
];

import { readFileSync } from 'node:fs';
import { startTestApp, type TestApp } from '../support/app';
import { handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { merchantOf, submit } from '../support/registrations';
import { fillSheet } from '../support/sheets';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** What crosses between the two layers of a phone, step by step through the main job and 自愿登记 (its list not yet); a slow phone waits for every byte. */
const budgets = { page: { calls: 12, bytes: 40 * 1024 }, tap: { calls: 4, bytes: 8 * 1024 } } as const;

let app: TestApp;
let phone: WeappPhone;
const rows: { step: string; kind: keyof typeof budgets; calls: number; bytes: number }[] = [];

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  phone = await weappPhone(app);
});
afterEach(() => phone.close());
afterAll(async () => {
  const line = ({ step, kind, calls, bytes }: (typeof rows)[number]) =>
    `${step.padEnd(24, '　')} ${String(calls).padStart(2)}/${budgets[kind].calls} setData, ${(bytes / 1024).toFixed(1)}/${budgets[kind].bytes / 1024} kB`;
  process.stderr.write(`${rows.map(line).join('\n')}\n`);
  await app?.close();
});

const within = (): void => {
  const over = rows.filter(({ kind, calls, bytes }) => calls > budgets[kind].calls || bytes > budgets[kind].bytes);
  expect(over).toEqual([]);
  expect(phone.faults()).toEqual([]);
};

/** Does the step and notes what crossed until the page has been still for a moment. */
const measure = async (kind: keyof typeof budgets, step: string, work: () => Promise<void>): Promise<void> => {
  phone.host.bridge.take();
  await work();
  await new Promise(done => setTimeout(done, 300));
  const { setDataCalls, setDataBytes, eventBytes } = phone.host.bridge.take();
  rows.push({ step, kind, calls: setDataCalls, bytes: setDataBytes + eventBytes });
};

it('keeps every page and every tap of the main job within its budget', async () => {
  const { screen, people, file, reports } = handOf(phone);
  await measure('page', '首页，未登录', () => phone.host.restart().then(() => screen.appears('.cover')));
  await measure('page', '登录页', () => people.openSignIn());
  await measure('page', '以演示人物登录，回首页', async () => {
    await screen.tap(/^以郑大寒登录/);
    await screen.appears('.cover-when, .cover');
  });
  await measure('page', '档案', () => file.openFromHome());
  await measure('page', '一类记录', () => file.openSection('行政处罚'));
  await measure('page', '一条记录', () => file.openFirstRecord());
  await measure('page', '自测', async () => {
    await screen.open('/file/pages/self-check/index');
    await screen.sees('下一步');
  });
  await measure('page', '查询记录', async () => {
    await screen.open('/ledger/pages/reads/index');
    await screen.sees(/一条不少/);
  });
  await measure('page', '开报告', async () => {
    await screen.open('/report/pages/request/index');
    await screen.sees('给谁看');
  });
  await measure('tap', '选用途', () => screen.pick('租房'));
  await measure('tap', '填给谁看', () => screen.type('给谁看', '青禾安居'));
  await measure('page', '看看有哪些内容', async () => {
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
  });
  await measure('page', '报告', async () => {
    await screen.tap('确认并开具');
    await reports.ready();
  });
  await measure('page', '文字大小', () => screen.open('/account/pages/display/index'));
  await measure('tap', '换成最大', () => screen.pick(/^最大/));
  within();
}, 60_000);

it('keeps the file of a person with 400 records within the same budget, screen by screen', async () => {
  const { screen, people, file } = handOf(phone);
  await people.signInAs('韩千帆');
  await measure('page', '四百条的档案', () => file.openFromHome());
  await measure('page', '最多记录的一类', () => file.openSection('其他行政行为'));
  await measure('page', '自测', async () => {
    await screen.open('/file/pages/self-check/index');
    await screen.appears('.head-title');
  });
  within();
}, 60_000);

it('keeps forms, papers, entry, poster, public page, sheets and questions of 自愿登记 within the same budget', async () => {
  const hand = handOf(phone);
  const { screen, people, registrations } = hand;
  const pageOf = (name: string): string => `/registration/pages/${name}/index`;
  const shop = await merchantOf(await peopleOf(app).demo('serious_list_boss'));
  const association = {
    receiverName: '青禾市演示商贸行业协会',
    receiverCode: await peopleOf(app).orgCode('m_association'),
  };
  for (let nth = 0; nth < 3; nth++) await submit(app, shop, 'charity', association);
  await people.signInAs('魏长庚');
  await registrations.actFor(/青禾长庚食品有限公司/);
  await measure('page', '登记市场经营', async () => {
    await screen.open(`${pageOf('form')}?kind=operation`);
    await screen.sees('第 1 步');
  });
  await measure('tap', '填经营场所', () => screen.type('经营场所', '青禾市禾光路 8 号'));
  await screen.type('品牌或招牌', '长庚');
  await screen.type('主要产品或服务', '大米、面粉');
  await measure('page', '第 2 步', async () => {
    await registrations.next();
    await screen.sees('第 2 步');
  });
  await measure('page', '上传附件', async () => {
    await registrations.next();
    await screen.sees('上传附件');
  });
  await registrations.attach([{ name: 'a.png', bytes: readFileSync('miniapp/src/static/tab-home.png') }]);
  await measure('page', '看一遍，再承诺', async () => {
    await registrations.next();
    await screen.sees('看一遍，再承诺');
  });
  await measure('tap', '我承诺', async () => {
    await screen.pick(/^我承诺/, 'checkbox');
    await screen.vanishes('.bar-why');
  });
  await measure('page', '登记进度', async () => {
    await screen.tap('提交');
    await screen.sees('收到了，正在核对');
  });
  await measure('tap', '不登记了，撤下', async () => {
    await screen.tap(/^不登记了，撤下/);
    await screen.sees('确定撤下');
  });
  await measure('page', '海报', async () => {
    await screen.open(pageOf('poster'));
    await screen.appears('.poster-picture');
  });
  await measure('page', '公开页', async () => {
    await screen.tap(/^看我的公开页/);
    await screen.sees('还没有公布过内容');
  });
  await measure('page', '一次登记很多条', async () => {
    await screen.open(pageOf('bulk'));
    await screen.sees('第一步，选一类');
  });
  await screen.pick(/^合同履约/);
  await screen.sees('第四步，传填好的表');
  await hand.willChoose([{ name: '合同.xlsx', bytes: await fillSheet('contract', [{ 合同内容: '长'.repeat(90) }]) }]);
  await measure('page', '表里要改的', async () => {
    await screen.tap(/^选填好的表/);
    await screen.sees('1 行都要改');
  });
  await phone.close();
  phone = await weappPhone(app);
  const other = handOf(phone);
  await other.people.signInAs('罗会明');
  await other.registrations.actFor(/商贸行业协会/);
  await measure('page', '请我确认的，3 件', async () => {
    await other.screen.open(pageOf('confirm'));
    await other.screen.sees('有 3 件事请您确认');
  });
  await measure('tap', '不是这样', async () => {
    await other.screen.tap(/^不是这样/);
    await other.screen.sees('确定，不是这样');
  });
  within();
}, 120_000);

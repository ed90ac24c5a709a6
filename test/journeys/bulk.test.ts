import { readFileSync } from 'node:fs';
import { journeys } from '../support/journey';
import { charityRow, columnOf, fillIn, openSheet } from '../support/sheets';

const shop = /青禾长庚食品有限公司/;

journeys('journey.bulk import', now => {
  const begin = async (kindTitle: RegExp) => {
    const { screen, people, registrations } = now.hand;
    await people.signInAs('魏长庚');
    await registrations.actFor(shop);
    await screen.open('/registration/pages/list/index');
    await screen.tap(/^一张表登记很多条/);
    await screen.sees('第一步，选一类');
    await screen.pick(kindTitle);
    await screen.sees('第二步，下载表格来填');
  };

  it('fills in a sheet, is told cell by cell, registers the good ones on a promise, and takes all of it out', async () => {
    const { screen } = now.hand;
    await begin(/^社会公益/);
    const template = await screen.receiveFile(/^下载社会公益的登记表/);
    const filled = await fillIn(template, [charityRow(1), charityRow(2, { 方式: '捐书' }), charityRow(3)]);
    await now.hand.willChoose([{ name: '公益.xlsx', bytes: filled }]);
    await screen.tap(/^选填好的表/);
    await screen.sees('有 1 行要改，2 条没有问题');
    await screen.sees('第 6 行，方式');
    await screen.sees('请从这几个里选一个');
    const marked = await openSheet(await screen.receiveFile('打开标出错处的表'));
    expect(marked.getRow(6).getCell(columnOf(marked, '方式')).value).toBe('捐书');
    expect(String(marked.getRow(6).getCell(columnOf(marked, '哪里不对')).value)).toContain('请从这几个里选一个');
    expect(await screen.text()).not.toContain('去看登记的进度');
    await screen.pick(/^我承诺/, 'checkbox');
    await screen.tapMany('只登记没有问题的 2 条');
    await screen.sees('登记好了 2 条');
    await screen.sees('去看登记的进度');
    const decided = now.hand.requests().filter(({ path }) => path.endsWith('/decision'));
    expect(decided).toHaveLength(1);
    await screen.tap('回到批量登记');
    await screen.sees('传过的表');
    const all = await openSheet(await screen.receiveFile(/^导出全部登记（表格）/));
    expect(all.workbook.worksheets.map(({ name }) => name)).toEqual(['资质证照', '市场经营', '合同履约', '社会公益']);
    expect(all.workbook.getWorksheet('社会公益')?.rowCount).toBeGreaterThanOrEqual(3);
    await screen.open('/registration/pages/list/index');
    await screen.sees('给社区食堂捐米面 第 1 次');
  }, 120_000);

  it('is told of the wrong file, gives up a sheet after a second yes, and nothing was registered', async () => {
    const { screen } = now.hand;
    await begin(/^市场经营/);
    const template = await screen.receiveFile(/^下载市场经营的登记表/);
    await now.hand.willChoose([{ name: '空的.xlsx', bytes: template }]);
    await screen.tap(/^选填好的表/);
    await screen.sees('1 行都要改');
    await screen.sees('这是表里自带的示例，请删去这一行。');
    await screen.tap('放弃这张表');
    await screen.confirm('放弃');
    await screen.sees('第一步，选一类');
    await screen.pick(/^市场经营/);
    await now.hand.willChoose([{ name: '照片.xlsx', bytes: Buffer.from('not a sheet at all') }]);
    await screen.tap(/^选填好的表/);
    await screen.sees('这张表没法登记');
    await screen.sees('这不是 xlsx 表格');
  }, 120_000);

  it('shows papers that were sent and not used yet, also after the app was closed, and takes one away', async () => {
    const { screen } = now.hand;
    const name = screen.platform === 'weapp' ? '照片 1.png' : '验收单.png';
    await begin(/^合同履约/);
    await now.hand.registrations.attach([{ name: '验收单.png', bytes: readFileSync('miniapp/src/static/tab-home.png') }]);
    await screen.comeBack();
    await screen.pick(/^合同履约/);
    await screen.sees(name);
    await screen.tap(`删去${name}`);
    await screen.vanishes('.att');
    await screen.comeBack();
    await screen.pick(/^合同履约/);
    await screen.sees('第三步，传材料');
    await screen.sees('从相册选');
    expect(await screen.text()).not.toContain(name);
  }, 120_000);

  it('says so when the network is away while a sheet is sent, and sends it on when it is back', async () => {
    const { screen } = now.hand;
    await begin(/^社会公益/);
    const template = await screen.receiveFile(/^下载社会公益的登记表/);
    const filled = await fillIn(template, [charityRow(7)]);
    await now.hand.willChoose([{ name: '公益.xlsx', bytes: filled }]);
    await now.hand.loseReplyOf(/\/content$/);
    await screen.tap(/^选填好的表/);
    await screen.sees('1 条都没有问题');
    expect(now.hand.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/bulk-imports'))).toHaveLength(1);
  }, 120_000);
});

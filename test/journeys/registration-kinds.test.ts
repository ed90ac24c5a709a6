import { readFileSync } from 'node:fs';
import { textOf } from '../features/report-sample';
import type { Hand } from '../support/hand';
import { journeys } from '../support/journey';
import { peopleOf } from '../support/people';
import { type Merchant, merchantOf } from '../support/registrations';
import { until } from '../support/screen/screen';

const shop = /青禾长庚食品有限公司/;
const association = /青禾市演示商贸行业协会/;
const paper = () => ({ name: '验收单.png', bytes: readFileSync('miniapp/src/static/tab-home.png') });

journeys('journey.registration-kinds', now => {
  const actingForShop = async (hand: Hand): Promise<void> => {
    await hand.people.signInAs('魏长庚');
    await hand.registrations.actFor(shop);
  };
  /** The head of the other side, at another phone. */
  const otherSide = async (): Promise<Hand> => {
    const other = await now.another();
    await other.people.signInAs('罗会明');
    await other.registrations.actFor(association);
    await other.screen.open('/registration/pages/confirm/index');
    return other;
  };
  const numberOn = async ({ screen }: Hand): Promise<string> => {
    await screen.sees(/ZY\d{8}-\d{4}/);
    return /ZY\d{8}-\d{4}/.exec(await screen.text())?.[0] ?? '';
  };
  /** What the platform says of a case, once it has it. */
  const answer = async (number: string, what: string, more: object = {}): Promise<void> => {
    const isThere = async () => {
      const { cases } = (await now.app.control('/registrations', undefined, 'GET')) as { cases: { zybh: string }[] };
      return cases.some(({ zybh }) => zybh === number);
    };
    await until(isThere, async () => `${number} is not at the platform`);
    await now.app.control('/registration-answers', { number, answer: what, told: 'callback', ...more });
  };
  const boss = async (): Promise<Merchant> => merchantOf(await peopleOf(now.app).demo('serious_list_boss'));
  const comesTo = async (number: string, state: string): Promise<string> => {
    const { phone, subjectId } = await boss();
    const entry = await until(
      async () =>
        (await phone.ok('registration.list', { params: { subjectId } })).entries.find(one => one.number === number && one.state === state),
      async () => `${number} is not ${state}`,
    );
    return entry.entryId;
  };
  const openEntry = async ({ screen }: Hand, entryId: string): Promise<void> => {
    await screen.open(`/registration/pages/entry/index?entryId=${entryId}`);
  };

  beforeEach(async () => {
    await now.app.control('/registration-mode', { deduplicates: true, answersItself: false });
  });

  it('registers a contract with its days and its paper, and the other side confirms it in the app', async () => {
    const { screen, registrations } = now.hand;
    const code = await peopleOf(now.app).orgCode('m_association');
    await actingForShop(now.hand);
    await registrations.begin('合同履约');
    await screen.type('对方单位', '青禾市演示商贸行业协会（虚构）');
    await screen.type('对方统一社会信用代码', code);
    await registrations.next();
    await screen.sees('第 2 步');
    await screen.type('合同内容', '供应年会用粮油');
    await screen.type('合同金额', '12345.60');
    await screen.day('履行期从', '2026-03-01');
    await screen.sees('2026 年 3 月 1 日');
    await screen.day('履行期到', '2026-05-31');
    await screen.sees('2026 年 5 月 31 日');
    await registrations.next();
    await screen.sees('第 3 步');
    await screen.pick('全部履行');
    await registrations.next();
    await screen.sees('上传附件');
    await registrations.attach([paper()]);
    await registrations.next();
    await screen.sees('12,345.60 元');
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await screen.sees(/已请青禾市演示商贸行业协会（虚构）确认，还没有回答/);
    const number = await numberOn(now.hand);

    const other = await otherSide();
    await other.screen.sees('有 1 件事请您确认');
    await other.screen.sees('供应年会用粮油');
    // What the merchant keeps from the public is not shown to the other side either.
    expect(await other.screen.text()).not.toContain('12,345.60');
    await other.screen.tap(/^是这样，确认/);
    await other.screen.sees('您确认了');
    await other.screen.sees('没有等您确认的');

    await openEntry(now.hand, await comesTo(number, 'submitted'));
    await screen.sees(/青禾市演示商贸行业协会（虚构），.*确认了/);
    await screen.sees('本人自述：商户自己说的，没有人核对过');
  }, 180_000);

  it('registers a donation, the receiver says it is not so, and both sides read that', async () => {
    const { screen, registrations } = now.hand;
    await actingForShop(now.hand);
    await registrations.begin('社会公益');
    await screen.pick('捐物');
    await screen.type('做了什么', '给协会食堂捐米面');
    await screen.day('哪一天', '2026-05-01');
    await screen.type('金额或折价', '3000');
    await registrations.next();
    await screen.sees('第 2 步');
    await screen.type('接收单位', '青禾市演示商贸行业协会（虚构）');
    await screen.type('接收单位统一社会信用代码', await peopleOf(now.app).orgCode('m_association'));
    await registrations.next();
    await screen.sees('上传附件');
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    const number = await numberOn(now.hand);

    const other = await otherSide();
    await other.screen.sees('给协会食堂捐米面');
    await other.screen.tap(/^不是这样/);
    await other.screen.tap('确定，不是这样');
    await other.screen.sees('您说不是这样');

    await openEntry(now.hand, await comesTo(number, 'submitted'));
    await screen.sees(/青禾市演示商贸行业协会（虚构）说不是这样/);
  }, 180_000);

  it('mends what was sent back, is verified, stands in the file, the report and on the public page, and is withdrawn from all of them', async () => {
    const { screen, registrations, reports } = now.hand;
    await actingForShop(now.hand);
    await registrations.begin('市场经营');
    await screen.type('经营场所', '青禾市禾光路 8 号');
    await screen.type('品牌或招牌', '长庚糖水铺');
    await screen.type('主要产品或服务', '糖水');
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await screen.sees('上传附件');
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    const number = await numberOn(now.hand);

    await answer(number, 'returned', { reasons: [{ field: 'premises', text: '和营业执照上的不一样，请照执照填写' }] });
    const entryId = await comesTo(number, 'returned');
    await screen.open('/registration/pages/list/index');
    expect(await screen.title()).toBe('有 1 条退回，等您补');
    await screen.tap(/长庚糖水铺/);
    await screen.sees('和营业执照上的不一样，请照执照填写');
    await screen.tap('去改');
    await screen.sees(/有 1 处要改/);
    expect(await screen.value('经营场所')).toBe('青禾市禾光路 8 号');
    await screen.type('经营场所', '青禾市禾光路 18 号');
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await screen.sees('上传附件');
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await screen.sees('第 2 次提交');

    await answer(number, 'verified', { by: '青禾市市场监督管理局（演示）' });
    await comesTo(number, 'published');
    await openEntry(now.hand, entryId);
    await screen.sees(/^部门核验/);
    await screen.open('/file/pages/section/index?sectionId=voluntary');
    await screen.sees(/长庚糖水铺/);
    await screen.open('/registration/pages/list/index');
    await screen.tap(/^我的公开页/);
    await screen.sees(/长庚糖水铺/);
    await screen.open('/report/pages/request/index');
    await screen.pick(/贷款|银行/);
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    await screen.tap('确认并开具');
    await reports.ready();
    expect(textOf(await screen.receiveFile(/看全文|存成 PDF/))).toContain('长庚糖水铺');

    await openEntry(now.hand, entryId);
    await screen.tap(/^撤下这一条/);
    await screen.tap('确定撤下');
    await screen.sees('您已撤下这一条');
    await screen.open('/registration/pages/list/index');
    await screen.tap(/^我的公开页/);
    await screen.sees('青禾长庚食品有限公司');
    expect(await screen.text()).not.toContain('长庚糖水铺');
    const published = async () =>
      ((await now.app.control('/registrations', undefined, 'GET')) as { published: { zybh: string }[] }).published;
    await until(
      async () => !(await published()).some(({ zybh }) => zybh === number),
      async () => `${number} is still at the platform`,
    );
  }, 240_000);
});

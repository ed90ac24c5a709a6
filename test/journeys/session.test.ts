import type { Hand } from '../support/hand';
import { journeys } from '../support/journey';
import { peopleOf } from '../support/people';

journeys('journey.session', now => {
  it('signs out at the server and on the phone', async () => {
    const { screen, people, stored } = now.hand;
    await people.signInAs('林清和');
    await screen.open('/tabs/me/index');
    await screen.tap('退出登录');
    await screen.confirm('退出');
    await screen.sees('您还没有登录');
    const credentials = (await stored()).filter(
      ([key, value]) => ['csrf', 'renewal'].includes(key) && value.replace(/["{}]|data:/g, '').length > 0,
    );
    expect(credentials).toEqual([]);
    await screen.comeBack();
    await screen.sees('您还没有登录');
    await screen.open('/file/pages/overview/index');
    await screen.tap(/登录/);
    await screen.sees('登录后看自己的信用档案');
  }, 60_000);

  it('signs another phone out, which sees nothing from then on', async () => {
    const { screen, people } = now.hand;
    await people.signInAs('林清和');
    const lost = await now.another();
    await lost.people.signInAs('林清和');
    await screen.open('/account/pages/devices/index');
    expect(await screen.title()).toBe('有 2 台设备登录着您的账号');
    await screen.tap(/^退出 /);
    await screen.confirm('退出');
    await screen.sees('只有这一台设备登录着');
    await lost.screen.open('/file/pages/overview/index');
    await lost.screen.sees(/重新登录|登录后/);
    expect(await lost.screen.text()).not.toContain('行政处罚');
    await lost.screen.open('/tabs/me/index');
    await lost.screen.sees('您还没有登录');
  }, 60_000);

  it('says what is wrong with a code, and takes the right one', async () => {
    const { screen, people } = now.hand;
    const city = peopleOf(now.app);
    const person = await city.person('elder');
    await people.signInByPhone(person.phone, async () => ((await city.smsCode(person.phone)) === '000000' ? '111111' : '000000'));
    await screen.appears('.field-wrong, .page-problem, .banner');
    await screen.type('短信验证码', await city.smsCode(person.phone));
    await screen.tap('登录');
    await screen.sees('确认是您本人');
  }, 60_000);

  it('keeps what was chosen as text size, on every page and after the app was closed', async () => {
    const { screen, people } = now.hand;
    await people.signInAs('林清和');
    await screen.open('/account/pages/display/index');
    await screen.pick(/^最大/);
    await screen.sees('现在是长辈模式');
    await screen.comeBack();
    await screen.sees('现在是长辈模式');
    await screen.open('/tabs/home/index');
    await screen.appears('.ecover');
    await screen.tap(/翻开档案$/);
    await screen.sees(/您的档案里有 \d+ 条记录/);
    await screen.open('/account/pages/display/index');
    await screen.pick(/^标准/);
    await screen.sees('现在是标准大小');
  }, 60_000);

  it('loses the reply of a wish and, asked again, has made one report', async () => {
    const { screen, people, reports, loseReplyOf } = now.hand;
    await people.signInAs('林清和');
    await loseReplyOf(/\/reports$/);
    await reports.request('租房');
    await screen.sees(/重复提交不会办两次|没有连上服务/);
    await screen.tap('确认并开具');
    await reports.ready();
    await screen.open('/report/pages/list/index');
    expect(await screen.title()).toBe('您有 1 份报告可用');
  }, 60_000);

  it('loses the reply of a revocation, is told so, and may ask again', async () => {
    const { screen, people, reports, loseReplyOf } = now.hand;
    await people.signInAs('林清和');
    await reports.request('租房');
    await reports.ready();
    await loseReplyOf(/\/revocation$/);
    await screen.tap('撤回这份报告');
    await screen.tap('确定撤回');
    await screen.sees(/重复提交不会办两次|没有连上服务/);
    await screen.tap('确定撤回');
    await screen.sees('您已撤回这份报告');
  }, 60_000);
});

journeys('journey.agent', now => {
  /** An agent who waits for the legal representative of a shop. */
  const apply = async () => {
    const { people, screen } = now.hand;
    const orgCode = await peopleOf(now.app).orgCode('m_serious_list');
    await people.signInAs('林清和');
    await people.bind(orgCode, '经办人');
    await screen.sees('等法定代表人同意');
    return orgCode;
  };

  it('completes a binding by a code from the counter, acts for the shop, and ends it', async () => {
    const { screen } = now.hand;
    const orgCode = await apply();
    await screen.pick('柜台核验码');
    await screen.type('柜台核验码', '12345678');
    await screen.tap('完成绑定');
    await screen.appears('.field-wrong, .page-problem');
    await screen.type('柜台核验码', await peopleOf(now.app).counterCode('agent', orgCode));
    await screen.tap('完成绑定');
    await screen.sees('正在以 青禾长庚食品有限公司');
    await screen.open('/file/pages/overview/index');
    await screen.sees(/^这份档案里有 \d+ 条记录/);
    await screen.open('/account/pages/merchants/index');
    await screen.tap('结束绑定');
    await screen.confirm('结束绑定');
    await screen.sees('本人结束');
    await screen.open('/file/pages/overview/index');
    await screen.sees(/您的档案里有 \d+ 条记录/);
  }, 90_000);

  it('is told plainly when the shop has ended the binding, and goes on as oneself', async () => {
    const { screen } = now.hand;
    const orgCode = await apply();
    await screen.pick('柜台核验码');
    await screen.type('柜台核验码', await peopleOf(now.app).counterCode('agent', orgCode));
    await screen.tap('完成绑定');
    await screen.sees('正在以 青禾长庚食品有限公司');
    const boss = await peopleOf(now.app).demo('serious_list_boss');
    const { agents } = await boss.ok('merchant.list');
    for (const { bindingId } of agents) await boss.ok('merchant.end', { params: { bindingId } });
    await screen.open('/file/pages/overview/index');
    await screen.sees('您已不能代表青禾长庚食品有限公司');
    await screen.sees(/您的档案里有 \d+ 条记录/);
    await screen.tap('知道了');
    await screen.sees('正在以 林*和（本人）办理');
  }, 90_000);
});

journeys('journey.acting-lost', now => {
  const shop = { boss: 'serious_list_boss', org: 'm_serious_list', name: /青禾长庚食品有限公司/ } as const;
  const other = { boss: 'shop_owner', org: 'm_shop', name: /青禾市杜小铺便利店/ } as const;

  const mandate = async ({ boss, org }: typeof shop | typeof other): Promise<void> => {
    const city = peopleOf(now.app);
    const { bindingId } = await (await city.demo('clean')).ok('merchant.bind', {
      body: { orgCode: await city.orgCode(org), role: 'agent' },
    });
    await (await city.demo(boss)).ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
  };
  const end = async ({ boss }: typeof shop | typeof other): Promise<void> => {
    const { ok } = await peopleOf(now.app).demo(boss);
    for (const { bindingId } of (await ok('merchant.list')).agents) await ok('merchant.end', { params: { bindingId } });
  };
  const actFor = async ({ people, registrations }: Hand, { name }: typeof shop | typeof other): Promise<void> => {
    await people.signInAs('林清和');
    await registrations.actFor(name);
  };
  /** Whom something was asked for, one after the other. */
  const askedFor = (path: RegExp): string[] =>
    now.hand
      .requests()
      .flatMap(one => (one.method === 'POST' && path.test(one.path) ? [one.path.split('/subjects/')[1]?.slice(0, 36) ?? ''] : []));

  it('does nothing in one’s own name that was begun in the shop’s, before one has read of it', async () => {
    const { screen, reports } = now.hand;
    await mandate(shop);
    await actFor(now.hand, shop);
    await screen.open('/report/pages/request/index');
    await screen.pick('租房');
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    const asked = /\/(reports|report-previews)$/;
    const [shopId] = askedFor(asked);
    await end(shop);
    await screen.tap('确认并开具');
    await screen.sees('您已不能代表青禾长庚食品有限公司');
    // What the shop's report would hold does not stay there as if it were one's own.
    await screen.sees('这份报告做什么用？');
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('这一步还没有办');
    expect(new Set(askedFor(asked))).toEqual(new Set([shopId]));
    await screen.tap('知道了');
    await screen.sees('正在以 林*和（本人）办理');
    expect(await screen.text()).not.toContain('这一步还没有办');
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    await screen.tap('确认并开具');
    await reports.ready();
    expect(new Set(askedFor(asked)).size).toBe(2);
  }, 120_000);

  it('is told that what was signed for the shop was not taken, also when the app was closed meanwhile', async () => {
    const { screen, registrations, cut } = now.hand;
    await mandate(shop);
    await actFor(now.hand, shop);
    await registrations.begin('市场经营');
    await screen.type('经营场所', '青禾市禾光路 8 号');
    await screen.type('品牌或招牌', '长庚豆坊');
    await screen.type('主要产品或服务', '豆腐');
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await screen.sees('上传附件');
    await registrations.next();
    await screen.sees('看一遍，再承诺');
    await screen.sees(/草稿已存/);
    await cut(/\/(drafts|registrations)(\/|$)/);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    await end(shop);
    await cut(null);
    await screen.comeBack();
    await screen.sees('有 1 份签过的登记没有收下');
    await screen.sees(/您已不能代表/);
    const { cases } = (await now.app.control('/registrations', undefined, 'GET')) as { cases: object[] };
    expect(JSON.stringify(cases)).not.toContain('长庚豆坊');
    expect((await now.hand.stored()).filter(([key]) => key.includes('sealed-waiting'))).toEqual([]);
  }, 120_000);

  it('hands in no form of one shop while one acts for another, and keeps what was typed', async () => {
    const { screen, registrations } = now.hand;
    await mandate(shop);
    await mandate(other);
    await actFor(now.hand, shop);
    await registrations.begin('市场经营');
    await screen.type('品牌或招牌', '长庚粮油');
    await screen.tap(/^正在以 .*更换$/);
    await screen.pick(other.name);
    await screen.sees(/这一份是代表青禾长庚食品有限公司.*填的/);
    expect(await screen.textsOf('.bar .btn-off')).toHaveLength(1);
    // A tap within 800 ms of the same one is the same tap: a person is slower.
    await new Promise(done => setTimeout(done, 900));
    await screen.tap(/^正在以 .*更换$/);
    await screen.pick(shop.name);
    await screen.vanishes('.bar .btn-off');
    expect(await screen.value('品牌或招牌')).toBe('长庚粮油');
    await end(shop);
    await end(other);
  }, 120_000);
});

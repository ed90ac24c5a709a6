import { readFileSync } from 'node:fs';
import type { Hand } from '../support/hand';
import { journeys } from '../support/journey';

/**
 * Answers lost, cut off at each stage, the app closed, two devices: whatever happens to the phone, one submission. Judged at the city's
 * platform by what it received, and in the database; the phone's own words are what the person would go by.
 */
const files = ['tab-home.png', 'tab-home-on.png', 'tab-me.png'].map(name => `miniapp/src/static/${name}`);
const wholeWay = /\/(drafts|registrations)(\/|$)/;

journeys('a phone with a bad network', now => {
  let begunWith: number;
  const entries = async (): Promise<number> => {
    const [row] = await now.app.db.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM registration_entry');
    return Number(row?.n);
  };
  const received = async (brand: string): Promise<number> => {
    const { cases } = (await now.app.control('/registrations', undefined, 'GET')) as { cases: object[] };
    return cases.filter(one => JSON.stringify(one).includes(brand)).length;
  };
  /** The platform has it once, and nothing else came to be here. */
  const isOne = async (brand: string): Promise<void> => {
    const { screen } = now.hand;
    while ((await received(brand)) === 0) await new Promise(done => setTimeout(done, 100));
    await screen.open('/registration/pages/list/index');
    await screen.sees(/正在办|已公布/);
    expect([await received(brand), (await entries()) - begunWith]).toEqual([1, 1]);
  };
  const actingForShop = async ({ people, registrations }: Hand): Promise<void> => {
    await people.signInAs('魏长庚');
    await registrations.actFor(/青禾长庚食品有限公司/);
  };
  const begin = async (brand: string): Promise<void> => {
    const { screen, registrations } = now.hand;
    await actingForShop(now.hand);
    begunWith = await entries();
    await registrations.begin('市场经营');
    await screen.type('经营场所', '青禾市禾光路 8 号');
    await screen.type('品牌或招牌', brand);
    await screen.type('主要产品或服务', '大米、面粉');
  };
  const toAttachments = async ({ screen, registrations }: Hand): Promise<void> => {
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await screen.sees('上传附件');
  };
  /** Up to the last page, with all of it in the draft. */
  const fillIn = async (brand: string): Promise<void> => {
    const { screen, registrations } = now.hand;
    await begin(brand);
    await toAttachments(now.hand);
    await registrations.next();
    await screen.sees('看一遍，再承诺');
    await screen.sees(/草稿已存/);
  };
  const tellsNothingOf = async (brand: string): Promise<void> => expect(JSON.stringify(await now.hand.stored())).not.toContain(brand);
  /** On another phone of the same person: the draft, at its first page. */
  const openElsewhere = async (): Promise<Hand> => {
    const there = await now.another();
    await actingForShop(there);
    await there.screen.open('/registration/pages/list/index');
    await there.screen.tap(/^市场经营，.*留到/);
    await there.screen.sees('看一遍，再承诺');
    for (const title of ['上传附件', '第 2 步', '第 1 步']) {
      await there.screen.tap('上一步');
      await there.screen.sees(title);
    }
    return there;
  };

  it('keeps a form from its first letter over a closed app, sealed, and saves it when there is one', async () => {
    const { screen, cut } = now.hand;
    await actingForShop(now.hand);
    await now.hand.registrations.begin('市场经营');
    await cut(wholeWay);
    await screen.type('品牌或招牌', '长庚米行');
    await screen.sees('没连上网，先加密存在这台手机上');
    await tellsNothingOf('长庚米行');
    await screen.comeBack();
    await screen.sees('没连上网，先加密存在这台手机上');
    expect(await screen.value('品牌或招牌')).toBe('长庚米行');
    await screen.open('/registration/pages/list/index');
    await cut(null);
    await screen.sees('只在这台手机上');
    await screen.tap(/^市场经营，.*留到/);
    await screen.sees('第 1 步');
    expect(await screen.value('品牌或招牌')).toBe('长庚米行');
    expect((await now.hand.stored()).filter(([key]) => key.includes('sealed-'))).toEqual([]);
  }, 120_000);

  it('sends what was signed without one, also when the app was closed meanwhile, once', async () => {
    const { screen, registrations, cut } = now.hand;
    await fillIn('长庚磨坊');
    await cut(wholeWay);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    await screen.sees('也可以关掉城信');
    await tellsNothingOf('长庚磨坊');
    await screen.comeBack();
    await screen.sees('还没发出去，连上网就发');
    expect(await entries()).toBe(begunWith);
    await cut(null);
    await screen.tap('现在再发一次');
    await screen.sees('收到了，正在核对');
    await isOne('长庚磨坊');
  }, 120_000);

  it('that loses the answer makes one of it, tapped again', async () => {
    const { screen, registrations, loseReplyOf } = now.hand;
    await fillIn('长庚粮店');
    await loseReplyOf(/\/registrations$/);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    expect(await entries()).toBe(begunWith + 1);
    await screen.tap('现在再发一次');
    await screen.sees('收到了，正在核对');
    await isOne('长庚粮店');
  }, 120_000);

  it('that loses the answer makes one of it, closed and opened again', async () => {
    const { screen, registrations, loseReplyOf } = now.hand;
    await fillIn('长庚油坊');
    await loseReplyOf(/\/registrations$/);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    await screen.comeBack();
    await screen.sees('收到了，正在核对');
    await isOne('长庚油坊');
  }, 120_000);

  it('that loses the answer to a save of the draft, before and while it is signed, makes one of it', async () => {
    const { screen, registrations, loseReplyOf } = now.hand;
    await begin('长庚面铺');
    await loseReplyOf(/\/drafts\//);
    await toAttachments(now.hand);
    await registrations.next();
    await screen.sees(/草稿已存/);
    await loseReplyOf(/\/drafts\//);
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await isOne('长庚面铺');
  }, 120_000);

  it('that is cut off before the draft and before the signature makes one of it', async () => {
    const { screen, registrations, cut } = now.hand;
    await begin('长庚酱园');
    await cut(/\/drafts\//);
    await toAttachments(now.hand);
    await registrations.next();
    await screen.sees('先加密存在这台手机上');
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await cut(null);
    await isOne('长庚酱园');
  }, 120_000);

  it('that loses a piece of an attachment, its beginning or its end sends each once', async () => {
    const { screen, registrations, loseReplyOf } = now.hand;
    const kept = async (): Promise<number> => {
      const [row] = await now.app.db.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM attachment');
      return Number(row?.n);
    };
    await begin('长庚糕点');
    await toAttachments(now.hand);
    const before = await kept();
    for (const [nth, lost] of [/\/attachments$/, /\/content$/, /\/end$/].entries()) {
      await loseReplyOf(lost);
      await registrations.attach([{ name: `${nth}.png`, bytes: readFileSync(files[nth] as string) }]);
      await screen.vanishes('.bar-why');
    }
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    expect((await kept()) - before).toBe(3);
    await isOne('长庚糕点');
  }, 120_000);

  it('that is put away as soon as a photo is sent has it in the draft, which another one opens', async () => {
    const { screen, registrations } = now.hand;
    await begin('长庚茶庄');
    await toAttachments(now.hand);
    await screen.sees(/草稿已存/);
    await registrations.attach([{ name: '茶庄.png', bytes: readFileSync(files[0] as string) }]);
    await screen.vanishes('.bar-why');
    await screen.sees(/草稿已存/);
    const there = await now.another();
    await actingForShop(there);
    await there.screen.open('/registration/pages/list/index');
    await there.screen.tap(/^市场经营，.*留到/);
    await there.screen.sees('上传附件');
    await there.screen.sees(screen.platform === 'weapp' ? '照片 1.png' : '茶庄.png');
  }, 120_000);

  it('and a second one with the same draft: both side by side, one stays, and what is typed after it was sent is not lost', async () => {
    const { screen, registrations } = now.hand;
    await fillIn('长庚醋坊');
    const there = await openElsewhere();
    await there.screen.type('品牌或招牌', '长庚老醋坊');
    await there.screen.sees(/草稿已存/);
    for (const title of ['上传附件', '第 2 步', '第 1 步']) {
      await screen.tap('上一步');
      await screen.sees(title);
    }
    await screen.type('品牌或招牌', '长庚新醋坊');
    await screen.sees('这份草稿在别的设备上改过');
    await screen.sees('长庚老醋坊');
    await screen.sees('长庚新醋坊');
    await screen.sees('换成那台设备上的');
    await screen.tap('留这台设备上的');
    await screen.sees(/草稿已存/);
    await toAttachments(now.hand);
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await there.screen.type('品牌或招牌', '长庚陈醋坊');
    await there.screen.sees('您在这台手机上填的都还在');
    await isOne('长庚新醋坊');
    expect(await received('长庚老醋坊')).toBe(0);
  }, 180_000);

  it('and a second one that both signed other words: one is taken, the other is told its number and keeps its words', async () => {
    const { screen, registrations, cut } = now.hand;
    await fillIn('长庚茶行');
    const there = await openElsewhere();
    await cut(wholeWay);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    await there.screen.type('品牌或招牌', '长庚新茶行');
    await toAttachments(there);
    await there.registrations.next();
    await there.registrations.promiseAndSubmit();
    await there.screen.sees('收到了，正在核对');
    await cut(null);
    await screen.tap('现在再发一次');
    await screen.sees('这份草稿已经提交过');
    await screen.sees(/登记号是 ZY\d{8}-\d{4}/);
    await isOne('长庚新茶行');
    expect(await received('长庚茶行')).toBe(0);
    await screen.sees(/点开看/);
    await screen.tap(/点开看$/);
    await screen.tap('存成一份新草稿，接着填');
    await screen.sees('长庚茶行');
  }, 180_000);
});

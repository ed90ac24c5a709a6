import { readFileSync } from 'node:fs';
import jsQR from 'jsqr';
import { pixelsOf } from '../support/camera';
import { journeys } from '../support/journey';
import { peopleOf } from '../support/people';

/** A photo is a photo by its content. */
const photo = (name: string) => ({ name, bytes: readFileSync('miniapp/src/static/tab-home.png') });
const shop = /青禾长庚食品有限公司/;

journeys('journey.registration', now => {
  /** WeChat gives photos no names: they are counted. */
  const nameOf = (name: string) => (now.hand.screen.platform === 'weapp' ? '照片 1.png' : name);
  const actingForShop = async () => {
    const { people, registrations } = now.hand;
    await people.signInAs('魏长庚');
    await registrations.actFor(shop);
  };
  const fillIn = async (brand: string) => {
    const { screen, registrations } = now.hand;
    await registrations.begin('市场经营');
    await screen.type('经营场所', '青禾市禾光路 8 号');
    await screen.type('品牌或招牌', brand);
    await screen.type('主要产品或服务', '大米、面粉');
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await screen.sees('上传附件');
  };

  it('registers what a shop does, once however often one taps, and withdraws it after a second yes', async () => {
    const { screen, registrations } = now.hand;
    await actingForShop();
    await registrations.begin('市场经营');
    await registrations.next();
    await screen.sees(/有 3 处要改/);
    await screen.sees('请填经营场所');
    await fillIn('长庚');
    await registrations.attach([photo('门店.png')]);
    await registrations.next();
    await screen.sees('看一遍，再承诺');
    await screen.sees('青禾市禾光路 8 号');
    await registrations.promiseAndSubmit();
    await screen.sees('收到了，正在核对');
    await screen.sees(/ZY\d{8}-\d{4}/);
    await screen.sees('本人自述：商户自己说的，没有人核对过');
    await screen.sees(nameOf('门店.png'));
    const sent = now.hand.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/registrations'));
    expect(sent).toHaveLength(1);

    await screen.tap(/^不登记了，撤下/);
    await screen.tap('确定撤下');
    await screen.sees('您已撤下这一条');
    await screen.tap(/^照这一条重新填/);
    await screen.sees('第 1 步');
    expect(await screen.value('品牌或招牌')).toBe('长庚');
    await screen.type('品牌或招牌', '长庚，不要了');
    await screen.sees(/草稿已存/);
    await screen.tap('删去这份草稿');
    await screen.confirm('删去');
    await screen.sees('您已撤下这一条');
    await screen.open('/registration/pages/list/index');
    await screen.sees('办完了的');
    expect(await screen.text()).not.toContain('接着填');
  }, 120_000);

  it('goes on with a draft after the app was left, with what was typed and what was sent', async () => {
    const { screen, registrations } = now.hand;
    await actingForShop();
    await fillIn('长庚二店');
    await registrations.attach([photo('二店.png')]);
    await screen.sees(/草稿已存/);
    await screen.open('/registration/pages/list/index');
    await screen.comeBack();
    await screen.tap(/^市场经营，.*留到/);
    await screen.sees('上传附件');
    await screen.sees(nameOf('二店.png'));
    await screen.tap('上一步');
    await screen.tap('上一步');
    expect(await screen.value('品牌或招牌')).toBe('长庚二店');
  }, 120_000);

  it('is kept without a network, says so, and is sent when there is one', async () => {
    const { screen, registrations } = now.hand;
    await actingForShop();
    await fillIn('长庚三店');
    await registrations.next();
    await screen.sees(/草稿已存/);
    await now.hand.setOnline(false);
    await registrations.promiseAndSubmit();
    await screen.sees('还没发出去，连上网就发');
    expect(JSON.stringify(await now.hand.stored())).not.toContain('长庚三店');
    await now.hand.setOnline(true);
    await screen.sees('收到了，正在核对');
  }, 120_000);

  it('finds a permit in the file by its number, and is verified by the agency without typing', async () => {
    const { screen, registrations } = now.hand;
    const city = peopleOf(now.app);
    const { ok } = await city.demo('serious_list_boss');
    const subjectId = (await ok('identity.read')).subjects.find(({ name }) => shop.test(name))?.subjectId ?? '';
    const { items } = await ok('profile.readSection', { params: { subjectId, sectionId: 'license' }, query: {} });
    await actingForShop();
    await registrations.begin('资质证照');
    await screen.type('证照编号', items[0]?.documentNo ?? '');
    await screen.tap('到我的档案里找这个编号');
    await screen.sees('在您的许可里找到了');
    await screen.tap('就用这一条');
    await screen.sees('用的是您档案里的许可');
    await registrations.next();
    await screen.sees('第 2 步');
    await registrations.next();
    await registrations.next();
    await registrations.promiseAndSubmit();
    await screen.sees(/部门核验/);
  }, 120_000);

  it('shows a customer the public page without signing in, and says of a wrong code that it is none', async () => {
    const { screen } = now.hand;
    await actingForShop();
    await screen.open('/registration/pages/list/index');
    await screen.tap(/^我的公开页/);
    await screen.sees('青禾长庚食品有限公司');
    const stranger = await now.another();
    await stranger.screen.open('/registration/pages/public/index?code=AAAAAAAAAAAAAAAA');
    expect(await stranger.screen.title()).toBe('没有这个公开页');
  }, 90_000);

  it('tells a person what it is and how to act for a merchant', async () => {
    const { screen, people } = now.hand;
    await people.signInAs('林清和');
    await screen.open('/registration/pages/list/index');
    expect(await screen.title()).toBe('这是商户自己登记的信用信息');
    await screen.sees('本人自述');
  }, 60_000);
});

journeys(
  'a poster',
  now => {
    it('is downloaded with the shop’s name, and its code leads a customer’s camera to the public page', async () => {
      const { screen, people, registrations } = now.hand;
      await people.signInAs('魏长庚');
      await registrations.actFor(shop);
      await screen.open('/registration/pages/poster/index');
      await screen.appears('.poster-picture');
      const { page } = now.browserPhone;
      const arriving = page.waitForEvent('download');
      await screen.tap('下载海报');
      const download = await arriving;
      expect(download.suggestedFilename()).toBe('青禾长庚食品有限公司（虚构）-公开页海报.png');
      await screen.sees('海报下载好了');
      const { data, width, height } = await pixelsOf(page, readFileSync(await download.path()));
      const url = jsQR(data, width, height)?.data ?? '';
      expect([width, height, url]).toEqual([900, 1272, expect.stringMatching(/\/m\/[\w-]{16}$/)]);
      expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toMatch(/^\/#\/registration\/pages\/public\/index\?code=/);
      const stranger = await now.another();
      await stranger.screen.open(`/registration/pages/public/index?code=${url.split('/').pop()}`);
      await stranger.screen.sees('青禾长庚食品有限公司');
      expect((await stranger.stored()).some(([key]) => key.includes('session'))).toBe(false);
    }, 90_000);
  },
  { on: ['h5'] },
);

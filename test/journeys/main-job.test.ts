import { join } from 'node:path';
import jsQR from 'jsqr';
import { openBrowser } from '../support/browser';
import { filmOf, pixelsOf } from '../support/camera';
import { h5Phone } from '../support/h5-hand';
import { journeys } from '../support/journey';

journeys('journey.mainJob', now => {
  it('signs in, reads the file down to one record, understands it and takes away a report that a stranger verifies', async () => {
    const { screen, people, file, reports } = now.hand;
    await people.signInAs('郑大寒');
    await file.openFromHome();
    expect(await screen.title()).toMatch(/^您的档案里有 \d+ 条记录$/);
    await file.openSection('行政处罚');
    expect(await screen.title()).toMatch(/^有 \d+ 条记录$/);
    await file.openFirstRecord();
    for (const words of ['这是什么意思', '为什么是这个日期', '下一步怎么办', '找谁', '数据时间']) await screen.sees(words);
    const slip = await screen.receiveFile('打开办事单，带去柜台');
    expect(slip.subarray(0, 5).toString()).toBe('%PDF-');

    await screen.open('/file/pages/self-check/index');
    expect(await screen.title()).toContain('需要留意');
    await screen.sees('下一步');

    await reports.request('租房', { recipient: '青禾安居租赁有限公司', allowNumbers: true });
    await reports.ready();
    const code = await reports.clerkCode();
    expect((await reports.pdf()).subarray(0, 5).toString()).toBe('%PDF-');

    const desk = await now.another();
    await desk.screen.open(await reports.handOver());
    expect(await desk.screen.title()).toBe('报告有效');
    await desk.screen.sees('郑*寒');
    await desk.screen.sees('青禾安居租赁有限公司');
    await desk.screen.type('持有人给您的 6 位码', code);
    await desk.screen.tap('看文书号');
    await desk.screen.sees(/第 \d+ 号/);

    await reports.revoke();
    expect(await screen.title()).toBe('您已撤回这份报告');
    await desk.screen.comeBack();
    expect(await desk.screen.title()).toBe('持有人已撤回');
  }, 120_000);

  it('says no to a code that was changed, and takes a pasted link', async () => {
    const { screen } = now.hand;
    await screen.open('/verify/pages/verify/index?code=AAAAAAAAAAAAAAAAAAAAAA');
    expect(await screen.title()).toBe('验不过，请不要采用');
    await screen.tap('换一个码再查');
    await screen.type('报告上的查验网址', '这不是网址');
    await screen.tap('查验');
    await screen.sees('这不是报告上的码');
  });
});

journeys(
  'journey.paper',
  now => {
    it('opens the verify page by the link of the code on the paper', async () => {
      const { people, reports, screen } = now.hand;
      await people.signInAs('林清和');
      await reports.request('租房');
      await reports.ready();
      await now.browserPhone.page.goto(await reports.verifyUrl());
      expect(await screen.title()).toBe('报告有效');
    }, 60_000);

    it('shows a code that another phone’s camera reads and finds valid', async () => {
      const { people, reports } = now.hand;
      const { page } = now.browserPhone;
      await people.signInAs('林清和');
      await reports.request('租房');
      await reports.ready();
      const seen = await pixelsOf(page, await page.locator('.qr:visible').first().screenshot());
      expect(jsQR(seen.data, seen.width, seen.height)?.data).toBe(await reports.verifyUrl());

      const film = join(now.app.config.dataDir, 'camera.y4m');
      await filmOf(film, seen);
      const browser = await openBrowser({ film });
      const clerk = await h5Phone(browser, now.app.url);
      await clerk.screen.open('/verify/pages/verify/index');
      await clerk.screen.tap('扫报告上的二维码');
      await clerk.screen.sees('报告有效');
      expect(clerk.faults()).toEqual([]);
      await browser.close();
    }, 90_000);

    it('says why there is no camera, and still takes the link', async () => {
      const { screen } = now.hand;
      await screen.open('/verify/pages/verify/index');
      await screen.tap('扫报告上的二维码');
      await screen.sees(/打不开相机|没有得到使用相机的允许/);
      await screen.tap('知道了');
      await screen.type('报告上的查验网址', '这不是网址');
      await screen.tap('查验');
      await screen.sees('这不是报告上的码');
    });
  },
  { on: ['h5'] },
);

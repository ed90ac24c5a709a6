import { findLeaks, makeNeedles } from '../support/find-leaks';
import { journeys } from '../support/journey';
import { placesOf } from '../support/pages/open-places';
import { peopleOf } from '../support/people';
import type { H5Screen } from '../support/screen/h5-screen';

journeys('journey.honest', now => {
  it('never draws a section that was not fetched as none, and fetches it alone when it is back', async () => {
    const { screen, people, file } = now.hand;
    await now.app.control('/faults', { upstream: 'credit', section: 'honor', kind: 'status', subject: 'clean' });
    await people.signInAs('林清和');
    await file.openFromHome();
    expect(await screen.title()).toMatch(/另有 1 类没取到$/);
    expect((await screen.textsOf('.gone')).join()).toContain('不表示没有记录');
    expect(await screen.textsOf('.sheet')).not.toContainEqual(expect.stringContaining('守信荣誉'));
    await now.app.control('/faults', undefined, 'DELETE');
    await screen.tap('再取一次守信荣誉');
    await screen.vanishes('.gone');
    expect(await screen.title()).toMatch(/^您的档案里有 \d+ 条记录$/);
  }, 60_000);

  it('checks the reads on the phone, keeps only a digest, and finds a row that was changed', async () => {
    const { screen, people, file, stored } = now.hand;
    await people.signInAs('林清和');
    await file.openFromHome();
    await screen.open('/ledger/pages/reads/index');
    await screen.sees(/^\d+ 条，一条不少$/);
    const kept = (await stored()).filter(([key]) => key.startsWith('ledger-head'));
    expect(kept).toHaveLength(1);
    const head = JSON.parse(kept[0]?.[1] ?? '') as { data?: object };
    expect(head.data ?? head).toEqual({ seq: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) });

    // The head that was seen before is the one that is there now.
    await screen.open('/ledger/pages/reads/index');
    await screen.sees(/^\d+ 条，一条不少$/);

    await now.app.db.run("UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE seq = 1");
    await screen.tap('再核对一次');
    await screen.sees('第 1 条被改过');
    expect(await screen.title()).toBe('有一条对不上');
    await screen.sees('告诉信用办');
  }, 60_000);

  it('leads from a read by oneself to the devices, and from one by somebody else to the office', async () => {
    const { screen, people, file } = now.hand;
    await people.signInAs('林清和');
    await file.openFromHome();
    await screen.open('/ledger/pages/reads/index');
    await screen.appears('.entry-label');
    const labels = await screen.textsOf('.entry-label');
    expect([...new Set(labels)]).toEqual(['为什么', '看了什么']);
    await screen.tap(/^不是您本人？/);
    await screen.sees(/台设备登录着/);
    await screen.open('/ledger/pages/reads/index');
    await screen.tap(/^不认得？问一问/);
    await screen.sees('关于“查询记录”这一页');
  }, 60_000);

  it('gives a help message a number and shows the answer of the office', async () => {
    const { screen: help, people } = now.hand;
    await people.signInAs('吴立夏');
    await help.open('/file/pages/self-check/index');
    await help.tap('投诉建议与帮助');
    await help.pick(/求助/);
    await help.type('想说什么', '罚款已经交了，为什么还在公示？');
    await help.tap('发送');
    await help.sees(/编号 TS\d{8}-\d{4}/);
    await help.sees('写在“自测”');
    await help.back();
    expect(await help.value('想说什么')).toBe('');
    const { messages } = await (await peopleOf(now.app).demo('penalty_general')).ok('help.list');
    await help.open(`/help/pages/message/index?messageId=${messages[0]?.messageId}`);
    await help.sees('写在“自测”');
    const number = /TS\d{8}-\d{4}/.exec(await help.text())?.[0];
    const forwarded = async () =>
      ((await now.app.control('/help-messages', undefined, 'GET')) as { messages: { zxbh: string }[] }).messages.some(
        one => one.zxbh === number,
      );
    for (let tries = 0; tries < 50 && !(await forwarded()); tries++) await new Promise(done => setTimeout(done, 200));
    await now.app.control('/help-answers', { number, text: '满 3 个月可以申请修复，免费。' });
    for (let tries = 0; tries < 20; tries++) {
      await help.comeBack();
      if ((await help.title()) === '信用办答复您了') break;
    }
    await help.sees('满 3 个月可以申请修复，免费。');
  }, 60_000);

  it('sends once however often one taps, and offline loses nothing that was typed', async () => {
    const { screen, people, reports, setOnline, requests } = now.hand;
    await people.signInAs('林清和');
    await screen.open('/report/pages/request/index');
    await screen.pick('租房');
    await screen.type('给谁看', '青禾安居');
    await setOnline(false);
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('手机没有连上网');
    expect(await screen.value('给谁看')).toBe('青禾安居');
    await setOnline(true);
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    await screen.tap('返回修改');
    expect(await screen.value('给谁看')).toBe('青禾安居');
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    await screen.tapMany('确认并开具');
    await reports.ready();
    expect(requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/reports'))).toHaveLength(1);
    await screen.open('/report/pages/list/index');
    expect(await screen.title()).toBe('您有 1 份报告可用');
  }, 60_000);

  it('renews an expired token once, silently, for all calls that wait', async () => {
    const { screen, people, requests } = now.hand;
    await people.signInAs('林清和');
    const renewals = () => requests().filter(({ path }) => path.endsWith('/sessions/renewal')).length;
    const before = renewals();
    now.app.clock.advance(20 * 60_000);
    await screen.open('/file/pages/overview/index');
    await screen.sees(/您的档案里有/);
    expect(renewals() - before).toBe(1);
    await screen.comeBack();
    await screen.sees(/您的档案里有/);
  }, 60_000);

  it('keeps nothing of a person on the phone', async () => {
    const people = peopleOf(now.app);
    const person = await people.person('penalty_serious');
    const { screen, stored } = now.hand;
    await now.hand.people.signInAs('郑大寒');
    for (const path of [
      '/file/pages/overview/index',
      '/file/pages/self-check/index',
      '/ledger/pages/reads/index',
      '/report/pages/list/index',
    ]) {
      await screen.open(path);
      await screen.title();
    }
    const kept = await stored();
    const keys = kept.map(([key]) => key.replace(/-[0-9a-f]{16}$/, ''));
    const credential = screen.platform === 'h5' ? ['csrf', 'cookie'] : ['renewal'];
    expect(keys.filter(key => ![...credential, 'city', 'display-size', 'ledger-head', 'taroWindow'].includes(key))).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['city', ...credential, 'ledger-head']));
    const needles = makeNeedles([person.document.idNumber, person.phone, person.bankCard], [person.document.name]);
    expect(kept.flat().flatMap(value => findLeaks(value, needles))).toEqual([]);
  }, 60_000);
});

journeys(
  'journey.everyPage',
  now => {
    it('shows the page again to somebody who goes back at once', async () => {
      const { screen, people } = now.hand;
      const { page } = screen as H5Screen;
      await people.signInAs('林清和');
      // A list of reads has nothing to ask about before the first read is written.
      await screen.open('/file/pages/overview/index');
      await screen.sees(/各部门的答复/);
      await screen.open('/ledger/pages/reads/index');
      await screen.tap(/^不是您本人？/);
      await page.waitForURL(/devices/);
      await page.goBack();
      // Longer than a page would slide in: what was begun on the way there must not end on the way back.
      await page.waitForTimeout(800);
      expect(await screen.title()).toMatch(/^您自己看了 \d+ 次/);
    }, 60_000);

    it('shows every page in the largest text without anything running out of the screen', async () => {
      const { screen, people } = await now.another({ size: 'largest' });
      const { page, top } = screen as H5Screen;
      await people.signInAs('演示·超长');
      const paths = await placesOf(now.app, 'shape_long');
      expect(paths.length).toBeGreaterThan(25);
      for (const path of paths) {
        await screen.open(path);
        // A new place after `#` loads nothing by itself: only a page loaded anew has an end of loading to wait for.
        await page.reload();
        await top.waitFor();
        await page.waitForLoadState('networkidle');
        expect([path, decodeURIComponent(new URL(page.url()).hash)]).toEqual([path, expect.stringContaining(path)]);
        const outside = await top.evaluate(root => {
          const element = root as unknown as {
            querySelectorAll(selector: string): Iterable<{ className: string; getBoundingClientRect(): { right: number; width: number } }>;
          };
          return [...element.querySelectorAll('*')]
            .filter(one => one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > 391)
            .map(one => String(one.className));
        });
        expect([path, (await screen.text()).trim().length > 20]).toEqual([path, true]);
        expect([path, outside.filter(name => !name.includes('paper-seal'))]).toEqual([path, []]);
      }
    }, 120_000);
  },
  { on: ['h5'] },
);

import { newPhone } from '../support/browser';
import { findLeaks, makeNeedles } from '../support/find-leaks';
import { journeys } from '../support/journey';
import { appPages } from '../support/pages/app-pages';
import { FilePages } from '../support/pages/file-pages';
import { PeoplePages } from '../support/pages/people-pages';
import { ReportPages } from '../support/pages/report-pages';
import { Screen } from '../support/pages/screen';
import { peopleOf } from '../support/people';

journeys('journey.honest', now => {
  /** What the pages that show one thing are opened with: a record, a report, a message and a binding of this person. */
  const idsOf = async (key: string): Promise<Record<string, string>> => {
    const { ok } = await peopleOf(now.app).demo(key);
    const params = { subjectId: (await ok('identity.read')).subjects.find(({ role }) => role === 'self')?.subjectId ?? '' };
    const { items } = await ok('profile.readSection', { params: { ...params, sectionId: 'penalty' }, query: {} });
    const { messageId } = await ok('help.send', { body: { kind: 'help', text: '字再大一些'.repeat(40), page: null } });
    const [orgCode = ''] = (await peopleOf(now.app).person('org_code_zero')).orgCodes;
    const { bindingId } = await ok('merchant.bind', { body: { orgCode, role: 'agent' } });
    const { reportId } = await ok('report.request', {
      params,
      body: {
        variant: 'full',
        purpose: 'rent',
        recipient: '长'.repeat(30),
        periodFrom: null,
        periodTo: null,
        domains: [],
        allowNumbers: true,
      },
    });
    return {
      '/file/pages/section/index': 'sectionId=penalty',
      '/file/pages/record/index': `sectionId=penalty&recordId=${items[0]?.recordId}`,
      '/report/pages/report/index': `reportId=${reportId}`,
      '/help/pages/message/index': `messageId=${messageId}`,
      '/account/pages/merchant-confirm/index': `bindingId=${bindingId}`,
    };
  };

  const signIn = (name: string) => new PeoplePages(now.phone.page, now.app.url).signInAs(name);

  it('never draws a section that was not fetched as none, and fetches it alone when it is back', async () => {
    const file = new FilePages(now.phone.page, now.app.url);
    await now.app.control('/faults', { upstream: 'credit', section: 'honor', kind: 'status', subject: 'clean' });
    await signIn('林清和');
    await file.openFromHome();
    expect(await file.title()).toMatch(/另有 1 类没取到$/);
    const gone = file.top.locator('.gone');
    expect(await gone.innerText()).toContain('不表示没有记录');
    expect(await file.top.locator('.sheet').allInnerTexts()).not.toContainEqual(expect.stringContaining('守信荣誉'));
    await now.app.control('/faults', undefined, 'DELETE');
    await file.tap('再取一次守信荣誉');
    await gone.waitFor({ state: 'detached' });
    expect(await file.title()).toMatch(/^您的档案里有 \d+ 条记录$/);
  }, 60_000);

  it('checks the reads on the phone, keeps only a digest, and finds a row that was changed', async () => {
    const reads = new Screen(now.phone.page, now.app.url);
    await signIn('林清和');
    await reads.open('/ledger/pages/reads/index');
    await reads.sees(/^\d+ 条，一条不少$/);
    const kept = await now.phone.page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('ledger-head')));
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0]?.[1] ?? '')).toEqual({ data: { seq: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) } });

    await now.app.db.run("UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE seq = 1");
    await reads.tap('再核对一次');
    await reads.sees('第 1 条被改过');
    expect(await reads.title()).toBe('有一条对不上');
    await reads.sees('告诉信用办');
  }, 60_000);

  it('gives a help message a number and shows the answer of the office', async () => {
    const help = new Screen(now.phone.page, now.app.url);
    await signIn('吴立夏');
    await help.open('/file/pages/self-check/index');
    await help.tap('投诉建议与帮助');
    await help.pick(/求助/);
    await help.type('想说什么', '罚款已经交了，为什么还在公示？');
    await help.tap('发送');
    await help.sees(/编号 TS\d{8}-\d{4}/);
    await help.sees('写在“自测”');
    const number = /TS\d{8}-\d{4}/.exec(await help.text())?.[0];
    const forwarded = async () =>
      ((await now.app.control('/help-messages', undefined, 'GET')) as { messages: { zxbh: string }[] }).messages.some(
        one => one.zxbh === number,
      );
    for (let tries = 0; tries < 50 && !(await forwarded()); tries++) await new Promise(done => setTimeout(done, 200));
    await now.app.control('/help-answers', { number, text: '满 3 个月可以申请修复，免费。' });
    for (let tries = 0; tries < 20; tries++) {
      await now.phone.page.reload();
      if ((await help.title()) === '信用办答复您了') break;
    }
    await help.sees('满 3 个月可以申请修复，免费。');
  }, 60_000);

  it('sends once however often one taps, and offline loses nothing that was typed', async () => {
    const { page, context } = now.phone;
    const reports = new ReportPages(page, now.app.url);
    await signIn('林清和');
    await reports.open('/report/pages/request/index');
    await reports.pick('租房');
    await reports.type('给谁看', '青禾安居');
    await context.setOffline(true);
    await reports.tap('下一步：看看有哪些内容');
    await reports.sees('手机没有连上网');
    expect(await reports.top.locator('.field input').first().inputValue()).toBe('青禾安居');
    await context.setOffline(false);
    await reports.tap('下一步：看看有哪些内容');
    await reports.sees('对方会看到这些');
    let asked = 0;
    page.on('request', request => {
      if (request.method() === 'POST' && /\/reports$/.test(request.url())) asked += 1;
    });
    await reports.button('确认并开具').evaluate(button => {
      for (let taps = 0; taps < 4; taps++) (button as { click(): void }).click();
    });
    await reports.ready();
    expect(asked).toBe(1);
    await reports.open('/report/pages/list/index');
    expect(await reports.title()).toBe('您有 1 份报告可用');
  }, 60_000);

  it('renews an expired token once, silently, for all calls that wait', async () => {
    const { page } = now.phone;
    const file = new FilePages(page, now.app.url);
    await signIn('林清和');
    let renewals = 0;
    page.on('request', request => {
      if (request.url().endsWith('/sessions/renewal')) renewals += 1;
    });
    now.app.clock.advance(20 * 60_000);
    await file.open('/file/pages/overview/index');
    await file.sees(/您的档案里有/);
    expect(renewals).toBe(1);
    await page.reload();
    await file.sees(/您的档案里有/);
  }, 60_000);

  it('keeps nothing of a person on the phone', async () => {
    const people = peopleOf(now.app);
    const person = await people.person('penalty_serious');
    await signIn('郑大寒');
    const screen = new Screen(now.phone.page, now.app.url);
    for (const path of [
      '/file/pages/overview/index',
      '/file/pages/self-check/index',
      '/ledger/pages/reads/index',
      '/report/pages/list/index',
    ]) {
      await screen.open(path);
      await screen.title();
    }
    const { values, keys } = await now.phone.page.evaluate(() => ({
      values: [localStorage, sessionStorage].flatMap(storage => Object.entries(storage).flat()).concat(document.cookie),
      keys: Object.keys(localStorage).map(key => key.replace(/-[0-9a-f]{16}$/, '')),
    }));
    expect(keys.filter(key => !['city', 'csrf', 'display-size', 'ledger-head', 'taroWindow'].includes(key))).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['city', 'csrf', 'ledger-head']));
    const needles = makeNeedles([person.document.idNumber, person.phone, person.bankCard], [person.document.name]);
    expect(values.flatMap(value => findLeaks(value, needles))).toEqual([]);
  }, 60_000);

  it('shows every page in the largest text without anything running out of the screen', async () => {
    const { page, context, errors } = await newPhone(now.browser, { size: 'largest' });
    const pages = new PeoplePages(page, now.app.url);
    await pages.signInAs(/以演示·超长登录/);
    const ids = await idsOf('shape_long');
    const paths = [
      ...appPages().map(path => (path in ids ? `${path}?${ids[path]}` : path)),
      ...['honor', 'judicial'].map(sectionId => `/file/pages/section/index?sectionId=${sectionId}`),
    ];
    expect(paths.length).toBeGreaterThan(25);
    for (const path of paths) {
      await pages.open(path);
      // A new place after `#` loads nothing by itself: only a page loaded anew has an end of loading to wait for.
      await page.reload();
      await pages.top.waitFor();
      await page.waitForLoadState('networkidle');
      expect([path, decodeURIComponent(new URL(page.url()).hash)]).toEqual([path, expect.stringContaining(path)]);
      const outside = await pages.top.evaluate(root => {
        const element = root as unknown as {
          querySelectorAll(selector: string): Iterable<{ className: string; getBoundingClientRect(): { right: number; width: number } }>;
        };
        return [...element.querySelectorAll('*')]
          .filter(one => one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > 391)
          .map(one => String(one.className));
      });
      expect([path, (await pages.text()).trim().length > 20]).toEqual([path, true]);
      expect([path, outside.filter(name => !name.includes('paper-seal'))]).toEqual([path, []]);
    }
    expect(errors).toEqual([]);
    await context.close();
  }, 120_000);
});

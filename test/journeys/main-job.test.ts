import { newPhone } from '../support/browser';
import { journeys } from '../support/journey';
import { FilePages } from '../support/pages/file-pages';
import { PeoplePages } from '../support/pages/people-pages';
import { ReportPages } from '../support/pages/report-pages';
import { Screen } from '../support/pages/screen';

journeys('journey.mainJob', now => {
  it('signs in, reads the file down to one record, understands it and takes away a report that a stranger verifies', async () => {
    const { app, browser, phone } = now;
    const people = new PeoplePages(phone.page, app.url);
    await people.signInAs('郑大寒');
    const file = new FilePages(phone.page, app.url);
    await file.openFromHome();
    expect(await file.title()).toMatch(/^您的档案里有 \d+ 条记录$/);
    await file.openSection('行政处罚');
    expect(await file.title()).toMatch(/^有 \d+ 条记录$/);
    await file.openFirstRecord();
    for (const words of ['这是什么意思', '为什么是这个日期', '下一步怎么办', '找谁', '数据时间']) await file.sees(words);
    const slip = await file.download('打开办事单，带去柜台');
    expect(slip.subarray(0, 5).toString()).toBe('%PDF-');

    await file.open('/file/pages/self-check/index');
    expect(await file.title()).toContain('需要留意');
    await file.sees('下一步');

    const reports = new ReportPages(phone.page, app.url);
    await reports.request('租房', { recipient: '青禾安居租赁有限公司', allowNumbers: true });
    await reports.ready();
    const code = await reports.clerkCode();
    const pdf = await reports.download('存成 PDF');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const verifyUrl = await reports.verifyUrl();

    const clerk = await newPhone(browser);
    const desk = new ReportPages(clerk.page, app.url);
    await clerk.page.goto(verifyUrl);
    expect(await desk.title()).toBe('报告有效');
    await desk.sees('郑*寒');
    await desk.sees('青禾安居租赁有限公司');
    await desk.type('持有人给您的 6 位码', code);
    await desk.tap('看文书号');
    await desk.sees(/第 \d+ 号/);

    await reports.revoke();
    expect(await reports.title()).toBe('您已撤回这份报告');
    await clerk.page.reload();
    expect(await desk.title()).toBe('持有人已撤回');
    expect(clerk.errors).toEqual([]);
    await clerk.context.close();
  }, 120_000);

  it('says no to a code that was changed, and takes a pasted link', async () => {
    const desk = new Screen(now.phone.page, now.app.url);
    await desk.open('/verify/pages/verify/index?code=AAAAAAAAAAAAAAAAAAAAAA');
    expect(await desk.title()).toBe('验不过，请不要采用');
    await desk.tap('换一个码再查');
    await desk.type('报告上的查验网址', '这不是网址');
    await desk.tap('查验');
    await desk.sees('这不是报告上的码');
  });
});

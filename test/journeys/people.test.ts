import { newPhone } from '../support/browser';
import { journeys } from '../support/journey';
import { PeoplePages } from '../support/pages/people-pages';
import { peopleOf } from '../support/people';

journeys('journey.people', now => {
  /** A newcomer on the phone of a person of the city, signed in by SMS, not verified yet. */
  const arrive = async (key: string, pages: PeoplePages) => {
    const people = peopleOf(now.app);
    const person = await people.person(key);
    await pages.signInByPhone(person.phone, () => people.smsCode(person.phone));
    await pages.sees('确认是您本人');
    return person;
  };

  it('signs in by phone and SMS code, and verifies by bank card', async () => {
    const pages = new PeoplePages(now.phone.page, now.app.url);
    const person = await arrive('clean', pages);
    await pages.fillPerson(person.document);
    await pages.pick('银行卡核验');
    await pages.type('银行卡号', person.bankCard);
    await pages.agreeAll();
    await pages.tap('核验');
    await pages.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('verifies a person of seventy, whose face never matches, by a code from the counter', async () => {
    const pages = new PeoplePages(now.phone.page, now.app.url);
    const person = await arrive('elder', pages);
    await pages.fillPerson(person.document);
    await pages.pick('人脸核验');
    await pages.agreeAll();
    await pages.tap('核验');
    await pages.top.locator('.page-problem').waitFor();
    await pages.pick('柜台核验码');
    await pages.type('柜台核验码', await peopleOf(now.app).counterCode('real_name', person.document.idNumber));
    await pages.tap('核验');
    await pages.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('verifies by face, the result being fetched by the server', async () => {
    const pages = new PeoplePages(now.phone.page, now.app.url);
    const person = await arrive('lawyer', pages);
    await pages.fillPerson(person.document);
    await pages.pick('人脸核验');
    await pages.agreeAll();
    await pages.tap('核验');
    await pages.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('binds a merchant at once for its legal representative, and an agent after he agrees in the app', async () => {
    const boss = new PeoplePages(now.phone.page, now.app.url);
    const code = await peopleOf(now.app).orgCode('m_serious_list');
    const person = await arrive('serious_list_boss', boss);
    await boss.fillPerson(person.document);
    await boss.pick('银行卡核验');
    await boss.type('银行卡号', person.bankCard);
    await boss.agreeAll();
    await boss.tap('核验');
    await boss.sees(/类信息，共 \d+ 条记录/);
    await boss.bind(code, '法定代表人或经营者');
    await boss.sees('正在以 青禾长庚食品有限公司');

    const other = await newPhone(now.browser);
    const agent = new PeoplePages(other.page, now.app.url);
    await agent.signInAs('方代文');
    await agent.bind(code, '经办人');
    await agent.sees('等法定代表人同意');

    await boss.open('/account/pages/merchants/index');
    await boss.sees('有 1 个经办人等您同意');
    await boss.tap('同意');
    await boss.confirm('同意');
    await boss.sees(/您能代表 \d+ 家商户/);

    await agent.open('/account/pages/acting/index');
    await agent.pick(/青禾长庚食品有限公司/);
    await agent.open('/file/pages/overview/index');
    await agent.sees(/^这份档案里有 \d+ 条记录/);
    await agent.sees('正在以 青禾长庚食品有限公司');
    expect(other.errors).toEqual([]);
    await other.context.close();
  }, 90_000);
});

import type { Hand } from '../support/hand';
import { journeys } from '../support/journey';
import { peopleOf } from '../support/people';

journeys('journey.people', now => {
  /** A newcomer on the phone of a person of the city, signed in by SMS, not verified yet. */
  const arrive = async (key: string, { screen, people }: Hand) => {
    const city = peopleOf(now.app);
    const person = await city.person(key);
    await people.signInByPhone(person.phone, () => city.smsCode(person.phone));
    await screen.sees('确认是您本人');
    return person;
  };

  it('signs in by phone and SMS code, and verifies by bank card', async () => {
    const { screen, people } = now.hand;
    const person = await arrive('clean', now.hand);
    await people.fillPerson(person.document);
    await screen.pick('银行卡核验');
    await screen.type('银行卡号', person.bankCard);
    await people.agreeAll();
    await screen.tap('核验');
    await screen.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('verifies a person of seventy, whose face never matches, by a code from the counter', async () => {
    const { screen, people } = now.hand;
    const person = await arrive('elder', now.hand);
    await people.fillPerson(person.document);
    await screen.pick('人脸核验');
    await people.agreeAll(2);
    await screen.tap('核验');
    await screen.appears('.page-problem');
    await screen.pick('柜台核验码');
    await screen.type('柜台核验码', await peopleOf(now.app).counterCode('real_name', person.document.idNumber));
    await screen.tap('核验');
    await screen.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('verifies by face, the result being fetched by the server', async () => {
    const { screen, people } = now.hand;
    const person = await arrive('lawyer', now.hand);
    const verify = async () => {
      await people.fillPerson(person.document);
      await screen.pick('人脸核验');
      await people.agreeAll(2);
      await screen.tap('核验');
    };
    await now.app.control('/people/lawyer', { face: 'pending' });
    await verify();
    await screen.sees('在等人脸核验的结果');
    await now.app.control('/people/lawyer', { face: 'passed' });
    await screen.comeBack();
    await verify();
    await screen.sees(/类信息，共 \d+ 条记录/);
  }, 60_000);

  it('binds a merchant at once for its legal representative, and an agent after he agrees in the app', async () => {
    const boss = now.hand;
    const code = await peopleOf(now.app).orgCode('m_serious_list');
    const person = await arrive('serious_list_boss', boss);
    await boss.people.fillPerson(person.document);
    await boss.screen.pick('银行卡核验');
    await boss.screen.type('银行卡号', person.bankCard);
    await boss.people.agreeAll();
    await boss.screen.tap('核验');
    await boss.screen.sees(/类信息，共 \d+ 条记录/);
    await boss.people.bind(code, '法定代表人或经营者');
    await boss.screen.sees('正在以 青禾长庚食品有限公司');

    const agent = await now.another();
    await agent.people.signInAs('方代文');
    await agent.people.bind(code, '经办人');
    await agent.screen.sees('等法定代表人同意');

    await boss.screen.open('/account/pages/merchants/index');
    await boss.screen.sees('有 1 个经办人等您同意');
    await boss.screen.tap('同意');
    await boss.screen.confirm('同意');
    await boss.screen.sees(/您能代表 \d+ 家商户/);

    await agent.screen.open('/account/pages/acting/index');
    await agent.screen.pick(/青禾长庚食品有限公司/);
    await agent.screen.open('/file/pages/overview/index');
    await agent.screen.sees(/^这份档案里有 \d+ 条记录/);
    await agent.screen.sees('正在以 青禾长庚食品有限公司');
  }, 90_000);
});

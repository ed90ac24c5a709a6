import { merchantProblems } from '../../bff/contract/merchant/problems';
import { startTestApp, type TestApp } from '../support/app';
import { type People, type Phone, peopleOf } from '../support/people';

let app: TestApp;
let city: People;
beforeAll(async () => {
  app = await startTestApp({ background: false });
  city = peopleOf(app);
}, 60_000);
afterAll(() => app.close());

const minuteMs = 60_000;
const absent = '019ab3c4-0000-7000-8000-000000000000';
const bind = async (merchant: string, role: 'legal_representative' | 'agent') => ({
  body: { orgCode: await city.orgCode(merchant), role },
});
const acts = async (phone: Phone, subjectId: string): Promise<number> =>
  (await phone.call('profile.read', { params: { subjectId } })).status;
const titles = async (phone: Phone): Promise<string[]> => (await phone.ok('notice.list')).notices.map(({ title }) => title);
const bound = async (phone: Phone, bindingId: string) =>
  (await phone.ok('merchant.list')).bindings.find(binding => binding.bindingId === bindingId);
const representativeOf = async (phone: Phone) =>
  (await phone.ok('merchant.list')).bindings.find(({ role }) => role === 'legal_representative');

const until = async (done: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 50; tries++) {
    if (await done()) return;
    await new Promise(next => setTimeout(next, 100));
  }
  throw new Error('it did not come true within 5 s');
};

describe('merchant.bind', () => {
  it('binds the registered legal representative at once', async () => {
    const phone = await city.demo('penalty_minor');
    await phone.refused('merchant.not_representative', 'merchant.bind', await bind('m_code_zero', 'legal_representative'));
    const owner = await city.demo('org_code_zero');
    const binding = await representativeOf(owner);
    expect(binding).toMatchObject({ state: 'active', orgType: 'enterprise', endsOn: null });
    expect(await acts(owner, binding?.subjectId ?? '')).toBe(200);
    expect(await acts(phone, binding?.subjectId ?? '')).toBe(404);
  });

  it.each([
    ['m_shop', 'shop_owner', 'sole_trader'],
    ['m_cooperative', 'rural', 'cooperative'],
    ['m_association', 'association_head', 'social_org'],
    ['m_institution', 'institution_head', 'public_institution'],
  ])('knows what kind %s is', async (_merchant, head, orgType) => {
    expect(await representativeOf(await city.demo(head))).toMatchObject({ orgType, state: 'active' });
  });

  it('names the wrong place of a code, and tells an unknown one', async () => {
    const phone = await city.demo('penalty_minor');
    const code = await city.orgCode('m_shop');
    const wrong = code.slice(0, 17) + (code.endsWith('1') ? '2' : '1');
    const { problem } = await phone.refused('merchant.code_wrong', 'merchant.bind', { body: { orgCode: wrong, role: 'agent' } });
    expect(problem.errors).toEqual([{ pointer: '/orgCode', detail: '第 18 位对不上' }]);
    await phone.refused('merchant.unknown', 'merchant.bind', { body: { orgCode: '91350100M000100Y43', role: 'agent' } });
  });

  it('makes one binding of two phones that ask at once', async () => {
    const phone = await city.demo('penalty_general');
    const wish = await bind('m_shop', 'agent');
    const answers = await Promise.all([1, 2, 3].map(() => phone.call('merchant.bind', wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await phone.refused('merchant.already_bound', 'merchant.bind', wish);
    expect((await phone.ok('merchant.list')).bindings).toHaveLength(1);
  });

  it('is for verified people', async () => {
    const phone = await city.newcomer('lawyer');
    await phone.refused('identity.required', 'merchant.bind', await bind('m_shop', 'agent'));
  });
});

describe('an agent', () => {
  it('acts after the representative agreed in the app, and both are told', async () => {
    const [owner, agent] = [await city.demo('shop_owner'), await city.demo('agent')];
    const { bindingId, subjectId, state } = await agent.ok('merchant.bind', await bind('m_shop', 'agent'));
    expect(state).toBe('pending');
    expect(await acts(agent, subjectId)).toBe(404);
    expect(await titles(owner)).toContain('有人申请作经办人');
    const { requests } = await owner.ok('merchant.list');
    expect(requests.find(request => request.bindingId === bindingId)).toMatchObject({ agentMaskedName: '方*文' });
    await agent.refused('merchant.binding_not_found', 'merchant.decide', { params: { bindingId }, body: { agree: true } });
    await owner.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
    expect(await acts(agent, subjectId)).toBe(200);
    expect([await titles(owner), await titles(agent)].every(told => told.includes('经办人绑定已生效'))).toBe(true);
    await owner.refused('merchant.binding_closed', 'merchant.decide', { params: { bindingId }, body: { agree: false } });

    const agentsOf = async (phone: Phone) => (await phone.ok('merchant.list')).agents.map(one => one.bindingId);
    expect([await agentsOf(owner), await agentsOf(agent)]).toEqual([[bindingId], []]);
    await owner.ok('merchant.end', { params: { bindingId } });
    expect(await agentsOf(owner)).toEqual([]);
    expect(await acts(agent, subjectId)).toBe(404);
    expect(await bound(agent, bindingId)).toMatchObject({ state: 'ended', endedReason: '法定代表人结束' });
    expect([await titles(owner), await titles(agent)].every(told => told.includes('商户绑定已结束'))).toBe(true);
  });

  it('does not act after the representative refused', async () => {
    const [owner, agent] = [await city.demo('association_head'), await city.demo('agent')];
    const { bindingId, subjectId } = await agent.ok('merchant.bind', await bind('m_association', 'agent'));
    await owner.ok('merchant.decide', { params: { bindingId }, body: { agree: false } });
    expect(await acts(agent, subjectId)).toBe(404);
    expect(await bound(agent, bindingId)).toMatchObject({ state: 'refused', endedReason: '法定代表人没有同意' });
  });

  it('acts after a code from the phone the register has, which nobody here sees', async () => {
    const agent = await city.demo('agent');
    const { bindingId, subjectId } = await agent.ok('merchant.bind', await bind('m_cooperative', 'agent'));
    const owner = await city.person('rural');
    const { maskedPhone } = await agent.ok('merchant.sendSmsCode', { params: { bindingId } });
    expect(maskedPhone).toBe(`${owner.phone.slice(0, 3)}****${owner.phone.slice(-4)}`);
    await agent.refused('merchant.sms_too_often', 'merchant.sendSmsCode', { params: { bindingId } });
    const code = await city.smsCode(owner.phone);
    const other = code === '000000' ? '000001' : '000000';
    await agent.refused('merchant.sms_code_wrong', 'merchant.confirm', { params: { bindingId }, body: { by: 'sms', code: other } });
    const stranger = await city.demo('clean');
    await stranger.refused('merchant.binding_not_found', 'merchant.confirm', { params: { bindingId }, body: { by: 'sms', code } });
    await agent.ok('merchant.confirm', { params: { bindingId }, body: { by: 'sms', code } });
    expect(await acts(agent, subjectId)).toBe(200);
    await agent.refused('merchant.binding_closed', 'merchant.confirm', { params: { bindingId }, body: { by: 'sms', code } });
  });

  it('guesses at no more codes and writes to no more representatives than a day allows, however often it asks anew', async () => {
    const guesser = await city.demo('passport');
    const owner = await city.person('association_head');
    const ask = async () => (await guesser.ok('merchant.bind', await bind('m_association', 'agent'))).bindingId;
    const { sms: before } = (await app.control('/sms', undefined, 'GET')) as { sms: { phone: string }[] };
    const answers: (string | undefined)[] = [];
    let asked = 0;
    for (; asked < 7; asked++) {
      const bindingId = await ask();
      const sent = await guesser.call('merchant.sendSmsCode', { params: { bindingId } });
      if (sent.status === 200) {
        const code = (await city.smsCode(owner.phone)) === '000000' ? '000001' : '000000';
        const guess = () => guesser.call('merchant.confirm', { params: { bindingId }, body: { by: 'sms', code } });
        answers.push((await guess()).problem.code, (await guess()).problem.code);
      }
      await guesser.ok('merchant.end', { params: { bindingId } });
    }
    expect(answers.slice(0, 6)).toEqual([...Array(5).fill('merchant.sms_code_wrong'), 'identity.too_many_attempts']);

    for (; asked < 20; asked++) await guesser.ok('merchant.end', { params: { bindingId: await ask() } });
    await guesser.refused('identity.too_many_attempts', 'merchant.bind', await bind('m_association', 'agent'));

    // From another account an hour later, and again: the representative's day is over.
    for (const key of ['clean', 'elder', 'org_code_zero']) {
      app.clock.advance(3_600_000 + 1000);
      const other = await city.demo(key);
      for (let n = 0; n < 4; n++) {
        const { bindingId } = await other.ok('merchant.bind', await bind('m_association', 'agent'));
        await other.call('merchant.sendSmsCode', { params: { bindingId } });
        await other.ok('merchant.end', { params: { bindingId } });
      }
    }
    const { sms } = (await app.control('/sms', undefined, 'GET')) as { sms: { phone: string }[] };
    const to = (messages: { phone: string }[]) => messages.filter(({ phone }) => phone === owner.phone).length;
    expect(to(sms) - to(before)).toBe(10);
  });

  it('acts after a counter code for this very merchant, until the agent itself ends it', async () => {
    const agent = await city.demo('lawyer');
    const { bindingId, subjectId } = await agent.ok('merchant.bind', await bind('m_institution', 'agent'));
    const forOther = await city.counterCode('agent', await city.orgCode('m_shop'));
    const confirm = (code: string) => ({ params: { bindingId }, body: { by: 'counter_code' as const, code } });
    await agent.refused('merchant.counter_code_wrong', 'merchant.confirm', confirm(forOther));
    await agent.ok('merchant.confirm', confirm(await city.counterCode('agent', await city.orgCode('m_institution'))));
    expect(await acts(agent, subjectId)).toBe(200);
    await agent.ok('merchant.end', { params: { bindingId } });
    expect(await acts(agent, subjectId)).toBe(404);
    await agent.refused('merchant.binding_closed', 'merchant.end', { params: { bindingId } });
  });

  it('may guess five counter codes a day', async () => {
    const agent = await city.demo('penalty_unclassed');
    const { bindingId } = await agent.ok('merchant.bind', await bind('m_institution', 'agent'));
    const wish = { params: { bindingId }, body: { by: 'counter_code' as const, code: '00000000' } };
    const answers = await Promise.all(Array.from({ length: 7 }, () => agent.call('merchant.confirm', wish)));
    expect(answers.filter(({ problem }) => problem.code === 'identity.too_many_attempts')).toHaveLength(2);
  });

  it('acts for a year', async () => {
    const agent = await city.demo('repaired');
    const { bindingId, subjectId } = await agent.ok('merchant.bind', await bind('m_shop', 'agent'));
    const owner = await city.demo('shop_owner');
    await owner.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
    app.clock.advance(365 * 24 * 60 * minuteMs);
    const lastDay = await city.demo('repaired');
    expect(await acts(lastDay, subjectId)).toBe(200);
    app.clock.advance(24 * 60 * minuteMs);
    const dayAfter = await city.demo('repaired');
    expect(await acts(dayAfter, subjectId)).toBe(404);
  });

  it('is told when the register has no phone', async () => {
    const agent = await city.demo('unknown_category');
    const { bindingId, subjectId } = await agent.ok('merchant.bind', await bind('m_serious_list', 'agent'));
    await app.db.run('UPDATE subject SET platformRef = ? WHERE id = ?', ['Mgone', subjectId]);
    await agent.refused('merchant.no_registered_phone', 'merchant.sendSmsCode', { params: { bindingId } });
  });
});

describe('a legal representative who is not one any more', () => {
  /** Bound while the register still named them: that is how the database looks after a change. */
  const boundBefore = async (key: string, merchant: string, checkedAt: string | null) => {
    const now = await city.demo('legal_rep_new');
    const { subjectId } = (await representativeOf(now)) ?? { subjectId: '' };
    const phone = await city.demo(key);
    const [own] = await app.db.query<{ id: string; personId: string }>(
      'SELECT c.id AS id, c.personId AS personId FROM citizen c JOIN session s ON s.citizenId = c.id ORDER BY s.createdAt DESC, s.id DESC LIMIT 1',
    );
    const bindingId = `019ab3c4-0000-7000-8000-${merchant.padStart(12, '0')}`;
    await app.db.run(
      `INSERT INTO merchant_binding (id, citizenId, personId, merchantId, role, state, requestedAt, checkedAt, liveKey)
       VALUES (?, ?, ?, ?, 'legal_representative', 'active', ?, ?, ?)`,
      [bindingId, own?.id ?? '', own?.personId ?? '', subjectId, app.clock.now().toISOString(), checkedAt, `${own?.id}:${subjectId}`],
    );
    return { phone, subjectId, bindingId };
  };

  it('is refused at the next call, the binding ends with its reason, and the person is told', async () => {
    const { phone, subjectId, bindingId } = await boundBefore('legal_rep_old', '1', null);
    expect(await acts(phone, subjectId)).toBe(404);
    expect(await bound(phone, bindingId)).toMatchObject({ state: 'ended', endedReason: '登记的法定代表人已不是您' });
    expect(await titles(phone)).toContain('商户绑定已结束');
  });

  it('acts no longer than five minutes after the last check, or until the platform tells of a change', async () => {
    const { phone, subjectId } = await boundBefore('legal_rep_old', '2', app.clock.now().toISOString());
    expect(await acts(phone, subjectId)).toBe(200);
    app.clock.advance(5 * minuteMs);
    expect(await acts(phone, subjectId)).toBe(404);
    const again = await boundBefore('penalty_minor', '3', app.clock.now().toISOString());
    expect(await acts(again.phone, again.subjectId)).toBe(200);
    await app.control('/changes', { subject: 'm_changed_head', section: 'basics', kind: 'corrected' });
    await until(async () => (await acts(again.phone, again.subjectId)) === 404);
  });

  it('acts on for an hour while the register is away, then not', async () => {
    const owner = await city.demo('org_code_zero');
    const { subjectId } = (await representativeOf(owner)) ?? { subjectId: '' };
    expect(await acts(owner, subjectId)).toBe(200);
    await app.control('/faults', { endpoint: 'credit.representative', kind: 'status' });
    app.clock.advance(10 * minuteMs);
    expect(await acts(owner, subjectId)).toBe(200);
    app.clock.advance(60 * minuteMs);
    const later = await city.demo('org_code_zero');
    const { status, problem } = await later.call('profile.read', { params: { subjectId } });
    expect([status, problem.code]).toEqual([503, 'platform.unavailable']);
    await app.control('/faults', undefined, 'DELETE');
    expect(await acts(later, subjectId)).toBe(200);
  });
});

describe('other people’s bindings', () => {
  it('answer like none', async () => {
    const [owner, stranger] = [await city.demo('org_code_zero'), await city.demo('clean')];
    const { bindingId } = (await representativeOf(owner)) ?? { bindingId: '' };
    for (const [name, body] of [
      ['merchant.end', undefined],
      ['merchant.sendSmsCode', undefined],
      ['merchant.decide', { agree: true }],
      ['merchant.confirm', { by: 'sms', code: '123456' }],
    ] as const) {
      const [a, b] = await Promise.all(
        [bindingId, absent].map(id => stranger.refused('merchant.binding_not_found', name, { params: { bindingId: id }, body } as never)),
      );
      expect({ ...a?.problem, requestId: '' }).toEqual({ ...b?.problem, requestId: '' });
    }
  });
});

describe('the problems of merchant', () => {
  it('are all reached above', () => city.expectReached(merchantProblems));
});

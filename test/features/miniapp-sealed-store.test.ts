import { json, type Phone, startPhone } from '../support/phone';

let phone: Phone;
/** Session id → key, of the account that is signed in. */
let mine: Map<string, string>;

jest.mock('@tarojs/taro', () => ({
  __esModule: true,
  get default() {
    return phone.taro.default;
  },
}));

const first = '01900000-0000-7000-8000-00000000000a';
const second = '01900000-0000-7000-8000-00000000000b';
const keyOf = (sessionId: string): string => (sessionId === first ? '1f' : '2e').repeat(32);
const form = { typed: { name: '王小明 Café 𠮷', number: '91330100MA00000001' }, step: 2 };
const dayMs = 24 * 3600_000;

/** The app, fresh as after a launch; the storage stays. */
const launch = async (sessionId = first) => {
  jest.resetModules();
  process.env.TARO_ENV = 'weapp';
  const session = await import('../../miniapp/src/shared/session');
  const values = await import('../../miniapp/src/shared/sealed-values');
  const store = await import('../../miniapp/src/registration/sealed-store');
  const enter = (id: string) => {
    mine.set(id, keyOf(id));
    return session.beginSession({
      accessToken: 'a',
      expiresInSec: 900,
      renewalToken: 'r',
      verified: true,
      csrfToken: null,
      sessionId: id,
      phoneKey: keyOf(id),
    });
  };
  await enter(sessionId);
  return { ...session, ...values, ...store, enter };
};
const lying = (): string => JSON.stringify([...phone.storage]);

beforeEach(async () => {
  mine = new Map();
  phone = await startPhone((request, reply) => {
    const key = mine.get(/sessions\/(.+)\/phone-key$/.exec(request.url ?? '')?.[1] ?? '');
    json(reply, key ? 200 : 404, key ? { phoneKey: key } : { status: 404, code: 'session.not_found', title: '' });
  });
});
afterEach(() => phone.close());

describe('sealed-store', () => {
  it('gives back what was kept, and the storage shows nothing of it', async () => {
    const { keepSealed, openSealed } = await launch();
    expect(await keepSealed('draft', 'one', form)).toBe(true);
    expect(openSealed('draft', 'one')).toEqual(form);
    for (const clear of ['王小明', '91330100MA00000001', Buffer.from('王小明').toString('hex'), 'typed', keyOf(first)])
      expect(lying()).not.toContain(clear);
  });

  it('opens after a restart under the key told again', async () => {
    await (await launch()).keepSealed('draft', 'one', form);
    const { openSealed, listSealed } = await launch();
    expect(openSealed('draft', 'one')).toEqual(form);
    expect(listSealed('draft')).toEqual([{ id: 'one', value: form }]);
    expect(listSealed('waiting')).toEqual([]);
  });

  it('stays shut in a new session of the same account until its key was told, and is not lost without a network', async () => {
    const app = await launch();
    await app.keepSealed('draft', 'one', form);
    app.endSession('登录已过期', false);
    await app.enter(second);
    expect(app.openSealed('draft', 'one')).toBeNull();
    phone.unplug();
    await app.unlockSealed();
    expect(app.openSealed('draft', 'one')).toBeNull();
    phone.plug();
    await app.unlockSealed();
    expect(app.openSealed('draft', 'one')).toEqual(form);
  }, 15_000);

  it('is taken off the phone when another account signs in there', async () => {
    const app = await launch();
    await app.keepSealed('draft', 'one', form);
    app.endSession('登录已过期', false);
    mine.clear();
    await app.enter(second);
    await app.unlockSealed();
    expect(app.openSealed('draft', 'one')).toBeNull();
    expect(app.sealedNames()).toEqual([]);
  });

  it('is gone when the person signs out, also what was being written', async () => {
    const app = await launch();
    await app.keepSealed('draft', 'one', form);
    const late = app.keepSealed('draft', 'two', form);
    app.endSession(null, true);
    expect(await late).toBe(false);
    expect(app.sealedNames()).toEqual([]);
    expect(await app.keepSealed('draft', 'one', form)).toBe(false);
  });

  it('opens nothing that was changed or put in another’s place', async () => {
    const { keepSealed, openSealed, listLost, dropSealed } = await launch();
    await keepSealed('draft', 'one', form);
    await keepSealed('draft', 'two', { other: true });
    const one = phone.storage.get('sealed-draft-one') as { sealed: string };
    phone.storage.set('sealed-draft-two', one);
    expect(openSealed('draft', 'two')).toBeNull();
    phone.storage.set('sealed-draft-one', { ...one, sealed: `${one.sealed.slice(0, -1)}${one.sealed.endsWith('0') ? '1' : '0'}` });
    expect(openSealed('draft', 'one')).toBeNull();
    expect(listLost('draft').sort()).toEqual(['one', 'two']);
    await dropSealed('draft', 'one');
    expect(listLost('draft')).toEqual(['two']);
  });

  it('tells of what a key that is another one now no longer opens', async () => {
    await (await launch()).keepSealed('waiting', 'one', form);
    const app = await launch(second);
    expect(app.listLost('waiting')).toEqual([]);
    mine.set(first, keyOf(second));
    await app.unlockSealed();
    expect(app.openSealed('waiting', 'one')).toBeNull();
    expect(app.listLost('waiting')).toEqual(['one']);
  });

  it('keeps the newest of two at once, and drops after what was written before', async () => {
    const { keepSealed, openSealed, dropSealed } = await launch();
    await Promise.all([keepSealed('draft', 'one', { n: 1 }), keepSealed('draft', 'one', { n: 2 })]);
    expect(openSealed('draft', 'one')).toEqual({ n: 2 });
    await Promise.all([keepSealed('draft', 'one', { n: 3 }), dropSealed('draft', 'one')]);
    expect(openSealed('draft', 'one')).toBeNull();
  });

  it('lets a draft go after 30 days and what a submission said after 35, and not before', async () => {
    const { keepSealed, sealedNames, unlockSealed, listLost } = await launch();
    await keepSealed('draft', 'one', form);
    await keepSealed('waiting', 'one', form);
    const leftAfter = async (days: number) => {
      const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + days * dayMs + 5_000);
      await unlockSealed();
      clock.mockRestore();
      return [...sealedNames()].sort();
    };
    expect(await leftAfter(29)).toEqual(['draft-one', 'waiting-one']);
    expect(await leftAfter(30)).toEqual(['waiting-one']);
    expect(await leftAfter(34)).toEqual(['waiting-one']);
    expect(await leftAfter(35)).toEqual(['waiting-one']);
    expect(listLost('waiting')).toEqual(['one']);
    expect(phone.storage.get('sealed-waiting-one')).toMatchObject({ sealed: '' });
  });

  it('refuses what a phone cannot hold', async () => {
    const { keepSealed, openSealed } = await launch();
    expect(await keepSealed('draft', 'one', { text: 'x'.repeat(500_000) })).toBe(false);
    expect(openSealed('draft', 'one')).toBeNull();
  });
});

import type { CallInput } from '../../bff/contract/types';
import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { appPages } from '../support/pages/app-pages';
import { peopleOf } from '../support/people';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { expectKept, keysOn } from './words/kept';
import { asked, atHold, atRest, spoken } from './words/spoken';

/**
 * Every page, word for word as a screen reader finds it, against what is kept in `words/`. A change of words on purpose is written anew by
 * `WRITE_WORDS=1 npx jest test/weapp/words`, and read in the difference.
 */
type SectionId = CallInput<'profile.readSection'>['params']['sectionId'];
const today = '2026-11-20T02:00:00.000Z';

let app: TestApp;
let taken: WeappPhone[];
let phone: WeappPhone;
let hand: Hand;
let told: string[];
/** Requests that were told of. */
let heard: number;
/** Keys on the phone that were told of. */
let keys: string;

const takePhone = async (): Promise<void> => {
  phone = await weappPhone(app);
  heard = 0;
  keys = '';
  taken.push(phone);
  hand = handOf(phone);
};

beforeAll(async () => {
  app = await startTestApp({ at: today });
}, 120_000);
afterAll(() => app?.close());
beforeEach(async () => {
  taken = [];
  told = [];
  await takePhone();
});
afterEach(async () => {
  for (const one of taken) await one.close();
  expect(taken.flatMap(one => one.faults())).toEqual([]);
});

/** A record needs one; what a demo person agreed to at one instant has no order; a checkpoint is made some time within a minute. */
const apart = /\/(record|consents|ledger)\//;

const tell = async (what: string): Promise<void> => {
  const words = await atRest(phone.host);
  const now = await keysOn(phone);
  told.push(`== ${what}`, ...words, ...asked(phone.host, heard).map(line => `> ${line}`), ...(now === keys ? [] : [`手机里：${now}`]), '');
  heard = phone.host.phone.requests.length;
  keys = now;
};
const walk = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    await hand.screen.open(path);
    await tell(path.replace(/=[\w.-]{16,}/g, '=〈号〉'));
  }
};

/** A report for renting, with nothing chosen that need not be. */
const wish = {
  variant: 'full' as const,
  purpose: 'rent',
  recipient: null,
  periodFrom: null,
  periodTo: null,
  domains: [],
  allowNumbers: false,
};

const own = async (key: string) => {
  const { ok, call } = await peopleOf(app).demo(key);
  return { ok, call, subjectId: (await ok('identity.read')).subjects.find(({ role }) => role === 'self')?.subjectId ?? '' };
};

/** Overview, self-check, and of each kind that has records its list and the first two. */
const filePathsOf = async (key: string, sectionIds: readonly SectionId[]): Promise<string[]> => {
  const { call, subjectId } = await own(key);
  const paths = ['/tabs/home/index', '/file/pages/overview/index', '/file/pages/self-check/index'];
  for (const sectionId of sectionIds) {
    paths.push(`/file/pages/section/index?sectionId=${sectionId}`);
    const { status, body } = await call('profile.readSection', { params: { subjectId, sectionId }, query: {} });
    for (const { recordId } of status === 200 ? body.items.slice(0, 2) : [])
      paths.push(`/file/pages/record/index?sectionId=${sectionId}&recordId=${recordId}`);
  }
  return paths;
};

it('to somebody who has not signed in', async () => {
  await walk(appPages());
  await phone.setOnline(false);
  await walk(['/tabs/home/index', '/account/pages/sign-in/index', '/verify/pages/verify/index?code=AAAAAAAAAAAAAAAAAAAAAA']);
  expectKept('signed-out', told);
}, 120_000);

it('of files that are whole, repaired, old or not to be had', async () => {
  const files: readonly (readonly [name: string, key: string, sections: readonly SectionId[]])[] = [
    ['林清和', 'clean', ['honor', 'license']],
    ['邵复青', 'repaired', ['penalty']],
    ['吴立夏', 'penalty_general', ['penalty']],
    ['蒋断桥', 'sections_fail', ['license']],
    ['蒋陈年', 'sections_stale', ['penalty']],
  ];
  for (const [name, key, sections] of files) {
    await hand.people.signInAs(name);
    await walk(await filePathsOf(key, sections));
    await hand.screen.open('/report/pages/request/index');
    await hand.screen.pick('租房');
    await hand.screen.tap('下一步：看看有哪些内容');
    await hand.screen.sees('对方会看到这些');
    await tell('what a report would show');
    await takePhone();
  }
  expectKept('files', told);
}, 120_000);

it('of one who is signed in, with a report, a message, a shop and a device', async () => {
  const { people, screen, reports } = hand;
  await people.signInAs('郑大寒');
  const { ok, subjectId } = await own('penalty_serious');
  const { messageId } = await ok('help.send', { body: { kind: 'help', text: '字再大一些', page: '自测' } });
  const [orgCode = ''] = (await peopleOf(app).person('org_code_zero')).orgCodes;
  const { bindingId } = await ok('merchant.bind', { body: { orgCode, role: 'agent' } });
  await reports.request('租房', { recipient: '青禾安居', allowNumbers: true });
  await reports.ready();
  const { reports: made } = await ok('report.list', { params: { subjectId } });
  const given: Record<string, string> = {
    '/file/pages/section/index': 'sectionId=penalty',
    '/report/pages/report/index': `reportId=${made[0]?.reportId}`,
    '/help/pages/message/index': `messageId=${messageId}`,
    '/account/pages/merchant-confirm/index': `bindingId=${bindingId}`,
  };
  await walk(appPages().flatMap(path => (apart.test(path) ? [] : [path in given ? `${path}?${given[path]}` : path])));
  const card = await (async () => {
    await screen.open(`/report/pages/report/index?reportId=${made[0]?.reportId}`);
    return screen.receiveCard('转给对方查验');
  })();
  await walk([card]);
  await phone.setOnline(false);
  await walk(['/tabs/me/index', '/file/pages/overview/index', '/report/pages/list/index', '/account/pages/devices/index']);
  expectKept('signed-in', told);
}, 120_000);

it('of one who acts for a shop, and of a guardian', async () => {
  const { people, screen } = hand;
  await people.signInAs('魏长庚');
  await screen.open('/account/pages/acting/index');
  await screen.pick(/青禾长庚食品有限公司/);
  await walk(['/tabs/home/index', '/file/pages/overview/index', '/file/pages/self-check/index', '/account/pages/acting/index']);
  await walk(['/account/pages/merchants/index', '/report/pages/request/index']);
  await takePhone();
  await hand.people.signInAs('许知远');
  await walk(['/tabs/me/index', '/account/pages/acting/index', '/account/pages/child/index']);
  expectKept('acting', told);
}, 120_000);

it('in the largest text, and with a new account', async () => {
  const { screen, people } = hand;
  await screen.open('/account/pages/display/index');
  await screen.pick(/^最大/);
  await tell('chosen: the largest');
  await walk(['/tabs/home/index']);
  const city = peopleOf(app);
  const person = await city.person('elder');
  await people.signInByPhone(person.phone, () => city.smsCode(person.phone));
  await screen.sees('确认是您本人');
  await tell('after the code');
  await screen.pick('柜台核验码');
  await tell('by the counter');
  await people.fillPerson({ name: person.document.name, idNumber: '110101199003070000' });
  await people.agreeAll();
  await screen.type('柜台核验码', '12345678');
  await tell('all filled in');
  await screen.tap('核验');
  await screen.appears('.field-wrong, .page-problem');
  await tell('a wrong number');
  await walk(['/tabs/home/index', '/tabs/me/index', '/file/pages/overview/index', '/account/pages/consents/index']);
  expectKept('new-account', told);
}, 120_000);

/** Each test has people of its own from here on, so that it says the same alone and after the others. */
it('of reports that have ended', async () => {
  await hand.people.signInAs('沈惊蛰');
  const { ok, subjectId } = await own('penalty_old_regime');
  const made = async () => {
    const { reportId } = await ok('report.request', { params: { subjectId }, body: wish });
    while ((await ok('report.read', { params: { subjectId, reportId } })).state === 'making')
      await new Promise(done => setTimeout(done, 50));
    return `/report/pages/report/index?reportId=${reportId}`;
  };
  const revoked = await made();
  await ok('report.revoke', { params: { subjectId, reportId: revoked.split('=')[1] as string } });
  const superseded = await made();
  app.clock.advance(6_000);
  await app.control('/changes', { subject: 'penalty_old_regime', section: 'penalty', kind: 'corrected' });
  for (let tries = 0; tries < 100 && (await ok('report.list', { params: { subjectId } })).reports[0]?.state === 'ready'; tries++)
    await new Promise(done => setTimeout(done, 50));
  await walk([revoked, superseded, '/report/pages/list/index', '/tabs/home/index']);
  const { reports } = await ok('report.list', { params: { subjectId } });
  const codes = await Promise.all(
    reports.map(async ({ reportId }) => (await ok('report.read', { params: { subjectId, reportId } })).verifyUrl?.split('/').pop()),
  );
  for (const code of codes) await walk([`/verify/pages/verify/index?code=${code}`]);
  expectKept('ended-reports', told);
}, 120_000);

/** A page while its answers are on their way: nothing there may look like an answer. */
it('while it waits', async () => {
  await hand.people.signInAs('周小满');
  const { made } = await (async () => {
    const { ok, subjectId } = await own('penalty_minor');
    return { made: await ok('report.request', { params: { subjectId }, body: wish }) };
  })();
  const given: Record<string, string> = {
    '/file/pages/section/index': 'sectionId=license',
    '/file/pages/record/index': 'sectionId=license&recordId=none',
    '/report/pages/report/index': `reportId=${made.reportId}`,
    '/help/pages/message/index': `messageId=${made.reportId}`,
    '/account/pages/merchant-confirm/index': `bindingId=${made.reportId}`,
    '/verify/pages/verify/index': 'code=AAAAAAAAAAAAAAAAAAAAAA',
  };
  await atRest(phone.host);
  heard = phone.host.phone.requests.length;
  for (const path of appPages()) {
    const arrive = phone.host.phone.holdReplies();
    await hand.screen.open(path in given ? `${path}?${given[path]}` : path);
    told.push(`== ${path}`, ...(await atHold(phone.host)), ...asked(phone.host, heard).map(line => `> ${line}`), '');
    arrive();
    await atRest(phone.host);
    heard = phone.host.phone.requests.length;
  }
  const { screen } = hand;
  const whileSent = async (button: string, act: () => Promise<void>): Promise<void> => {
    const arrive = phone.host.phone.holdReplies();
    await act();
    told.push(`== ${button} 点了以后`, ...(await atHold(phone.host)), '');
    arrive();
    await atRest(phone.host);
  };
  await screen.open('/help/pages/help/index');
  await screen.type('想说什么', '字再大一些就好了');
  await whileSent('发送', () => screen.tap('发送'));
  await screen.open('/report/pages/request/index');
  await screen.pick('租房');
  await whileSent('下一步', () => screen.tap('下一步：看看有哪些内容'));
  await whileSent('确认并开具', () => screen.tap('确认并开具'));
  await screen.open('/tabs/me/index');
  await whileSent('退出登录', async () => {
    await screen.tap('退出登录');
    await phone.host.phone.press('退出');
  });
  expectKept('waiting', told);
}, 120_000);

it('as one picks, and picks otherwise', async () => {
  const { screen } = hand;
  const person = await peopleOf(app).person('agent');
  await screen.open('/account/pages/sign-in/index');
  await screen.tap('改用手机号登录');
  await screen.type('手机号', person.phone);
  await tell('a number, the policy not agreed to');
  await screen.pick(/隐私/, 'checkbox');
  await screen.type('手机号', person.phone.slice(0, 10));
  await tell('a digit is missing');
  await screen.type('手机号', person.phone);
  const arrive = phone.host.phone.holdReplies();
  await screen.tap('取验证码');
  told.push('== 取验证码 点了以后', ...(await atHold(phone.host)), '');
  arrive();
  await screen.sees(/秒后可以再取/);
  await screen.type('短信验证码', '12345');
  told.push('== five digits', ...spoken(phone.host).map(line => line.replace(/\d+ 秒/, '〈几〉 秒')), '');
  await takePhone();
  await hand.people.signInAs('魏长庚');
  await atRest(phone.host);
  heard = phone.host.phone.requests.length;
  await hand.screen.open('/account/pages/merchant-bind/index');
  await hand.screen.pick('经办人');
  await hand.screen.type('统一社会信用代码', '9111');
  await tell('as agent, four digits');
  await hand.screen.pick('法定代表人或经营者');
  await hand.screen.type('统一社会信用代码', await peopleOf(app).orgCode('m_shop'));
  await tell('as legal representative, all digits');
  await hand.screen.tap('核对并绑定');
  await hand.screen.appears('.field-wrong, .page-problem');
  await tell('refused');
  await hand.screen.open('/report/pages/request/index');
  await hand.screen.pick(/^信用代证/);
  await tell('a certificate in place of papers');
  await hand.screen.pick('自己选日期');
  await tell('days of one’s own');
  expectKept('picks', told);
}, 120_000);

it('when it asks before what cannot be taken back, and one thinks better of it', async () => {
  const questions: readonly (readonly [name: string, path: string, button: string | RegExp])[] = [
    ['冯处暑', '/tabs/me/index', '退出登录'],
    ['冯处暑', '/account/pages/devices/index', '退出这台设备'],
    ['冯处暑', '/account/pages/devices/index', '退出全部设备'],
    ['冯处暑', '/account/pages/consents/index', /^撤回/],
    ['杜小铺', '/account/pages/merchants/index', '同意'],
    ['杜小铺', '/account/pages/merchants/index', '不同意'],
    ['杜小铺', '/account/pages/merchants/index', /^结束绑定/],
  ];
  const orgCode = await peopleOf(app).orgCode('m_shop');
  await (await peopleOf(app).demo('same_name_a')).ok('merchant.bind', { body: { orgCode, role: 'agent' } });
  let signedIn = '';
  for (const [name, path, button] of questions) {
    if (name !== signedIn) {
      if (signedIn) await takePhone();
      await hand.people.signInAs(name);
      signedIn = name;
    }
    await hand.screen.open(path);
    await atRest(phone.host);
    heard = phone.host.phone.requests.length;
    await hand.screen.tap(button);
    const { dialogs } = phone.host.phone;
    for (let looks = 0; dialogs.length === 0 && looks < 100; looks++) await new Promise(done => setTimeout(done, 20));
    told.push(`== ${path} ${button}`, ...dialogs.map(({ title, content, buttons }) => `${title}：${content} [${buttons.join('] [')}]`));
    await phone.host.phone.press('先不');
    await tell('先不');
  }
  expectKept('questions', told);
}, 120_000);

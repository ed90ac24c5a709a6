import { connectPlatform } from '../../bff/platform/connect';
import type { Reminder } from '../../bff/platform/ports';
import { demoAppId, demoSecret, type Sandbox, startSandbox } from '../../bff/sandbox/start';
import { type SandboxControl, sandboxControl } from '../support/sandbox-control';

/** A reminder over real HTTP: what WeChat says, and what is known when it says nothing. */
let sandbox: Sandbox;
let control: SandboxControl;
let platform: ReturnType<typeof connectPlatform>;
let openId: string;

const connect = (url: string) => {
  const upstream = { baseUrl: url, appId: demoAppId, secret: demoSecret };
  const upstreams = { credit: upstream, identity: upstream, sms: upstream, wechat: { ...upstream, baseUrl: `${url}/wechat` } };
  return connectPlatform({ upstreams, callbackSecrets: { credit: demoSecret }, demo: false, now: () => new Date() });
};
beforeAll(async () => {
  sandbox = await startSandbox();
  control = sandboxControl(sandbox.controlUrl);
  openId = (await control.person('clean')).openId;
});
beforeEach(() => {
  platform = connect(sandbox.url);
});
afterEach(async () => {
  await platform.close();
  await control.reset();
});
afterAll(() => sandbox.close());

const reminder: Reminder = {
  templateId: 'template-0001',
  page: 'account/pages/messages/index',
  data: { thing1: '有了进展', time3: '2026-11-23 10:05' },
};
const send = (more: Partial<Reminder> = {}, to = openId) => platform.ports.wechat.sendReminder(to, { ...reminder, ...more });
const accept = (times = 1) => control.acceptReminder('clean', reminder.templateId, times);
const arrived = async () => (await control.reminders()).length;

it('arrives once for each acceptance', async () => {
  expect(await send()).toBe('not_accepted');
  await accept();
  expect([await send(), await send(), await arrived()]).toEqual(['sent', 'not_accepted', 1]);
});

it('is not accepted by nobody', async () => {
  expect(await send({}, 'x-nobody')).toBe('not_accepted');
});

it.each([
  ['a value that is too long', { data: { thing1: '长'.repeat(21) } }, 47003],
  ['a time that is none', { data: { time3: '今天上午' } }, 47003],
  ['a field WeChat has no name for', { data: { note1: '有了进展' } }, 47003],
  ['a page with a slash in front', { page: '/account/pages/messages/index' }, 41030],
  ['a template that is gone', { templateId: 'wrong-template' }, 40037],
])('is refused for %s, by a number for the operator', async (_, more, errcode) => {
  await accept();
  expect(await send(more)).toBe(errcode);
});

it.each([
  ['the connection is cut after it was taken', { kind: 'reset_after' }, 1],
  ['the connection is cut before', { kind: 'reset_before' }, 0],
  ['no answer comes', { kind: 'hang' }, 0],
  ['half an answer comes', { kind: 'malformed' }, 1],
  ['a gateway answers', { kind: 'status', amount: 502 }, 0],
] as const)('is unknown when %s', async (_, fault, messages) => {
  await accept();
  await control.addFault({ endpoint: 'wechat.subscribe', ...fault });
  expect(await send()).toBe('unknown');
  expect(await arrived()).toBe(messages);
});

it('was certainly not sent when WeChat gives no token, or cannot be reached', async () => {
  await accept();
  await control.addFault({ endpoint: 'wechat.token', kind: 'status' });
  await expect(send()).rejects.toMatchObject({ code: 'platform.unavailable' });
  await control.clearFaults();
  expect(await send()).toBe('sent');
  const away = connect('http://127.0.0.1:9');
  await expect(away.ports.wechat.sendReminder(openId, reminder)).rejects.toMatchObject({ code: 'platform.unavailable' });
  await away.close();
});

import { createHash, randomBytes } from 'node:crypto';
import { qrPng } from './qr-png';
import type { State } from './state';
import { type Answer, type Call, json, type Route, textOf } from './wire';

const tokenLivesMs = 7_200_000;
const fail = (errcode: number, errmsg: string): Answer => json({ errcode, errmsg });
const done = (more: object = {}): Answer => json({ errcode: 0, errmsg: 'ok', ...more });

/** Opaque and the same for a person in every run of one city. */
export const openIdOf = (personKey: string): string =>
  `o${createHash('sm3').update(`openid ${personKey}`).digest('base64url').slice(0, 27)}`;

/** Person of a one-use code; a code of the form `login-<key>-<anything>` is good once. */
const takeCode = (state: State, kind: 'login' | 'phone', code: string): string | 'used' | null => {
  if (state.usedWechatCodes.has(code)) return 'used';
  const given = state.wechatCodes.get(code);
  const key = given
    ? given.kind === kind && given.untilMs > state.now()
      ? given.personKey
      : null
    : (new RegExp(`^${kind}-([a-z0-9_]+)-.+$`).exec(code)?.[1] ?? null);
  if (!key || !state.personByKey(key)) return null;
  state.usedWechatCodes.add(code);
  return key;
};

const codeToSession =
  (apps: ReadonlyMap<string, string>) =>
  ({ state, query }: Call): Answer => {
    const secret = apps.get(query.get('appid') ?? '');
    if (!secret) return fail(40013, 'invalid appid');
    if (secret !== query.get('secret')) return fail(40125, 'invalid appsecret');
    const key = takeCode(state, 'login', query.get('js_code') ?? '');
    if (key === 'used') return fail(40163, 'code been used');
    if (!key) return fail(40029, 'invalid code');
    return json({ openid: openIdOf(key), session_key: randomBytes(16).toString('base64') });
  };

const stableToken =
  (apps: ReadonlyMap<string, string>) =>
  ({ state, body }: Call): Answer => {
    const secret = apps.get(textOf(body, 'appid'));
    if (!secret) return fail(40013, 'invalid appid');
    if (secret !== textOf(body, 'secret')) return fail(40125, 'invalid appsecret');
    const current = state.accessTokens.find(({ untilMs }) => untilMs > state.now() + 300_000);
    if (current && body.force_refresh !== true)
      return json({ access_token: current.token, expires_in: Math.floor((current.untilMs - state.now()) / 1000) });
    const token = randomBytes(64).toString('base64url');
    state.accessTokens = [{ token, untilMs: state.now() + tokenLivesMs }];
    return json({ access_token: token, expires_in: tokenLivesMs / 1000 });
  };

const withToken =
  (answer: (call: Call) => Answer) =>
  (call: Call): Answer => {
    const token = call.query.get('access_token') ?? '';
    const known = call.state.accessTokens.find(access => access.token === token);
    if (!known) return fail(token ? 40001 : 40014, 'invalid credential, access_token is invalid or not latest');
    return known.untilMs > call.state.now() ? answer(call) : fail(42001, 'access_token expired');
  };

const phoneNumber = ({ state, body }: Call): Answer => {
  const code = textOf(body, 'code');
  if (code.startsWith('phone-quota')) return fail(1400001, 'quota exhausted');
  const key = takeCode(state, 'phone', code);
  const person = key && key !== 'used' ? state.personByKey(key) : undefined;
  if (!person) return fail(40029, 'invalid code');
  return done({ phone_info: { phoneNumber: person.phone, purePhoneNumber: person.phone, countryCode: '86' } });
};

const miniProgramCode = ({ state, body }: Call): Answer => {
  const [scene, page] = [textOf(body, 'scene'), textOf(body, 'page')];
  if (scene.length > 32 || !scene) return fail(40169, 'invalid length for scene, or the data is not json string');
  const png = qrPng(`${page || 'pages/index/index'}?${scene}`);
  state.miniProgramCodes = [{ at: state.time(), scene, page, png }, ...state.miniProgramCodes].slice(0, 20);
  return { status: 200, contentType: 'image/png', bytes: png };
};

const securityCheck = ({ body }: Call): Answer => {
  const content = textOf(body, 'content');
  if (!content || [...content].length > 2500) return fail(44002, 'empty content');
  if (!textOf(body, 'openid').startsWith('o')) return fail(40003, 'invalid openid');
  const result = (suggest: string, label: number): Answer => done({ result: { suggest, label }, trace_id: randomBytes(8).toString('hex') });
  if (content.includes('演示违规')) return result('risky', 20001);
  return content.includes('演示存疑') ? result('review', 20001) : result('pass', 100);
};

/** What WeChat lets a value of each kind of field hold. */
const fits: Readonly<Record<string, (value: string) => boolean>> = {
  thing: value => value.length > 0 && [...value].length <= 20,
  time: value => /^\d{4}(-|年)\d{1,2}(-|月)\d{1,2}日? \d{1,2}:\d{2}$/.test(value),
};

const sendSubscribed = ({ state, body }: Call): Answer => {
  const [touser, template, page] = [textOf(body, 'touser'), textOf(body, 'template_id'), textOf(body, 'page')];
  if (!touser.startsWith('o')) return fail(40003, 'invalid openid');
  if (!template || template.startsWith('wrong')) return fail(40037, 'invalid template_id');
  if (page.startsWith('/')) return fail(41030, 'invalid page');
  const data = (body.data ?? {}) as Readonly<Record<string, { readonly value?: unknown }>>;
  for (const [name, { value }] of Object.entries(data))
    if (!fits[name.replace(/\d+$/, '')]?.(String(value ?? ''))) return fail(47003, `argument invalid! data.${name}.value is invalid`);
  const mark = `${touser} ${template}`;
  const accepted = state.subscribeAccepted.get(mark) ?? 0;
  if (accepted === 0) return fail(43101, 'user refuse to accept the msg');
  state.subscribeAccepted.set(mark, accepted - 1);
  const values = Object.fromEntries(Object.entries(data).map(([name, { value }]) => [name, String(value)]));
  state.subscribeMessages.push({ touser, template_id: template, page, data: values });
  return done();
};

/** docs/upstreams/wechat.md */
export const wechatRoutes = (apps: ReadonlyMap<string, string>): readonly Route[] => [
  { method: 'GET', path: '/sns/jscode2session', name: 'wechat.session', answer: codeToSession(apps) },
  { method: 'POST', path: '/cgi-bin/stable_token', name: 'wechat.token', answer: stableToken(apps) },
  { method: 'POST', path: '/wxa/business/getuserphonenumber', name: 'wechat.phone', answer: withToken(phoneNumber) },
  { method: 'POST', path: '/wxa/getwxacodeunlimit', name: 'wechat.code', answer: withToken(miniProgramCode) },
  { method: 'POST', path: '/wxa/msg_sec_check', name: 'wechat.content', answer: withToken(securityCheck) },
  { method: 'POST', path: '/cgi-bin/message/subscribe/send', name: 'wechat.subscribe', answer: withToken(sendSubscribed) },
];

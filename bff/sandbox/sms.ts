import { badRequest, type Call, envelope, notFound, ok, type Route, textOf } from './wire';

const templates: Readonly<Record<string, string>> = {
  '1': '【城信】验证码 {code}，用于登录，{minutes} 分钟内有效。请勿转告他人。',
  '2': '【城信】验证码 {code}，用于同意经办人代表 {merchant} 办事，{minutes} 分钟内有效。不是您本人操作请勿提供。',
};
const kept = 500;
const perPhone = 10;
const perPhoneMs = 600_000;

const phoneOf = ({ state, body }: Call): string | null => {
  if (textOf(body, 'sjh')) return textOf(body, 'sjh');
  const merchant = state.subject(textOf(body, 'lxbs').replace(/^LX/, ''));
  const head = merchant?.kind === 'merchant' ? state.subject(merchant.head) : undefined;
  return head?.kind === 'person' ? head.phone : null;
};

const send = (call: Call) => {
  const { state, body } = call;
  const template = templates[textOf(body, 'mbbs')];
  if (!template || Boolean(textOf(body, 'sjh')) === Boolean(textOf(body, 'lxbs'))) return badRequest();
  const phone = phoneOf(call);
  if (phone === null) return notFound();
  if (!/^1[3-9]\d{9}$/.test(phone)) return badRequest();
  const since = state.now() - perPhoneMs;
  if (state.sms.filter(sms => sms.phone === phone && sms.atMs > since).length >= perPhone) return envelope('1429');
  const given = typeof body.cs === 'object' && body.cs !== null ? (body.cs as Readonly<Record<string, unknown>>) : {};
  const params = Object.fromEntries(Object.keys(given).map(name => [name, textOf(given, name).slice(0, 100)]));
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const dxbs = state.newId('D');
  state.sms = [{ dxbs, atMs: state.now(), at: state.time(), phone, mbbs: textOf(body, 'mbbs'), params, text }, ...state.sms].slice(0, kept);
  return ok({ dxbs });
};

/** docs/upstreams/sms.md */
export const smsRoutes: readonly Route[] = [{ method: 'POST', path: '/v1/dx', name: 'sms.send', answer: send }];

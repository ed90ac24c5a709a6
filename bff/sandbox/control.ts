import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Callbacks } from './callbacks';
import { type ChangeRequest, changeRecord, findSubject, sectionCode } from './change-record';
import { type FaultKind, faultKinds } from './faults';
import { readBody } from './read-body';
import { answerByHand } from './registration';
import { findShapes } from './shape-index';
import type { CounterCode, State } from './state';
import { openIdOf } from './wechat';

type Body = Readonly<Record<string, unknown>>;
type Result = object | null;

const text = (body: Body, name: string): string | undefined => (typeof body[name] === 'string' ? (body[name] as string) : undefined);
const number = (body: Body, name: string): number | undefined => (typeof body[name] === 'number' ? (body[name] as number) : undefined);
const flag = (body: Body, name: string): boolean | undefined => (typeof body[name] === 'boolean' ? (body[name] as boolean) : undefined);

const purposes: Readonly<Record<string, CounterCode['purpose']>> = { real_name: '1', guardian: '2', agent: '3' };
const faceResults = { pending: '0', passed: '1', failed: '2' } as const;

const describePerson = (state: State, key: string): Result => {
  const person = state.personByKey(key);
  if (!person) return null;
  const { ztbs, document, phone, bankCard, born } = person;
  const orgCodes = state.city.merchants.filter(({ head }) => head === ztbs).map(({ code }) => code);
  const children = state.city.people.filter(child => person.guardianOf.includes(child.document.zjhm)).map(child => child.key);
  return { key, ztbs, document, phone, bankCard, born, openId: openIdOf(key), orgCodes, children };
};

/** Endpoint of a fault: a name as in the counters, or upstream `credit` with a section. */
const addFault = (state: State, body: Body): Result => {
  const kind = faultKinds.find(known => known === body.kind) as FaultKind | undefined;
  const section = text(body, 'section');
  const code = section === undefined ? undefined : sectionCode(section);
  const subject = text(body, 'subject');
  const ztbs = subject === undefined ? undefined : findSubject(state, subject)?.ztbs;
  const endpoint = code ? `credit.section.${code}` : text(body, 'endpoint');
  if (!kind || !endpoint || code === null || (subject !== undefined && !ztbs)) return null;
  return state.faults.add({
    endpoint,
    kind,
    ztbs: ztbs ?? null,
    amount: number(body, 'amount'),
    times: number(body, 'times'),
    share: number(body, 'share'),
  });
};

const giveWechatCode = (state: State, body: Body): Result => {
  const key = text(body, 'key') ?? '';
  if (!state.personByKey(key)) return null;
  const give = (kind: 'login' | 'phone'): string => {
    const code = state.newId('w');
    state.wechatCodes.set(code, { kind, personKey: key, untilMs: state.now() + 300_000 });
    return code;
  };
  return { loginCode: give('login'), phoneCode: give('phone') };
};

/** docs/upstreams/sandbox.md. The key is method and first segment; `id` what follows it. null: refused. */
const actions = (state: State, callbacks: Callbacks): Readonly<Record<string, (body: Body, id: string) => Result>> => ({
  'GET state': () => ({
    today: state.city.today,
    now: state.time(),
    people: state.city.people.length,
    merchants: state.city.merchants.length,
    changes: state.changes.length,
    callbacks: callbacks.status(),
    feedDown: state.feedDown,
  }),
  'POST reset': () => {
    state.reset();
    callbacks.clear();
    callbacks.configure({ paused: false });
    return {};
  },
  'GET faults': () => ({ faults: state.faults.list() }),
  'POST faults': body => addFault(state, body),
  'DELETE faults': (_, id) => {
    if (id) return state.faults.remove(id) ? {} : null;
    state.faults.clear();
    return {};
  },
  'GET counters': () => ({ counters: Object.fromEntries(state.counters) }),
  'DELETE counters': () => {
    state.counters.clear();
    return {};
  },
  'POST changes': body => changeRecord(state, callbacks, body as unknown as ChangeRequest),
  'GET callbacks': () => callbacks.status(),
  'POST callbacks': body => {
    callbacks.configure({ url: text(body, 'url'), paused: flag(body, 'paused') });
    return callbacks.status();
  },
  'POST feed': body => {
    state.feedDown = flag(body, 'down') ?? state.feedDown;
    return { down: state.feedDown };
  },
  'POST clock': body => {
    state.clockOffsetMs = number(body, 'offsetMs') ?? 0;
    return { now: state.time() };
  },
  'GET registrations': () => ({
    cases: state.registrations.cases.map(({ body, slsj }) => ({ ...body, slsj })),
    published: [...state.registrations.published].map(([zybh, body]) => ({ zybh, ...body })),
  }),
  'POST registration-mode': body => {
    state.registrations.deduplicates = flag(body, 'deduplicates') ?? state.registrations.deduplicates;
    state.registrations.answersItself = flag(body, 'answersItself') ?? state.registrations.answersItself;
    return {};
  },
  'POST registration-answers': body => answerByHand(state, callbacks, body),
  'POST help-answers': body => {
    const helpNumber = text(body, 'number') ?? '';
    if (!state.helpMessages.has(helpNumber)) return null;
    callbacks.send({
      sjlx: 'zxdf',
      sj: {
        zxbh: helpNumber,
        dfnr: text(body, 'text') ?? '已收到。',
        dfdw: text(body, 'by') ?? '青禾市社会信用体系建设办公室',
        dfsj: state.time(),
      },
    });
    return {};
  },
  'GET help-messages': () => ({ messages: [...state.helpMessages.values()] }),
  'GET checkpoints': () => ({
    checkpoints: [...state.checkpoints].map(([xh, { content, keptAt }]) => ({ xh, ...checkpointFields(content), dysj: keptAt })),
  }),
  'GET sms': () => ({ sms: state.sms }),
  'GET subscribe-messages': () => ({ messages: state.subscribeMessages }),
  'POST subscribe-accepts': body => {
    const [key, template] = [text(body, 'key') ?? '', text(body, 'template')];
    if (!template || !state.personByKey(key)) return null;
    const mark = `${openIdOf(key)} ${template}`;
    state.subscribeAccepted.set(mark, number(body, 'times') ?? (state.subscribeAccepted.get(mark) ?? 0) + 1);
    return {};
  },
  'GET people': (_, key) =>
    key
      ? describePerson(state, key)
      : {
          people: state.city.people.map(({ ztbs, key: own, document, phone, bankCard }) => ({ ztbs, key: own, document, phone, bankCard })),
        },
  'POST people': (body, key) => {
    const result = faceResults[text(body, 'face') as keyof typeof faceResults];
    if (!state.personByKey(key) || !result) return null;
    state.faceResults.set(key, result);
    return {};
  },
  'GET merchants': (_, key) => {
    const all = state.city.merchants.map(({ ztbs, key: own, name, code, orgKind, head }) => ({
      ztbs,
      key: own,
      name,
      code,
      orgKind,
      head,
    }));
    return key ? (all.find(merchant => merchant.key === key || merchant.code === key) ?? null) : { merchants: all };
  },
  'GET records': (_, id) => {
    const [name = '', section = ''] = id.split('/');
    const subject = findSubject(state, name);
    const code = sectionCode(section);
    return subject && code ? { records: state.sectionOf(subject, code) } : null;
  },
  'GET shapes': () => ({ shapes: findShapes(state.city) }),
  'POST counter-codes': body => {
    const purpose = purposes[text(body, 'purpose') ?? ''];
    const about = text(body, 'about');
    return purpose && about ? { code: state.giveCounterCode(purpose, about) } : null;
  },
  'POST wechat-codes': body => giveWechatCode(state, body),
});

const checkpointFields = (content: string): object => {
  const [sj, zy, mybs, qm] = JSON.parse(content) as string[];
  return { sj, zy, mybs, qm };
};

/** Tests and people with a terminal steer the city here; nothing is signed, so it listens on the loopback only. */
export const control = (state: State, callbacks: Callbacks) => {
  const table = actions(state, callbacks);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, noun = '', ...rest] = new URL(request.url ?? '/', 'http://control').pathname.split('/');
    const send = (status: number, value: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
    };
    const action = table[`${request.method} ${noun}`];
    if (!action) return send(404, { error: '没有这个控制项', known: Object.keys(table) });
    try {
      const bytes = await readBody(request, 1024 * 1024);
      const body: unknown = bytes?.length ? JSON.parse(bytes.toString()) : {};
      const result = action(body as Body, rest.map(decodeURIComponent).join('/'));
      return result ? send(200, result) : send(400, { error: '参数不对' });
    } catch {
      return send(400, { error: '参数不对' });
    }
  };
};

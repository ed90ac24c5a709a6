import { ownReadsOf, recordRead } from './credit-usage';
import { sectionByCode } from './section-fields';
import { addDays, addYears, beijingDay } from './units';
import { badRequest, type Call, documentOf, envelope, notFound, ok, type Route, textOf } from './wire';

const maxPage = 100;

const pageOf = (query: URLSearchParams): { page: number; size: number } | null => {
  const page = Number(query.get('page') ?? '1');
  const size = Number(query.get('size') ?? String(maxPage));
  return Number.isInteger(page) && page >= 1 && Number.isInteger(size) && size >= 1 && size <= maxPage ? { page, size } : null;
};

const sources: Readonly<Record<string, string>> = {
  DJZC: '登记机关',
  XZXK: '市行政审批局',
  XZCF: '双公示归集',
  SFPJ: '市中级人民法院',
  NSXY: '市税务局',
  NHDA: '市农业农村局',
  ZDRQ: '行业主管部门',
};

const readSection = ({ state, params, query, appId, faults }: Call) => {
  const subject = state.subject(params.ztbs ?? '');
  const section = sectionByCode.get(params.xxlb ?? '');
  if (!subject || !section) return notFound();
  const paging = pageOf(query);
  if (!paging) return badRequest();
  const records = state.sectionOf(subject, section.code);
  recordRead(state, subject.ztbs, appId);
  const from = (paging.page - 1) * paging.size;
  let list = records.slice(from, from + paging.size);
  if (faults.has('duplicated')) list = list.flatMap(record => [record, record]);
  if (faults.has('reordered')) list = [...list].reverse();
  const staleDays = faults.get('stale');
  const asOf = `${addDays(beijingDay(state.now()), -(staleDays ?? 1))} 02:00:00`;
  return ok({
    total: records.length,
    ...paging,
    sjrq: asOf,
    sjly: sources[section.code] ?? '青禾市公共信用信息平台',
    list: staleDays === undefined ? list : list.map(record => ({ ...record, sjsj: asOf })),
  });
};

const resolvePerson = ({ state, body }: Call) => {
  const document = documentOf(body);
  if (!document) return badRequest();
  const person = state.findPerson(document);
  return person ? ok({ ztbs: person.ztbs, ztlb: '02', xm: person.document.xm, zzlx: null }) : notFound();
};

const resolveMerchant = ({ state, query }: Call) => {
  const merchant = state.merchantByCode(query.get('tyshxydm') ?? '');
  return merchant ? ok({ ztbs: merchant.ztbs, ztlb: '01', xm: merchant.name, zzlx: merchant.orgKind }) : notFound();
};

const merchantOf = ({ state, params }: Call) => {
  const subject = state.subject(params.ztbs ?? '');
  return subject?.kind === 'merchant' ? subject : null;
};

const isRepresentative = (call: Call) => {
  const merchant = merchantOf(call);
  const document = documentOf(call.body);
  if (!merchant) return notFound();
  if (!document) return badRequest();
  return ok({ sffddbr: call.state.findPerson(document)?.ztbs === merchant.head ? '1' : '0' });
};

const readContact = (call: Call) => {
  const merchant = merchantOf(call);
  const head = merchant && call.state.subject(merchant.head);
  if (!merchant || head?.kind !== 'person') return notFound();
  return ok({ sjhym: `${head.phone.slice(0, 3)}****${head.phone.slice(-4)}`, lxbs: `LX${merchant.ztbs}` });
};

const readAgency = ({ state, params }: Call) => {
  const agency = state.city.agencies.find(({ code, listed }) => listed && code === params.code);
  return agency ? ok({ bmdm: agency.code, bmmc: agency.name, lxdh: agency.phone, bgdz: agency.office, bgsj: agency.hours }) : notFound();
};

const readUsage = ({ state, params, query }: Call) => {
  const subject = state.subject(params.ztbs ?? '');
  if (!subject) return notFound();
  const [from, to] = [query.get('periodStart') ?? '', query.get('periodEnd') ?? ''];
  const [offset, limit] = [Number(query.get('offset') ?? '0'), Number(query.get('limit') ?? '1000')];
  const day = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
  if (!day.test(from) || !day.test(to) || !Number.isInteger(offset) || offset < 0 || !Number.isInteger(limit) || limit < 1 || limit > 1000)
    return badRequest();
  const all = [...ownReadsOf(state, subject.ztbs), ...state.city.usageOf(subject)].filter(({ logtime }) => logtime >= from && logtime < to);
  return ok({ total: all.length, offset, limit, data_usage_record: all.slice(offset, offset + limit) });
};

const readFeed = ({ state, query }: Call) => {
  if (state.feedDown) return envelope('9999', null, 503);
  const paging = pageOf(query);
  const cursor = query.get('yb') ?? '0';
  if (!paging || !/^\d{1,15}$/.test(cursor)) return badRequest();
  const list = state.changes.slice(Number(cursor), Number(cursor) + paging.size);
  return ok({ yb: String(Math.min(Number(cursor) + list.length, state.changes.length)), list });
};

const keepCheckpoint = ({ state, body }: Call) => {
  const number = body.xh;
  const content = JSON.stringify(['sj', 'zy', 'mybs', 'qm'].map(name => textOf(body, name)));
  if (typeof number !== 'number' || !Number.isInteger(number) || content.includes('""')) return badRequest();
  const kept = state.checkpoints.get(number);
  if (kept && kept.content !== content) return envelope('1409');
  const keptAt = kept?.keptAt ?? state.time();
  state.checkpoints.set(number, { content, keptAt });
  return ok({ xh: number, dysj: keptAt });
};

const takeHelp = ({ state, body }: Call) => {
  const message = { zxbh: textOf(body, 'zxbh'), zxlx: textOf(body, 'zxlx'), zxnr: textOf(body, 'zxnr'), fssj: textOf(body, 'fssj') };
  if (!message.zxbh || !message.zxnr) return badRequest();
  const known = state.helpMessages.get(message.zxbh);
  if (known && (known.zxnr !== message.zxnr || known.zxlx !== message.zxlx)) return envelope('1409');
  state.helpMessages.set(message.zxbh, known ?? message);
  return ok({ zxbh: message.zxbh });
};

/** Who may be signed in: a child under 14 is seen by the guardian only. */
const listDemoPeople = ({ state }: Call) => {
  const bornBefore = addYears(beijingDay(state.now()), -14);
  const grown = state.city.people.filter(({ key, born }) => key !== null && (born === null || born <= bornBefore));
  return ok({ list: grown.map(({ key, story, document }) => ({ key, name: document.xm, story: story ?? '' })) });
};

const readDemoPerson = ({ state, params }: Call) => {
  const person = state.personByKey(params.key ?? '');
  if (!person) return notFound();
  const orgCodes = state.city.merchants.filter(({ head }) => head === person.ztbs).map(({ code }) => code);
  return ok({ document: person.document, sjh: person.phone, orgCodes });
};

/** docs/upstreams/credit-platform.md, and the demo people of sandbox.md. */
export const creditRoutes: readonly Route[] = [
  { method: 'POST', path: '/v1/zt/zrr', name: 'credit.person', answer: resolvePerson },
  { method: 'GET', path: '/v1/zt/fr', name: 'credit.merchant', answer: resolveMerchant },
  { method: 'GET', path: '/v1/zt/:ztbs/xx/:xxlb', name: 'credit.section.:xxlb', answer: readSection },
  { method: 'POST', path: '/v1/zt/:ztbs/fddbr', name: 'credit.representative', answer: isRepresentative },
  { method: 'GET', path: '/v1/zt/:ztbs/fddbr/lxfs', name: 'credit.contact', answer: readContact },
  { method: 'GET', path: '/v1/zt/:ztbs/usage', name: 'credit.usage', answer: readUsage },
  { method: 'GET', path: '/v1/bm/:code', name: 'credit.agency', answer: readAgency },
  { method: 'GET', path: '/v1/bd', name: 'credit.feed', answer: readFeed },
  { method: 'POST', path: '/v1/cz', name: 'credit.checkpoint', answer: keepCheckpoint },
  { method: 'POST', path: '/v1/zx', name: 'credit.help', answer: takeHelp },
  { method: 'GET', path: '/demo/people', name: 'credit.demo', answer: listDemoPeople },
  { method: 'POST', path: '/demo/people/:key', name: 'credit.demo', answer: readDemoPerson },
];

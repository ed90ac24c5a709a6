import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { Callbacks } from './callbacks';
import { changeRecord } from './change-record';
import type { RegistrationAnswer, RegistrationCase, State } from './state';
import { badRequest, type Call, envelope, notFound, ok, type Route, textOf } from './wire';

/** docs/upstreams/registration.md. */
const answersAfterMs = 2000;
const kindTitles: Readonly<Record<string, string>> = { '1': '资质证照', '2': '市场经营', '3': '合同履约', '4': '社会公益' };
const categories: Readonly<Record<string, string>> = { '1': '10', '2': '10', '3': '07', '4': '10' };
const office = '青禾市公共信用信息平台（演示）';
const numberForm = /^[A-Z]{2}\d{8}-\d{4,8}$/;

type Line = { readonly zdm: string; readonly zdmc: string; readonly zdz: string; readonly gkfs: string };
const linesOf = (body: Readonly<Record<string, unknown>>): readonly Line[] => (Array.isArray(body.zynr) ? (body.zynr as Line[]) : []);

/** Written and flushed before the reply: what a judge outside counts. `zy` is the same for the same content under another number. */
const keepReceipt = (file: string | null, { zybh, zycs, ztbs, slsj, body }: RegistrationCase): void => {
  if (file === null) return;
  const zy = createHash('sha256')
    .update(JSON.stringify(linesOf(body)))
    .digest('hex');
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ zybh, zycs, ztbs, slsj, zy })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const tell = (state: State, callbacks: Callbacks, answer: RegistrationAnswer, told: 'callback' | 'feed' | 'both'): void => {
  if (told !== 'callback') state.registrations.answers.push(answer);
  if (told !== 'feed') callbacks.send({ sjlx: 'zyzcdf', sj: answer });
};

/** A permit that the merchant's own file has under this number agrees; nobody holds anything else. */
const answerItself = (state: State, callbacks: Callbacks, filed: RegistrationCase): void => {
  const given = linesOf(filed.body).find(({ zdm }) => zdm === 'permitNumber')?.zdz;
  const subject = state.subject(filed.ztbs);
  const permit =
    subject && filed.body.zylx === '1' && given
      ? state.sectionOf(subject, 'XZXK').find(record => [record.XK_XKBH, record.XK_WSH].includes(given))
      : undefined;
  const by = typeof permit?.XK_XKJG === 'string' ? permit.XK_XKJG : office;
  const answer = (dflx: RegistrationAnswer['dflx'], dfdw: string): RegistrationAnswer => ({
    dfbs: state.newId('D'),
    zybh: filed.zybh,
    zycs: filed.zycs,
    dflx,
    dfdw,
    dfsj: state.time(),
    ly: [],
  });
  tell(state, callbacks, permit ? answer('2', by) : answer('3', office), 'both');
};

const file =
  (callbacks: Callbacks) =>
  ({ state, body }: Call) => {
    const { registrations } = state;
    const zybh = textOf(body, 'zybh');
    const zycs = body.zycs;
    const subject = state.subject(textOf(body, 'ztbs'));
    if (!numberForm.test(zybh) || typeof zycs !== 'number' || !Number.isInteger(zycs) || zycs < 1) return badRequest();
    if (!subject || !(textOf(body, 'zylx') in kindTitles) || linesOf(body).length === 0 || !textOf(body, 'cnzy')) return badRequest();
    const content = JSON.stringify(body);
    const known = registrations.cases.find(one => one.zybh === zybh && one.zycs === zycs);
    if (known && registrations.deduplicates) return known.content === content ? ok({ zybh, zycs, slsj: known.slsj }) : envelope('1409');
    const filed: RegistrationCase = { zybh, zycs, ztbs: subject.ztbs, slsj: state.time(), content, body };
    keepReceipt(registrations.receiptsFile, filed);
    registrations.cases.push(filed);
    if (registrations.answersItself) setTimeout(() => answerItself(state, callbacks, filed), answersAfterMs).unref();
    return ok({ zybh, zycs, slsj: filed.slsj });
  };

const readCase = ({ state, params, query }: Call) => {
  const zycs = Number(query.get('zycs') ?? '');
  const found = state.registrations.cases.find(one => one.zybh === params.zybh && one.zycs === zycs);
  return found ? ok({ zybh: found.zybh, zycs, slsj: found.slsj }) : notFound();
};

const readAnswers = ({ state, query }: Call) => {
  const cursor = query.get('yb') ?? '0';
  const size = Number(query.get('size') ?? '100');
  if (!/^\d{1,15}$/.test(cursor) || !Number.isInteger(size) || size < 1 || size > 100) return badRequest();
  const list = state.registrations.answers.slice(Number(cursor), Number(cursor) + size);
  return ok({ yb: String(Math.min(Number(cursor) + list.length, state.registrations.answers.length)), list });
};

const recordIdOf = (zybh: string): string => `ZY-${zybh}`;

const publish =
  (callbacks: Callbacks) =>
  ({ state, params, body }: Call) => {
    const zybh = params.zybh ?? '';
    const kxcd = textOf(body, 'kxcd');
    const zylx = textOf(body, 'zylx');
    const subject = state.subject(textOf(body, 'ztbs'));
    const lines = linesOf(body);
    if (!subject || !numberForm.test(zybh) || !['1', '2'].includes(kxcd) || !(zylx in kindTitles)) return badRequest();
    if (lines.some(({ gkfs }) => gkfs !== '1')) return badRequest();
    const before = state.registrations.published.get(zybh);
    if (before && JSON.stringify(before) === JSON.stringify(body)) return ok({ zybh });
    state.registrations.published.set(zybh, body);
    const fields = {
      mllb: categories[zylx],
      gkfs: '1',
      kxcd,
      ZY_LX: kindTitles[zylx],
      ZY_MC: textOf(body, 'zymc').slice(0, 200),
      ZY_NR: lines
        .map(({ zdmc, zdz }) => `${zdmc}：${zdz}`)
        .join('；')
        .slice(0, 4000),
      ZY_RQ: textOf(body, 'gbsj').slice(0, 10),
      ZY_YXQZ: textOf(body, 'yxqz') || null,
      ZY_HSDW: textOf(body, 'hsdw').slice(0, 200),
    };
    const recordId = recordIdOf(zybh);
    const records = state.sectionOf(subject, 'ZYZC');
    const isNew = !records.some(({ jlbs }) => jlbs === recordId);
    if (isNew) state.setSection(subject, 'ZYZC', [{ jlbs: recordId }, ...records] as typeof records);
    changeRecord(state, callbacks, { subject: subject.ztbs, section: 'ZYZC', kind: 'corrected', recordId, fields });
    return ok({ zybh });
  };

const withdraw =
  (callbacks: Callbacks) =>
  ({ state, params, body }: Call) => {
    const zybh = params.zybh ?? '';
    const published = state.registrations.published.get(zybh);
    if (!textOf(body, 'cxsj')) return badRequest();
    if (!published) return notFound();
    state.registrations.published.delete(zybh);
    changeRecord(state, callbacks, { subject: String(published.ztbs), section: 'ZYZC', kind: 'withdrawn', recordId: recordIdOf(zybh) });
    return ok({ zybh });
  };

const answerKinds: Readonly<Record<string, RegistrationAnswer['dflx']>> = {
  accepted: '1',
  verified: '2',
  unheld: '3',
  returned: '4',
  refused: '5',
};

/** Control `POST /registration-answers`. null: refused. */
export const answerByHand = (state: State, callbacks: Callbacks, body: Readonly<Record<string, unknown>>): object | null => {
  const dflx = answerKinds[textOf(body, 'answer')];
  const zybh = textOf(body, 'number');
  if (!dflx || !zybh) return null;
  const newest = state.registrations.cases.filter(one => one.zybh === zybh).at(-1);
  const reasons = Array.isArray(body.reasons) ? (body.reasons as { field?: string | null; text: string }[]) : [];
  const answer: RegistrationAnswer = {
    dfbs: state.newId('D'),
    zybh,
    zycs: typeof body.revision === 'number' ? body.revision : (newest?.zycs ?? 1),
    dflx,
    dfdw: textOf(body, 'by') || '青禾市市场监督管理局（演示）',
    dfsj: state.time(),
    ly: reasons.map(({ field = null, text }) => ({ zdm: field, nr: text })),
  };
  const told = textOf(body, 'told');
  const times = typeof body.times === 'number' ? body.times : 1;
  for (let time = 0; time < times; time += 1) tell(state, callbacks, answer, told === 'callback' || told === 'feed' ? told : 'both');
  return answer;
};

export const registrationRoutes = (callbacks: Callbacks): readonly Route[] => [
  { method: 'POST', path: '/v1/zyzc', name: 'credit.registration', answer: file(callbacks) },
  { method: 'GET', path: '/v1/zyzc/df', name: 'credit.registration_answers', answer: readAnswers },
  { method: 'GET', path: '/v1/zyzc/:zybh', name: 'credit.registration_state', answer: readCase },
  { method: 'POST', path: '/v1/zyzc/:zybh/gb', name: 'credit.registration_publish', answer: publish(callbacks) },
  { method: 'POST', path: '/v1/zyzc/:zybh/cx', name: 'credit.registration_withdraw', answer: withdraw(callbacks) },
];

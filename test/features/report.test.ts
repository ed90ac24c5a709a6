import type { Body } from '../../bff/contract/types';
import { checkReport } from '../../bff/features/report/check-report';
import { startTestApp, type TestApp } from '../support/app';
import { textOf } from './report-sample';

/** Reports over real HTTP, from the wish to what a clerk sees; the clock alone is moved. */
const dayMs = 24 * 3600_000;
const wish = (over: Partial<Body<'report.request'>> = {}): Body<'report.request'> => ({
  variant: 'full',
  purpose: 'tender',
  recipient: '青禾市公共资源交易中心（演示）',
  periodFrom: null,
  periodTo: null,
  domains: [],
  allowNumbers: false,
  ...over,
});

interface Holder {
  readonly person: string;
  readonly token: string;
  readonly subjectId: string;
}

jest.setTimeout(120_000);

let app: TestApp;

const holderOf = async (person: string, kind: 'person' | 'merchant' = 'person'): Promise<Holder> => {
  const { token } = await app.signIn(person);
  const { body } = await app.api('identity.read', {}, { token });
  const subject = body.subjects.find(one => one.kind === kind);
  if (!subject) throw new Error(`${person} has no ${kind}`);
  return { person, token, subjectId: subject.subjectId };
};

const paramsOf = ({ subjectId }: Holder, reportId: string) => ({ params: { subjectId, reportId } });

const until = async <T>(look: () => Promise<T | null>, ms = 60_000): Promise<T> => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 50))) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error('waited in vain');
};

const ask = async (holder: Holder, over: Partial<Body<'report.request'>> = {}) => {
  const { subjectId, token } = holder;
  const { status, body, problem } = await app.api('report.request', { params: { subjectId }, body: wish(over) }, { token });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(problem)}`);
  return body;
};

const read = async (holder: Holder, reportId: string) =>
  (await app.api('report.read', paramsOf(holder, reportId), { token: holder.token })).body;

/** Asked for and made. */
const make = async (holder: Holder, over: Partial<Body<'report.request'>> = {}) => {
  const { reportId } = await ask(holder, over);
  return until(async () => {
    const report = await read(holder, reportId);
    return report.state === 'making' ? null : report;
  });
};

const codeOf = ({ verifyUrl }: { verifyUrl: string | null }): string => (verifyUrl ?? '').split('/v/')[1] ?? '';
const verify = (verifyCode: string) => app.api('report.verify', { params: { verifyCode } });
const download = async (holder: Holder, reportId: string) =>
  app.api('report.download', paramsOf(holder, reportId), { token: holder.token });

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app.close());

describe('report keys', () => {
  it('are published without any private part, and are those that signed', async () => {
    const { keys } = (await (await fetch(`${app.url}/.well-known/jwks.json`)).json()) as { keys: Record<string, string>[] };
    const publicMembers: Record<string, string[]> = {
      OKP: ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
      RSA: ['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5t#S256'],
    };
    expect(keys.map(({ kty }) => kty).sort()).toEqual(['OKP', 'RSA']);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(publicMembers[key.kty ?? '']);
    const report = await make(await holderOf('clean'));
    const [row] = await app.db.query<{ verifyKeyId: string }>('SELECT verifyKeyId FROM report WHERE id = ?', [report.reportId]);
    expect(keys.map(({ kid }) => kid)).toContain(row?.verifyKeyId);
  });
});

describe('report.request', () => {
  it('makes a PDF that is genuine offline and says what was asked', async () => {
    const holder = await holderOf('clean');
    const report = await make(holder);
    expect([report.state, report.verifyUrl]).toEqual(['ready', expect.stringMatching(/\/v\/[\w-]{22}\.[\w-]{86}$/)]);
    const { status, headers, bytes } = await download(holder, report.reportId);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const jwks = await (await fetch(`${app.url}/.well-known/jwks.json`)).json();
    expect(checkReport(bytes, jwks, app.clock.now()).faults).toEqual([]);
    const text = textOf(bytes);
    for (const part of ['林清和', report.number, '招标投标', '青禾市公共资源交易中心（演示）']) expect(text).toContain(part);
    expect(report.pages).toBe(Number(/共 ?(\d+) ?页/.exec(text)?.[1]));
  });

  it('answers the same key alike and makes one report', async () => {
    const { token, subjectId } = await holderOf('rural');
    const send = (body: Body<'report.request'>) =>
      app.api('report.request', { params: { subjectId }, body }, { token, idempotencyKey: 'one-wish-0001' });
    const [first, again] = [await send(wish()), await send(wish())];
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect((await send(wish({ purpose: 'loan' }))).problem.code).toBe('idempotency.other_body');
    const { body } = await app.api('report.list', { params: { subjectId } }, { token });
    expect(body.reports).toHaveLength(1);
  });

  it('refuses a turned or future period, unknown purposes and domains, and a 信用代证 without domains', async () => {
    const { token, subjectId } = await holderOf('elder');
    const send = async (over: Partial<Body<'report.request'>>) => {
      const { problem } = await app.api('report.request', { params: { subjectId }, body: wish(over) }, { token });
      return [problem.code, problem.errors?.[0]?.pointer];
    };
    expect(await send({ periodFrom: '2026-02-01', periodTo: '2026-01-01' })).toEqual(['report.period_wrong', '/periodTo']);
    expect(await send({ periodFrom: '2026-02-01', periodTo: '2999-01-01' })).toEqual(['report.period_wrong', '/periodTo']);
    expect(await send({ periodFrom: '2026-02-01' })).toEqual(['report.period_wrong', '/periodTo']);
    expect(await send({ purpose: 'nonsense' })).toEqual(['request.invalid', '/purpose']);
    expect(await send({ domains: ['taxation', 'nonsense'] })).toEqual(['request.invalid', '/domains/1']);
    expect(await send({ variant: 'no_violation', periodFrom: '2026-01-01', periodTo: '2026-02-01' })).toEqual([
      'report.domains_required',
      '/domains',
    ]);
  });

  it('stops at the number a day allows', async () => {
    const holder = await holderOf('lawyer');
    for (let n = 0; n < 20; n++) await ask(holder);
    const { status, problem } = await app.api(
      'report.request',
      { params: { subjectId: holder.subjectId }, body: wish() },
      { token: holder.token },
    );
    expect([status, problem.code]).toEqual([429, 'report.too_many']);
  }, 30_000);

  it('stands in the read ledger, with its download and its verification', async () => {
    const holder = await holderOf('same_name_a');
    const report = await make(holder);
    await download(holder, report.reportId);
    await verify(codeOf(report));
    const { body } = await app.api('ledger.list', { params: { subjectId: holder.subjectId } }, { token: holder.token });
    const own = body.entries.find(entry => entry.own);
    // Asked for and downloaded: one's own reads are grouped.
    expect([own?.times, own?.fields]).toEqual([2, expect.arrayContaining(['全部类别', '报告全文'])]);
    expect(body.entries).toContainEqual(
      expect.objectContaining({ own: false, who: '核验报告的人（没有登录）', reason: `核验报告 ${report.number}` }),
    );
  });

  it('buries no reader of the ledger under another who verifies again and again', async () => {
    const holder = await holderOf('same_name_b');
    const report = await make(holder);
    const rows = async () =>
      (await app.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM ledger_row WHERE subjectId = ?', [holder.subjectId]))[0]?.n ?? 0;
    const before = Number(await rows());
    for (let n = 0; n < 3; n++) await Promise.all(Array.from({ length: 8 }, () => verify(codeOf(report))));
    expect(Number(await rows()) - before).toBe(1);
    app.clock.advance(61_000);
    await verify(codeOf(report));
    expect(Number(await rows()) - before).toBe(2);
  });

  it('tells the holder when it is ready', async () => {
    const holder = await holderOf('passport');
    const report = await make(holder);
    const { body } = await app.api('notice.list', {}, { token: holder.token });
    expect(body.notices).toContainEqual(
      expect.objectContaining({ title: '报告开好了', target: { page: 'report', id: report.reportId, subjectId: holder.subjectId } }),
    );
  });

  it('says on paper which sections were not fetched', async () => {
    const holder = await holderOf('sections_fail');
    const report = await make(holder);
    expect(report.sections).toContainEqual({ title: '行政处罚', state: 'unavailable', count: null });
    const text = textOf((await download(holder, report.reportId)).bytes);
    expect(text).toContain('没有取到（不表示没有记录）');
  }, 40_000);
});

describe('report.preview', () => {
  it('tells what is in, what is left out by which rule, and what is missing', async () => {
    const { token, subjectId } = await holderOf('repaired');
    const { status, body } = await app.api('report.preview', { params: { subjectId }, body: wish() }, { token });
    expect(status).toBe(200);
    expect(body.sections).toContainEqual({ sectionId: 'penalty', title: '行政处罚', state: 'ok', count: 1 });
    expect(body.leftOut).toContainEqual(expect.stringMatching(/^已经修复的记录.*（1 条）。$/));
    expect(body.missingDomains).toEqual([]);
  });

  it('names the domains that the platform does not cover, asked for or not', async () => {
    const { token, subjectId } = await holderOf('penalty_minor');
    const asked = wish({ variant: 'no_violation', periodFrom: '2024-01-01', periodTo: '2026-11-01', domains: ['taxation', 'customs'] });
    const { body } = await app.api('report.preview', { params: { subjectId }, body: asked }, { token });
    expect(body.missingDomains).toEqual(['刑事裁判', '海关']);
    expect(body.sections.map(({ sectionId }) => sectionId)).toEqual(['penalty', 'serious_list', 'judicial', 'admin_act']);
  });
});

describe('report.noViolation', () => {
  const today = () => new Date(app.clock.now().getTime() + 8 * 3600_000).toISOString().slice(0, 10);
  const all = ['market_regulation', 'taxation', 'public_security', 'transport', 'ecology', 'fire_rescue', 'urban_management', 'customs'];
  const certificate = (over: Partial<Body<'report.request'>> = {}) => ({
    variant: 'no_violation' as const,
    periodFrom: '2023-01-01',
    periodTo: today(),
    domains: all,
    ...over,
  });
  const paperOf = async (holder: Holder, over: Partial<Body<'report.request'>> = {}) => {
    const report = await make(holder, certificate(over));
    return textOf((await download(holder, report.reportId)).bytes);
  };

  it('counts a simple-procedure penalty of a person', async () => {
    const text = await paperOf(await holderOf('penalty_minor'));
    expect(text).toMatch(/查到 ?1 ?条，见后/);
    expect(text).toContain('按简易程序作出，不作为联合惩戒的依据');
  });

  it('says none only for what was asked and fetched, and names what the platform lacks', async () => {
    const text = await paperOf(await holderOf('clean'));
    expect(text).toMatch(/税务\s+所选期间内没有查到行政处罚、行政强制和严重失信名单记录/);
    expect(text).toMatch(/海关\s+市平台没有这个领域的数据/);
    expect(text).toMatch(/刑事裁判\s+市平台没有这个领域的数据/);
    expect(text).toContain('法院执行（失信被执行人）');
    expect(text).toContain('查过，所选期间和领域内没有应列入的记录');
    expect(text).not.toContain('查过，没有记录');
  });

  it('claims nothing while a section was not fetched', async () => {
    const text = await paperOf(await holderOf('sections_fail'));
    expect(text).toMatch(/税务\s+行政处罚没有取到，不能说没有/);
    expect(text).not.toContain('所选期间内没有查到行政处罚');
  });

  it('leaves out what lies outside the period, what is repaired and what belongs to an organisation', async () => {
    expect(await paperOf(await holderOf('penalty_minor'), { periodFrom: '2023-01-01', periodTo: '2024-01-01' })).not.toMatch(/查到 ?1 ?条/);
    const role = await paperOf(await holderOf('roles_three'));
    expect(role).not.toMatch(/查到 ?\d+ ?条/);
    expect(role).toContain('因担任职务而关联的记录');
  });
});

describe('report.disclosure', () => {
  it('shows no number of a person, its own masked, and nothing for government use only', async () => {
    for (const person of ['penalty_general', 'clean']) {
      const holder = await holderOf(person);
      const report = await make(holder);
      const { bytes } = await download(holder, report.reportId);
      const { document, phone } = (await app.control(`/people/${person}`, undefined, 'GET')) as {
        document: { zjhm: string };
        phone: string;
      };
      const everything = textOf(bytes) + bytes.toString('latin1') + JSON.stringify(report);
      for (const secret of [document.zjhm, phone]) expect(everything).not.toContain(secret);
      expect(textOf(bytes)).toContain(`${document.zjhm[0]}****************${document.zjhm[17]}`);
    }
  });
});

describe('report.verify', () => {
  it('shows a stranger what to compare, and nothing else', async () => {
    const holder = await holderOf('penalty_general');
    const report = await make(holder);
    const { status, body } = await verify(codeOf(report));
    expect([status, body.state, body.number, body.maskedName]).toEqual([200, 'valid', report.number, '吴*夏']);
    expect(body.sections).toEqual(report.sections);
    expect(JSON.stringify(body)).not.toContain('吴立夏');
    expect(textOf((await download(holder, report.reportId)).bytes)).toContain(`内容指纹 ${body.fingerprint}`);
  });

  it('takes the bare id of a mini-program code', async () => {
    const report = await make(await holderOf('penalty_general'));
    expect((await verify(codeOf(report).slice(0, 22))).body.number).toBe(report.number);
  });

  it('answers unknown, forged, borrowed and unfinished codes alike', async () => {
    const holder = await holderOf('penalty_general');
    const [one, two] = [codeOf(await make(holder)), codeOf(await make(holder))];
    const [id = '', signature = ''] = one.split('.');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const code of [
      'x'.repeat(22),
      `${'x'.repeat(22)}.${signature}`,
      `${id}.${flipped}`,
      `${id}.${two.split('.')[1]}`,
      `${id}.${signature}x`,
      `${id}x${signature}`,
      `${one}.x`,
    ]) {
      const { status, problem } = await verify(code);
      expect([code, status, problem.code]).toEqual([code, 404, 'verify.unknown']);
    }
  });

  it('finds a retyped report with a genuine code by what the page says', async () => {
    const holder = await holderOf('penalty_serious');
    const report = await make(holder);
    const paper = textOf((await download(holder, report.reportId)).bytes);
    // Retyped: same look, number and code; the penalty has become "none".
    const retyped = paper.replace(/(行政处罚\s+)1 ?条/, '$1没有记录');
    expect(retyped).not.toBe(paper);
    const { body } = await verify(codeOf(report));
    const differences = (text: string) =>
      body.sections.filter(({ title, count }) => {
        const line = text.split('\n').find(row => row.trim().startsWith(`${title} `)) ?? '';
        const printed = /没有取到/.test(line) ? null : Number(/(\d+) ?条/.exec(line)?.[1] ?? 0);
        return printed !== count;
      });
    expect(differences(paper)).toEqual([]);
    expect(differences(retyped).map(({ title }) => title)).toEqual(['行政处罚']);
    // Another person's name over it shows as well.
    expect(body.maskedName).toBe('郑*寒');
    // Content signed for another wish has another fingerprint.
    const other = await make(holder, { purpose: 'loan' });
    expect((await verify(codeOf(other))).body.fingerprint).not.toBe(body.fingerprint);
  });
});

describe('report.verifyNumbers', () => {
  const numbers = (report: { verifyUrl: string | null }, code: string) =>
    app.api('report.verifyNumbers', { params: { verifyCode: codeOf(report) }, body: { code } });

  it('gives document numbers for the holder’s code only, and locks after five wrong ones', async () => {
    const holder = await holderOf('penalty_general');
    const report = await make(holder, { allowNumbers: true });
    const right = report.clerkCode ?? '';
    expect(right).toMatch(/^\d{6}$/);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
    expect((await verify(codeOf(report))).body.numbersAllowed).toBe(true);
    for (let n = 0; n < 7; n++) {
      const { body } = await numbers(report, right);
      expect(body.sections.find(({ title }) => title === '行政处罚')?.documentNos).toEqual([expect.any(String)]);
    }
    for (let n = 0; n < 5; n++) expect((await numbers(report, wrong)).problem.code).toBe('verify.code_wrong');
    expect((await numbers(report, right)).problem.code).toBe('verify.code_locked');
    const { body: renewed } = await app.api(
      'report.setClerkCode',
      { ...paramsOf(holder, report.reportId), body: { allow: true } },
      { token: holder.token },
    );
    expect((await numbers(report, renewed.clerkCode ?? '')).status).toBe(200);
  });

  it('counts guesses made at once', async () => {
    const report = await make(await holderOf('penalty_general'), { allowNumbers: true });
    const wrong = String((Number(report.clerkCode) + 1) % 1_000_000).padStart(6, '0');
    const codes = (await Promise.all(Array.from({ length: 12 }, () => numbers(report, wrong)))).map(({ problem }) => problem.code);
    expect(codes.filter(code => code === 'verify.code_wrong')).toHaveLength(5);
  });

  it('gives none when the holder did not allow it or took it back', async () => {
    const holder = await holderOf('penalty_general');
    const report = await make(holder);
    expect((await numbers(report, '000000')).problem.code).toBe('verify.code_wrong');
    const allowed = await make(holder, { allowNumbers: true });
    await app.api('report.setClerkCode', { ...paramsOf(holder, allowed.reportId), body: { allow: false } }, { token: holder.token });
    expect((await numbers(allowed, allowed.clerkCode ?? '')).problem.code).toBe('verify.code_wrong');
  });
});

describe('report.end', () => {
  it('is revoked by its holder at once, for everybody', async () => {
    const holder = await holderOf('hm_permit');
    const report = await make(holder);
    const { body } = await app.api('report.revoke', paramsOf(holder, report.reportId), { token: holder.token });
    expect(body.state).toBe('revoked');
    const seen = await verify(codeOf(report));
    expect([seen.body.state, seen.body.stateReason]).toEqual(['revoked', '持有人撤回了这份报告']);
    expect((await download(holder, report.reportId)).problem.code).toBe('report.closed');
    // Twice is once.
    const again = await app.api('report.revoke', paramsOf(holder, report.reportId), { token: holder.token });
    expect(again.body.endedAt).toBe(body.endedAt);
  });

  it('is superseded within 60 s by a change at the platform; a later one is not', async () => {
    const holder = await holderOf('penalty_old_regime');
    const report = await make(holder);
    await make(holder);
    app.clock.advance(6_000);
    await app.control('/changes', { subject: holder.person, section: 'penalty', kind: 'corrected' });
    const seen = await until(async () => {
      const { body } = await verify(codeOf(report));
      return body.state === 'valid' ? null : body;
    }, 60_000);
    expect([seen.state, seen.stateReason]).toEqual(['superseded', '平台更正了记录']);
    const { body: notices } = await app.api('notice.list', {}, { token: holder.token });
    expect(notices.notices.map(({ title }) => title).filter(title => title.includes('替代'))).toEqual(['2 份报告已被替代']);
    app.clock.advance(6_000);
    const later = await make(holder);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect((await verify(codeOf(later))).body.state).toBe('valid');
  }, 90_000);

  it('answers another person like a report that does not exist', async () => {
    const owner = await holderOf('foreign_permanent');
    const stranger = await holderOf('hmt_residence');
    const { reportId } = await make(owner);
    const absent = '01900000-0000-7000-8000-000000000000';
    for (const name of ['report.read', 'report.download', 'report.revoke'] as const) {
      const [foreign, none, subject] = [
        await app.api(name, { params: { subjectId: stranger.subjectId, reportId } }, { token: stranger.token }),
        await app.api(name, { params: { subjectId: stranger.subjectId, reportId: absent } }, { token: stranger.token }),
        await app.api(name, { params: { subjectId: owner.subjectId, reportId } }, { token: stranger.token }),
      ];
      expect([foreign.status, foreign.problem.code]).toEqual([none.status, none.problem.code]);
      expect([foreign.problem.code, subject.problem.code]).toEqual(['report.not_found', 'subject.not_found']);
    }
    expect((await read(owner, reportId)).state).toBe('ready');
  });

  it('expires by the clock; thirty days later the PDF and its numbers are gone', async () => {
    const holder = await holderOf('same_name_b');
    const report = await make(holder, { allowNumbers: true });
    app.clock.advance(92 * dayMs);
    expect((await verify(codeOf(report))).body.state).toBe('expired');
    const again = await holderOf('same_name_b');
    expect((await download(again, report.reportId)).problem.code).toBe('report.closed');
    const filesOf = async () => (await app.db.query('SELECT reportId FROM report_file WHERE reportId = ?', [report.reportId])).length;
    expect(await filesOf()).toBe(1);
    app.clock.advance(31 * dayMs);
    await until(async () => ((await filesOf()) === 0 ? true : null), 90_000);
    const last = await verify(codeOf(report));
    expect([last.body.state, last.body.sections]).toEqual(['expired', report.sections]);
  }, 120_000);
});

// Last: a platform that stays away opens the circuit for a while.
describe('report.make', () => {
  it('is failed, and says why, when the platform stays away', async () => {
    const holder = await holderOf('tw_permit');
    const fault = (await app.control('/faults', { endpoint: 'credit.section', kind: 'status', subject: 'tw_permit' })) as { id: string };
    const { reportId } = await ask(holder);
    const report = await until(async () => {
      app.clock.advance(1_000);
      const now = await read(holder, reportId);
      return now.state === 'making' ? null : now;
    }, 50_000);
    await app.control(`/faults/${fault.id}`, undefined, 'DELETE');
    expect([report.state, report.stateReason]).toEqual(['failed', expect.stringContaining('没有应答')]);
    expect((await download(holder, reportId)).problem.code).toBe('report.closed');
  }, 60_000);
});

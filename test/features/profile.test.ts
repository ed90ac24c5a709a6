import { sectionIds } from '../../bff/contract/atoms';
import type { Reply } from '../../bff/contract/types';
import { startTestApp, type TestApp } from '../support/app';
import { type Phone, peopleOf } from '../support/people';

type File = Reply<'profile.read'>;
type Head = File['sections'][number];

let app: TestApp;
let people: ReturnType<typeof peopleOf>;
const phones = new Map<string, Promise<Phone>>();

beforeAll(async () => {
  app = await startTestApp({ background: false });
  people = peopleOf(app);
}, 60_000);
afterAll(() => app.close());
afterEach(() => app.control('/faults', undefined, 'DELETE'));

/** One account a person for the whole file. */
const phoneOf = (key: string): Promise<Phone> => {
  const known = phones.get(key) ?? people.demo(key);
  phones.set(key, known);
  return known;
};
const subjectOf = async (phone: Phone, role = 'self', name?: string): Promise<string> => {
  const { subjects } = await phone.ok('identity.read');
  const found = subjects.find(subject => subject.role === role && (name === undefined || subject.name.includes(name)));
  if (!found) throw new Error(`no subject with role ${role}`);
  return found.subjectId;
};
const own = async (key: string) => {
  const phone = await phoneOf(key);
  return { phone, subjectId: await subjectOf(phone) };
};
const readFile = async (key: string, refresh = true): Promise<File> => {
  const { phone, subjectId } = await own(key);
  return phone.ok('profile.read', { params: { subjectId }, query: refresh ? { refresh: '1' } : {} });
};
const headOf = (file: File, sectionId: string): Head => {
  const head = file.sections.find(section => section.sectionId === sectionId);
  if (!head) throw new Error(`no section ${sectionId}`);
  return head;
};
const recordsOf = async (key: string, sectionId: Head['sectionId']) => {
  const { phone, subjectId } = await own(key);
  const { items } = await phone.ok('profile.readSection', { params: { subjectId, sectionId }, query: { limit: 100, refresh: '1' } });
  const read = (recordId: string) => phone.ok('profile.readRecord', { params: { subjectId, sectionId, recordId } });
  return { phone, subjectId, items, records: await Promise.all(items.map(({ recordId }) => read(recordId))) };
};
const counters = async (): Promise<Record<string, number>> =>
  ((await app.control('/counters', undefined, 'GET')) as { counters: Record<string, number> }).counters;
const fault = (body: object) => app.control('/faults', body);
/** The circuits of a failing section rest; the next test starts with all closed. */
const letCircuitsClose = () => new Promise(resolve => setTimeout(resolve, 3200));

describe('profile.read', () => {
  it('shows every section a person has, each with source and as-of', async () => {
    const file = await readFile('clean');
    expect(file.sections.map(({ sectionId }) => sectionId)).toEqual(sectionIds.filter(id => id !== 'abnormal' && id !== 'complaint'));
    for (const head of file.sections)
      expect(head).toMatchObject({ state: 'ok', asOf: expect.any(String), total: expect.any(Number), reason: null });
    expect(file.recordTotal).toBe(file.sections.reduce((sum, { total }) => sum + (total ?? 0), 0));
    expect(file.freshnessUnconfirmed).toBe(false);
  });

  it('says of a failed section whose it is and that this means nothing, and shows the rest', async () => {
    const file = await readFile('sections_fail');
    for (const sectionId of ['license', 'penalty', 'honor']) {
      expect(headOf(file, sectionId)).toMatchObject({ state: 'unavailable', total: null, asOf: null });
      expect(headOf(file, sectionId).reason).toMatch(/的接口.*没取到，不表示没有记录。$/);
    }
    expect(file.sections.filter(({ state }) => state === 'unavailable')).toHaveLength(3);
  });

  it('waits for a hanging section no longer than the deadline', async () => {
    const startedAt = performance.now();
    const file = await readFile('sections_hang');
    // The two sections never answer; the deadline is 2.5 s, and a busy machine is late.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(file.sections.filter(({ state }) => state === 'unavailable').map(({ sectionId }) => sectionId)).toEqual([
      'judicial',
      'tax_credit',
    ]);
    expect(headOf(file, 'judicial').reason).toContain('没有在规定时间内应答');
  });

  it('says of old data how old they are', async () => {
    const file = await readFile('sections_stale');
    expect(headOf(file, 'penalty')).toMatchObject({
      state: 'stale',
      total: expect.any(Number),
      reason: expect.stringContaining('数据停在'),
    });
  });

  it.each([
    ['malformed', /读不懂/],
    ['wrong_signature', /签名不对/],
    ['oversized', /过大/],
    ['status', /出了故障/],
    ['reset_after', /连接不上/],
  ])('takes a section whose reply is %s for not fetched, never for empty', async (kind, reason) => {
    await fault({ section: 'admin_act', kind });
    const head = headOf(await readFile('same_name_a'), 'admin_act');
    expect(head).toMatchObject({ state: 'unavailable', total: null, reason: expect.stringMatching(reason) });
    await letCircuitsClose();
  });

  it.each(['duplicated', 'reordered'])('shows the same records when the reply comes %s', async kind => {
    const before = await recordsOf('same_name_b', 'penalty');
    await fault({ section: 'penalty', kind });
    const after = await recordsOf('same_name_b', 'penalty');
    expect(after.items).toEqual(before.items);
  });

  it('survives a connection that was lost before the request arrived', async () => {
    await fault({ endpoint: 'credit.section', kind: 'reset_before', times: 2 });
    expect((await readFile('lawyer')).sections.filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('shows a kept copy with its age when the source stops answering', async () => {
    await readFile('elder');
    await fault({ section: 'license', kind: 'status' });
    const head = headOf(await readFile('elder'), 'license');
    expect(head).toMatchObject({
      state: 'stale',
      total: expect.any(Number),
      reason: expect.stringMatching(/显示的是 \d\d:\d\d 取到的内容/),
    });
    await letCircuitsClose();
  });

  it('asks each section once for a hundred readers at once', async () => {
    const { phone, subjectId } = await own('passport');
    await app.control('/counters', undefined, 'DELETE');
    const answers = await Promise.all(Array.from({ length: 100 }, () => phone.call('profile.read', { params: { subjectId }, query: {} })));
    const read = answers.filter(({ status }) => status === 200);
    expect(read.length).toBeGreaterThan(20);
    const asked = Object.entries(await counters()).filter(([name]) => name.startsWith('credit.section.'));
    expect(asked).toHaveLength(17);
    expect(asked.filter(([, times]) => times !== 1)).toEqual([]);
  });

  it('holds back a record of an unknown category: counted, logged, shown nowhere', async () => {
    const file = await readFile('unknown_category');
    const rows = await app.db.query<{ recordId: string; category: string; sectionId: string; seen: number }>(
      'SELECT recordId, category, sectionId, seen FROM quarantine',
    );
    expect(rows.length).toBeGreaterThan(0);
    const ids = rows.map(({ recordId }) => recordId);
    const { phone, subjectId } = await own('unknown_category');
    for (const { sectionId, total } of file.sections) {
      if (!total) continue;
      const { items } = await phone.ok('profile.readSection', { params: { subjectId, sectionId }, query: { limit: 100 } });
      expect(items.filter(({ recordId }) => ids.includes(recordId))).toEqual([]);
    }
    const row = rows[0];
    if (!row) throw new Error('no row');
    await phone.refused('profile.record_not_found', 'profile.readRecord', {
      params: { subjectId, sectionId: row.sectionId as Head['sectionId'], recordId: row.recordId },
    });
    expect(
      headOf(file, row.sectionId)
        .marks.map(({ text }) => text)
        .join(),
    ).toContain('不在目录内');
    expect(app.logged()).toContain('quarantine');
    await readFile('unknown_category');
    const again = await app.db.query<{ seen: number }>('SELECT seen FROM quarantine WHERE recordId = ?', [row.recordId]);
    expect(Number(again[0]?.seen)).toBeGreaterThan(Number(row.seen));
  });
});

describe('profile.readSection', () => {
  it.each([7, 30, 100])(
    'pages four hundred records by %i without gaps or doubles',
    async limit => {
      const { phone, subjectId } = await own('records_400');
      const file = await phone.ok('profile.read', { params: { subjectId }, query: {} });
      let walked = 0;
      for (const { sectionId, total } of file.sections) {
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await phone.ok('profile.readSection', {
            params: { subjectId, sectionId },
            query: cursor ? { limit, cursor } : { limit },
          });
          ids.push(...page.items.map(({ recordId }) => recordId));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(ids).toHaveLength(total ?? -1);
        expect(new Set(ids).size).toBe(ids.length);
        walked += ids.length;
      }
      expect(walked).toBeGreaterThanOrEqual(400);
    },
    60_000,
  );

  it('refuses a section that this kind of subject does not have, and a cursor that is not ours', async () => {
    const { phone, subjectId } = await own('clean');
    await phone.refused('profile.section_not_applicable', 'profile.readSection', {
      params: { subjectId, sectionId: 'abnormal' },
      query: {},
    });
    await phone.refused('request.invalid', 'profile.readSection', {
      params: { subjectId, sectionId: 'penalty' },
      query: { cursor: 'nonsense' },
    });
  });

  it('answers 503 with Retry-After and the agency’s name where nothing was fetched', async () => {
    const { phone, subjectId } = await own('sections_fail');
    const { status, headers, problem } = await phone.refused('profile.section_unavailable', 'profile.readSection', {
      params: { subjectId, sectionId: 'honor' },
      query: {},
    });
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(problem.detail).toMatch(/市信用办的接口/);
  });
});

describe('profile.readRecord', () => {
  it.each([
    ['penalty_minor', 'minor', '轻微'],
    ['penalty_general', 'general', '一般'],
    ['penalty_serious', 'serious', '严重'],
  ] as const)('computes the clock of %s and asks for two papers, free', async (key, penaltyClass, label) => {
    const { records } = await recordsOf(key, 'penalty');
    const record = records.find(({ clock }) => clock?.penaltyClass === penaltyClass);
    expect(record?.clock).toMatchObject({
      penaltyClassLabel: label,
      repairFrom: expect.any(String),
      endsOn: expect.any(String),
      basis: expect.any(String),
    });
    expect(record?.papers).toHaveLength(2);
    expect(record?.steps.join()).toMatch(/免费/);
    expect(record).toMatchObject({
      effect: 'harm',
      agency: expect.any(String),
      documentNo: expect.any(String),
      contact: { phone: expect.any(String), office: expect.any(String) },
    });
    expect(record?.facts.every(({ disclosure }) => ['public', 'authorised', 'government'].includes(disclosure))).toBe(true);
  });

  it('computes nothing where the source gave no class', async () => {
    const { records } = await recordsOf('penalty_unclassed', 'penalty');
    expect(records[0]?.clock).toMatchObject({ penaltyClass: null, penaltyClassLabel: '类别未提供', repairFrom: null, endsOn: null });
  });

  it('applies the old order to a decision of its time, with the minimum of its field', async () => {
    const { records } = await recordsOf('penalty_old_regime', 'penalty');
    const clock = records[0]?.clock;
    expect(clock?.basis).toContain('第58号');
    expect(clock?.repairFrom?.slice(0, 4)).toBe(String(Number(clock?.decidedOn?.slice(0, 4)) + 1));
  });

  it('tells which record came by an office held', async () => {
    const { records } = await recordsOf('roles_three', 'penalty');
    const via = records.filter(({ viaRole }) => viaRole !== null);
    expect(via).toHaveLength(1);
    expect(via[0]?.steps.join()).toContain(via[0]?.viaRole?.orgName);
    expect((await recordsOf('roles_three', 'role')).items.length).toBeGreaterThanOrEqual(3);
  });

  it('marks what is repaired and what is being repaired', async () => {
    const { records } = await recordsOf('repaired', 'penalty');
    const marks = records.flatMap(record => record.marks.map(({ text }) => text));
    expect(marks).toEqual(expect.arrayContaining(['已修复', '修复办理中']));
    const marked = (words: string) => records.find(record => record.marks.some(({ text }) => text === words));
    expect(marked('已修复')).toMatchObject({ effect: 'neutral', clock: null, papers: [] });
    expect(marked('已修复')?.steps.join()).not.toContain('履行处罚决定');
    expect(marked('修复办理中')).toMatchObject({ clock: { repairFrom: null }, papers: [] });
    expect(marked('修复办理中')?.steps[0]).toContain('修复正在办理');
  });

  it('shows no identity number, own or another’s', async () => {
    for (const key of ['penalty_general', 'roles_three', 'records_400']) {
      const { phone, subjectId } = await own(key);
      const file = await phone.ok('profile.read', { params: { subjectId }, query: {} });
      for (const { sectionId, total } of file.sections.slice(0, 6)) {
        if (!total) continue;
        const { items } = await phone.ok('profile.readSection', { params: { subjectId, sectionId }, query: { limit: 5 } });
        for (const { recordId } of items) {
          const record = await phone.ok('profile.readRecord', { params: { subjectId, sectionId, recordId } });
          expect(JSON.stringify(record)).not.toMatch(/\d{17}[\dX]"/);
        }
      }
    }
  });

  it('prints a slip for the counter', async () => {
    const { phone, subjectId, items } = await recordsOf('penalty_general', 'penalty');
    const answer = await phone.call('profile.readCounterSlip', {
      params: { subjectId, sectionId: 'penalty', recordId: items[0]?.recordId ?? '' },
    });
    expect([answer.status, answer.headers.get('content-type'), answer.bytes.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
  });
});

describe('profile of a merchant', () => {
  it('shows the list and the objection mark', async () => {
    const phone = await phoneOf('serious_list_boss');
    const subjectId = await subjectOf(phone, 'legal_representative');
    const file = await phone.ok('profile.read', { params: { subjectId }, query: {} });
    expect(file.kind).toBe('merchant');
    expect(headOf(file, 'serious_list').total).toBeGreaterThan(0);
    expect(file.sections.flatMap(({ marks }) => marks.map(({ text }) => text)).join()).toContain('异议处理中');
    expect(file.sections.map(({ sectionId }) => sectionId)).toEqual(expect.arrayContaining(['abnormal', 'complaint']));
  });
});

describe('profile.checkSelf', () => {
  const check = async (key: string) => {
    const { phone, subjectId } = await own(key);
    return phone.ok('profile.checkSelf', { params: { subjectId } });
  };

  it('finds nothing bad only when everything was fetched', async () => {
    expect(await check('clean')).toMatchObject({ missing: [], headline: expect.stringMatching(/^查过了，没有对您不利的记录/) });
    const broken = await check('sections_fail');
    expect(broken.missing.map(({ sectionId }) => sectionId).sort()).toEqual(['honor', 'license', 'penalty']);
    expect(broken.headline).toMatch(/3 类没取到，这次自测不完整/);
  });

  it('says of a penalty why, until when and what next', async () => {
    const { items, headline } = await check('penalty_general');
    const harm = items.filter(({ effect }) => effect === 'harm');
    expect(headline).toContain(`${harm.length} 条记录需要留意`);
    expect(harm[0]).toMatchObject({ why: expect.any(String), until: expect.any(String), next: expect.stringContaining('修复') });
  });

  it('makes no evaluation of its own', async () => {
    const lateKey = 'org_code_zero';
    const { people: everybody } = (await app.api('session.listDemoPeople')).body;
    const keys = everybody.map(({ key }) => key).filter(key => key !== lateKey && !key.startsWith('shape_'));
    const shown = { platforms: 0, none: 0 };
    for (const key of keys) {
      const { records } = (await app.control(`/records/${key}/evaluation`, undefined, 'GET')) as { records: Record<string, string>[] };
      const { evaluation, evaluationNote } = await check(key);
      expect(evaluationNote).toContain('不打分');
      if (records.length === 0) {
        expect([key, evaluation, evaluationNote]).toEqual([key, null, expect.stringContaining('平台没有给出')]);
        shown.none += 1;
      } else {
        const { name, grade, source } = evaluation ?? {};
        const held = records.map(one => [one.PJ_MC, one.PJ_JG, one.PJ_DW]);
        expect([key, held]).toEqual([key, expect.arrayContaining([[name, grade, source]])]);
        shown.platforms += 1;
      }
    }
    expect(shown.platforms).toBeGreaterThan(0);
    expect(shown.none).toBeGreaterThan(10);
    await fault({ section: 'evaluation', kind: 'status', subject: lateKey });
    expect(await check(lateKey)).toMatchObject({ evaluation: null, evaluationNote: expect.stringContaining('没取到，不表示没有评价') });
    await letCircuitsClose();
  }, 60_000);
});

describe('profile and the ledger', () => {
  const rows = async (subjectId: string): Promise<number> =>
    Number((await app.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM ledger_row WHERE subjectId = ?', [subjectId]))[0]?.n);

  it('writes one row a read', async () => {
    const { phone, subjectId } = await own('rural');
    const reads = [
      () => phone.ok('profile.read', { params: { subjectId }, query: {} }),
      () => phone.ok('profile.readSection', { params: { subjectId, sectionId: 'rural' }, query: {} }),
      () => phone.ok('profile.checkSelf', { params: { subjectId } }),
    ];
    for (const read of reads) {
      const before = await rows(subjectId);
      await read();
      expect(await rows(subjectId)).toBe(before + 1);
    }
  });

  it('gives no reply when the row cannot be written', async () => {
    const { phone, subjectId } = await own('lawyer');
    await app.db.run('ALTER TABLE ledger_row RENAME TO ledger_row_away');
    try {
      for (const [name, params] of [
        ['profile.read', { subjectId }],
        ['profile.checkSelf', { subjectId }],
        ['profile.readSection', { subjectId, sectionId: 'key_group' }],
      ] as const) {
        const { status, body } = await phone.refused('ledger.unwritable', name, { params } as never);
        expect([status, JSON.stringify(body).includes('sections')]).toEqual([503, false]);
      }
    } finally {
      await app.db.run('ALTER TABLE ledger_row_away RENAME TO ledger_row');
    }
    await phone.ok('profile.read', { params: { subjectId }, query: {} });
  });
});

describe('profile and changes', () => {
  const settled = async (test: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 100; i += 1) {
      if (await test()) return;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error('did not settle in 5 s');
  };

  it('shows a withdrawal told by callback without being asked anew', async () => {
    const before = headOf(await readFile('same_name_b'), 'penalty').total ?? 0;
    await app.control('/changes', { subject: 'same_name_b', section: 'penalty', kind: 'withdrawn' });
    await settled(async () => headOf(await readFile('same_name_b', false), 'penalty').total === before - 1);
  });

  it('shows a change told only by the feed', async () => {
    await app.control('/callbacks', { paused: true });
    try {
      const before = headOf(await readFile('hm_permit'), 'honor').total ?? 0;
      await app.control('/changes', { subject: 'hm_permit', section: 'honor', kind: 'added', fields: { RY_MC: '演示荣誉' } });
      expect(headOf(await readFile('hm_permit', false), 'honor').total).toBe(before);
      await app.container.pollFeed();
      expect(headOf(await readFile('hm_permit', false), 'honor').total).toBe(before + 1);
    } finally {
      await app.control('/callbacks', { paused: false });
    }
  });

  it('refuses a callback that is not signed', async () => {
    const reply = await fetch(`${app.url}/callbacks/credit`, { method: 'POST', body: '{"sjlx":"bd","sj":{}}' });
    expect(reply.status).toBe(401);
  });
});

describe('shapes of the wire', () => {
  it.each(['shape_missing', 'shape_null', 'shape_empty', 'shape_long'])(
    'reads every section and record of %s, person and merchant',
    async key => {
      const phone = await phoneOf(key);
      for (const role of ['self', 'legal_representative']) {
        const subjectId = await subjectOf(phone, role);
        const file = await phone.ok('profile.read', { params: { subjectId }, query: {} });
        expect(file.sections.filter(({ state, total }) => state === 'unavailable' || !total)).toEqual([]);
        for (const { sectionId } of file.sections) {
          const { items } = await phone.ok('profile.readSection', { params: { subjectId, sectionId }, query: {} });
          for (const { recordId } of items) {
            const record = await phone.ok('profile.readRecord', { params: { subjectId, sectionId, recordId } });
            expect(record.title.length).toBeGreaterThan(0);
            expect(JSON.stringify(record)).not.toMatch(/undefined|NaN|\[object|"null"/);
          }
          const slip = await phone.call('profile.readCounterSlip', {
            params: { subjectId, sectionId, recordId: items[0]?.recordId ?? '' },
          });
          expect(slip.status).toBe(200);
        }
        await phone.ok('profile.checkSelf', { params: { subjectId } });
      }
    },
    120_000,
  );
});

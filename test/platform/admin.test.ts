import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as breathe } from 'node:timers/promises';
import { type AdminTools, Refused, runCommand } from '../../bff/admin/commands';
import { startAdmin } from '../../bff/admin/server';
import { socketPath } from '../../bff/admin/socket-path';
import { findSealedColumns } from '../../bff/admin/store';
import { loadCity } from '../../bff/cities/city';
import { loadConfig } from '../../bff/config';
import { wireStaff } from '../../bff/features/staff';
import { checkDisk } from '../../bff/http/check-disk';
import { openDb } from '../../bff/lib/db/open-db';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { makeSeal } from '../../bff/lib/seal';
import { makeOutbox } from '../../bff/outbox/outbox';
import { startTestApp, type TestApp } from '../support/app';
import { openTestDb, testEngine } from '../support/db';
import { peopleOf } from '../support/people';

const at = '2026-01-01T00:00:00.000Z';

describe('admin', () => {
  let open: Awaited<ReturnType<typeof openTestDb>>;
  let dataDir: string;
  let tools: AdminTools;
  let logged: string;
  const answers: unknown[] = [];

  beforeAll(async () => {
    open = await openTestDb();
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'chengxin-admin-'));
    const config = loadConfig({ CHENGXIN_MODE: 'sandbox', DATA_DIR: dataDir });
    logged = '';
    tools = {
      strays: { list: async () => [], drop: async () => false, fault: async () => null },
      config,
      db: open.db,
      seal: makeSeal(config.sealKeys),
      now: () => new Date(at),
      log: makeLog('info', {
        write: line => {
          logged += line;
        },
      }),
      kick: () => undefined,
      answerHelp: async answer => answers.push(answer) > 0,
      demoToken: async person => `token of ${person}`,
      auditLedger: async () => [],
      restartCheckpoints: async () => ({ above: 0 }),
      eraseLedger: async () => 0,
      accountOf: async () => null,
      untieAccount: async () => false,
      staff: wireStaff({
        db: open.db,
        seal: makeSeal(config.sealKeys),
        now: () => new Date(at),
        newId: () => newId(Date.parse(at)),
        city: loadCity(config.cityFile),
        demo: false,
      }).admin,
    };
    for (const table of ['outbox', 'subject', 'notice', 'staff_member']) await open.db.run(`DELETE FROM ${table}`);
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const insertSubject = async (name: string): Promise<string> => {
    const id = newId();
    await open.db.run('INSERT INTO subject (id, kind, identityIndex, idNumberSealed, nameSealed, createdAt) VALUES (?, ?, ?, ?, ?, ?)', [
      id,
      'person',
      tools.seal.index('subject', id),
      tools.seal.seal(`number of ${name}`, 'subject.idNumberSealed'),
      tools.seal.seal(name, 'subject.nameSealed'),
      at,
    ]);
    return id;
  };

  const deadLetter = async (): Promise<string> => {
    const { enqueue } = makeOutbox({ seal: tools.seal, now: tools.now, onEnqueue: () => undefined });
    await open.db.inTx(tx => enqueue(tx, 'help.forward', 'key', { any: 'thing' }));
    await open.db.run("UPDATE outbox SET state = 'dead', attempts = 45, lastError = 'platform.unavailable'");
    return (await open.db.query<{ id: string }>('SELECT id FROM outbox'))[0]?.id ?? '';
  };

  it('finds every sealed column of the schema by itself', async () => {
    const schema = readFileSync(join(__dirname, '../../prisma/schema.prisma'), 'utf8');
    const named = [...schema.matchAll(/^\s+(\w+Sealed)\s/gm)].map(([, column]) => column).sort();
    expect((await findSealedColumns(open.db)).map(({ column }) => column).sort()).toEqual(named);
    expect(named.length).toBeGreaterThan(10);
  });

  it('re-seals every value with a new key while others read and write, and the old key can then go', async () => {
    for (let n = 0; n < 250; n++) await insertSubject(`居民${n}`);
    await deadLetter();
    // A delivery that is over keeps nothing of what it sent.
    await open.db.run("UPDATE outbox SET state = 'done', payloadSealed = ''");
    const before = tools.seal.currentKeyId;
    const rotation = runCommand(tools, ['keys', 'add', 'new-key'])
      .then(() => runCommand(tools, ['keys', 'use', 'new-key']))
      .then(() => runCommand(tools, ['keys', 'reseal']));
    let resealing = true;
    const ended = rotation.finally(() => {
      resealing = false;
    });
    let written = 0;
    while (resealing) {
      await insertSubject(`来客${written}`);
      written += 1;
      const rows = await open.db.query<{ nameSealed: string }>('SELECT nameSealed FROM subject');
      for (const { nameSealed } of rows.slice(0, 20)) expect(tools.seal.openText(nameSealed, 'subject.nameSealed')).toMatch(/^(居民|来客)/);
      await breathe();
    }
    await ended;
    expect(written).toBeGreaterThan(0);
    await runCommand(tools, ['keys', 'reseal']);
    const rows = await open.db.query<{ nameSealed: string; idNumberSealed: string }>('SELECT nameSealed, idNumberSealed FROM subject');
    expect(rows).toHaveLength(250 + written);
    for (const row of rows)
      expect([tools.seal.keyIdOf(row.nameSealed), tools.seal.keyIdOf(row.idNumberSealed)]).toEqual(['new-key', 'new-key']);
    expect(new Set(rows.map(row => tools.seal.openText(row.idNumberSealed, 'subject.idNumberSealed'))).size).toBe(250 + written);
    await runCommand(tools, ['keys', 'drop', before]);
    const kept = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'));
    expect(Object.keys(kept.seal.keys)).toEqual(['new-key']);
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(loadConfig({ CHENGXIN_MODE: 'sandbox', DATA_DIR: dataDir }).sealKeys.current).toBe('new-key');
  });

  it('refuses to drop a key that something is still sealed with', async () => {
    await insertSubject('某人');
    const old = tools.seal.currentKeyId;
    await runCommand(tools, ['keys', 'add', 'second']);
    await expect(runCommand(tools, ['keys', 'drop', old])).rejects.toThrow('是当前密钥');
    await runCommand(tools, ['keys', 'use', 'second']);
    await expect(runCommand(tools, ['keys', 'drop', old])).rejects.toThrow('还有 2 条');
  });

  it('lists a dead letter, sends it again or drops it, each with a reason in the log', async () => {
    const id = await deadLetter();
    expect(await runCommand(tools, ['outbox', 'list'])).toContain(id);
    await expect(runCommand(tools, ['outbox', 'retry', id])).rejects.toThrow('缺少原因');
    await runCommand(tools, ['outbox', 'retry', id, '平台恢复了']);
    expect(await open.db.query('SELECT state, attempts FROM outbox')).toEqual([{ state: 'waiting', attempts: 0 }]);
    await expect(runCommand(tools, ['outbox', 'drop', id, '重复'])).rejects.toThrow('没有等人处理的条目');
    await open.db.run("UPDATE outbox SET state = 'dead'");
    await runCommand(tools, ['outbox', 'drop', id, '当事人已当面解决']);
    expect(await open.db.query('SELECT state, lastError FROM outbox')).toEqual([{ state: 'dropped', lastError: '当事人已当面解决' }]);
    expect(logged).toContain('平台恢复了');
    expect(logged).toContain('当事人已当面解决');
  });

  it('pages through more dead letters than one list shows', async () => {
    await open.db.inTx(async tx => {
      for (let n = 0; n < 201; n++)
        await tx.run(
          `INSERT INTO outbox (id, topic, orderKey, payloadSealed, state, attempts, createdAt, nextAt) VALUES (?, 'help.forward', 'k', '', 'dead', 45, ?, ?)`,
          [newId(), at, at],
        );
    });
    const first = (await runCommand(tools, ['outbox', 'list'])).split('\n');
    expect(first).toHaveLength(201);
    const next = /^一共 201 条，接着看：outbox list (.+)$/.exec(first.at(-1) ?? '')?.[1] ?? '';
    const second = (await runCommand(tools, ['outbox', 'list', next])).split('\n');
    expect(second).toEqual([expect.stringContaining('试过 45 次'), '一共 201 条']);
    expect(first).not.toContain(second[0]);
    expect(await runCommand(tools, ['outbox', 'list', 'report.make'])).toBe('没有这样的条目');
    expect(await runCommand(tools, ['outbox', 'drop', 'help.forward', '平台换了，逐条看过'])).toMatch(/^201 条不再投递/);
    await expect(runCommand(tools, ['outbox', 'retry', 'all', '再试'])).rejects.toThrow('没有等人处理的条目');
  });

  it('makes a backup that only its owner can read and that opens, or says that MySQL has its own', async () => {
    await insertSubject('备份里的人');
    const path = join(dataDir, 'copy', 'chengxin.db');
    mkdirSync(join(dataDir, 'copy'));
    if (testEngine === 'mysql') return expect(runCommand(tools, ['backup', path])).rejects.toThrow('MySQL');
    await runCommand(tools, ['backup', path]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(runCommand(tools, ['backup', path])).rejects.toThrow('已经有了');
    const copy = await openDb({ databaseUrl: null, dataDir: join(dataDir, 'copy') });
    const [row] = await copy.query<{ nameSealed: string }>('SELECT nameSealed FROM subject');
    expect(tools.seal.openText(row?.nameSealed ?? '', 'subject.nameSealed')).toBe('备份里的人');
    await copy.close();
  });

  it('prints a demo token on the sandbox and refuses elsewhere', async () => {
    expect(await runCommand(tools, ['demo-token', 'li'])).toBe('token of li');
    await expect(runCommand({ ...tools, config: { ...tools.config, demo: false } }, ['demo-token', 'li'])).rejects.toBeInstanceOf(Refused);
  });

  it('answers commands over a socket that only its owner may open', async () => {
    const server = await startAdmin(tools);
    const path = socketPath(dataDir);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const ask = (args: unknown): Promise<{ status: number; said: string }> =>
      new Promise((done, failed) =>
        request({ socketPath: path, method: 'POST', path: '/', agent: false }, async reply =>
          done({ status: reply.statusCode ?? 0, said: await text(reply) }),
        )
          .once('error', failed)
          .end(JSON.stringify(args)),
      );
    expect(await ask(['status'])).toMatchObject({ status: 200, said: expect.stringContaining('sandbox') });
    expect(await ask(['help', 'answer', 'B1', '已经办好', '信用办'])).toMatchObject({ status: 200 });
    expect(answers).toContainEqual({ number: 'B1', text: '已经办好', by: '信用办', at });
    expect(await ask(['no', 'such'])).toMatchObject({ status: 400, said: expect.stringContaining('用法') });
    await server.close();
    await expect(ask(['status'])).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps a socket address short enough where DATA_DIR is deep', () => {
    expect(Buffer.byteLength(socketPath(`/${'深'.repeat(80)}`))).toBeLessThanOrEqual(100);
  });
});

describe('admin over the whole BFF', () => {
  let app: TestApp;
  let logged = '';
  const log = makeLog('info', { write: line => (logged += line) });
  const run = (...args: string[]) => runCommand({ config: app.config, db: app.db, now: app.clock.now, log, ...app.container.admin }, args);

  beforeAll(async () => {
    app = await startTestApp({ background: false });
  }, 120_000);
  afterAll(() => app.close());

  const signInAndRead = async (person: string) => {
    const { token } = await app.signIn(person);
    const { subjects } = (await app.api('identity.read', {}, { token })).body;
    const subjectId = subjects[0]?.subjectId ?? '';
    const read = () => app.api('profile.read', { params: { subjectId } }, { token });
    expect((await read()).status).toBe(200);
    return { token, subjectId, read };
  };

  it('unties a lost account from its person, who can then be found and proved again', async () => {
    const { document } = await peopleOf(app).person('clean');
    const { token, subjectId } = await signInAndRead('clean');
    const found = await run('account', 'find', document.idType, document.idNumber);
    expect(found).toContain(subjectId);
    // Asking whether somebody is known here leaves a trace, and no number in it.
    expect(logged).toContain('operator: account looked up');
    expect(logged).not.toContain(document.idNumber);
    const citizenId = /账号\t([0-9a-f-]{36})/.exec(found)?.[1] ?? '';
    await expect(run('account', 'untie', citizenId)).rejects.toThrow('缺少原因');
    expect(await run('account', 'untie', citizenId, '手机号已换，柜台核过身份证')).toContain('已解除绑定');
    expect((await app.api('identity.read', {}, { token })).status).toBe(401);
    expect(await run('account', 'find', document.idType, document.idNumber)).toContain('没有绑定');
    await expect(run('account', 'untie', citizenId, '再来一次')).rejects.toThrow('没有绑定任何人');
    await expect(run('account', 'find', 'card', '1')).rejects.toThrow('证件类型');
  });

  it('audits the ledger, erases content before a day, and says so where a row was altered', async () => {
    const { subjectId } = await signInAndRead('elder');
    expect(await run('ledger', 'audit')).toContain('没有发现改动');
    const today = new Date(app.clock.now().getTime() + 8 * 3600_000).toISOString().slice(0, 10);
    await expect(run('ledger', 'erase', subjectId, today, '本人要求')).rejects.toThrow('没有可删的内容');
    await expect(run('ledger', 'erase', subjectId, '2026-02-31', '本人要求')).rejects.toThrow('日期写成');
    await expect(run('ledger', 'erase', subjectId, '9999-01-01', '本人要求')).rejects.toThrow('还没有到');
    await expect(run('ledger', 'erase', subjectId, today)).rejects.toThrow('缺少原因');
    app.clock.advance(25 * 3600_000);
    const tomorrow = new Date(app.clock.now().getTime() + 8 * 3600_000).toISOString().slice(0, 10);
    expect(await run('ledger', 'erase', subjectId, tomorrow, '本人要求')).toContain('已删去');
    expect(await run('ledger', 'audit')).toContain('没有发现改动');
    await app.db.run("UPDATE ledger_row SET at = '2020-01-01T00:00:00.000Z' WHERE subjectId = ?", [subjectId]);
    await expect(run('ledger', 'audit')).rejects.toThrow(subjectId);
  });

  it('begins a new row of checkpoints above every known number, with a reason', async () => {
    await expect(run('ledger', 'restart', '5')).rejects.toThrow('缺少原因');
    await expect(run('ledger', 'restart', 'five', '恢复了备份')).rejects.toThrow('正整数');
    expect(await run('ledger', 'restart', '5', '恢复了备份')).toContain('从 5 重新开始');
    await expect(run('ledger', 'restart', '5', '再来一次')).rejects.toThrow('要大于 5');
    await app.db.run('DELETE FROM ledger_checkpoint');
  });

  it('says how little of the disk is left before it is full, on /readyz and /metrics', async () => {
    expect(await checkDisk('/data', async () => 199 * 2 ** 20)()).toBe('199 MB free in DATA_DIR');
    expect(await checkDisk('/data', async () => 200 * 2 ** 20)()).toBeNull();
    expect((await (await fetch(`${app.url}/readyz`)).json()).dependencies).toHaveProperty('disk');
    expect(await (await fetch(`${app.url}/metrics`)).text()).toMatch(/chengxin_data_dir_free_bytes [1-9]/);
  });

  it('counts ledger faults on /metrics and says on /readyz that no checkpoint was made', async () => {
    expect(await (await fetch(`${app.url}/metrics`)).text()).toContain('chengxin_ledger_faults_total 0');
    await app.db.run("INSERT INTO ledger_checkpoint VALUES (1, '2026-01-01T00:00:00.000Z', 'a', 'b', 'k', 's', 0)");
    expect((await (await fetch(`${app.url}/readyz`)).json()).dependencies.ledger).toEqual({
      state: 'down',
      detail: 'no checkpoint since 2026-01-01T00:00:00.000Z',
    });
  });
});

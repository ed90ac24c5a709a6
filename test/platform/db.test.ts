import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { type Db, type Sql, UniqueViolation } from '../../bff/lib/db';
import { DatabaseBusy } from '../../bff/lib/db/hold-file';
import { openDb } from '../../bff/lib/db/open-db';
import { uniqueKeyOf } from '../../bff/lib/db/unique-key-of';
import { Problem } from '../../bff/lib/problem';
import { renderMysql } from '../../prisma/render-mysql';
import { newDatabase, testEngine } from '../support/db';

const at = '2026-01-01T00:00:00.000Z';
const insert = 'INSERT INTO mark (name, value, at) VALUES (?, ?, ?)';

describe('db', () => {
  let db: Db;
  let place: Awaited<ReturnType<typeof newDatabase>>;
  const count = async (): Promise<number> => (await db.query<{ n: number }>('SELECT COUNT(*) AS n FROM mark'))[0]?.n ?? -1;

  beforeAll(async () => {
    place = await newDatabase();
    db = await openDb(place);
  });
  beforeEach(() => db.run('DELETE FROM mark'));
  afterAll(async () => {
    await db.close();
    await place.drop();
  });

  it('keeps what a transaction did, all or nothing', async () => {
    await db.inTx(tx => tx.run(insert, ['kept', '1', at]));
    await expect(
      db.inTx(async tx => {
        await tx.run(insert, ['lost', '1', at]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await db.query('SELECT name FROM mark')).toEqual([{ name: 'kept' }]);
  });

  it('names a unique key that refused a row, in both lanes', async () => {
    await db.run(insert, ['one', '1', at]);
    await expect(db.run(insert, ['one', '2', at])).rejects.toBeInstanceOf(UniqueViolation);
    await expect(db.inTx(tx => tx.run(insert, ['one', '2', at]))).rejects.toBeInstanceOf(UniqueViolation);
    const ordinary = await db.prisma.mark.create({ data: { name: 'one', value: '2', at } }).catch((error: unknown) => error);
    expect(uniqueKeyOf(ordinary)).not.toBeNull();
    expect(uniqueKeyOf(new Error('something else'))).toBeNull();
  });

  it('goes on inside a transaction after a row was refused', async () => {
    await db.run(insert, ['one', '1', at]);
    await db.inTx(async tx => {
      await tx.run(insert, ['one', '2', at]).catch(() => undefined);
      await tx.run(insert, ['two', '2', at]);
    });
    expect(await count()).toBe(2);
  });

  it('loses no write of 300 transactions, statements and ordinary writes at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => [
        db.inTx(async tx => {
          await tx.run(insert, [`tx${i}`, '1', at]);
          await tx.query('SELECT COUNT(*) AS n FROM mark');
          await tx.run('UPDATE mark SET value = ? WHERE name = ?', ['2', `tx${i}`]);
        }),
        db.run(insert, [`plain${i}`, '1', at]),
        db.prisma.mark.create({ data: { name: `ordinary${i}`, value: '1', at } }),
      ]).flat(),
    );
    expect(await count()).toBe(300);
    expect(await db.query("SELECT COUNT(*) AS n FROM mark WHERE value = '2'")).toEqual([{ n: 100 }]);
  });

  it('does not let a statement of another request into an open transaction', async () => {
    const undone = db.inTx(async tx => {
      await tx.run(insert, ['undone', '1', at]);
      await pause(50);
      throw new Error('undone');
    });
    const bystander = db.run(insert, ['bystander', '1', at]);
    await expect(undone).rejects.toThrow('undone');
    await bystander;
    expect(await db.query('SELECT name FROM mark')).toEqual([{ name: 'bystander' }]);
  });

  it('counts one winner when fifty claim the same row', async () => {
    await db.run(insert, ['claim', 'free', at]);
    const won = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        db.inTx(tx => tx.run("UPDATE mark SET value = ? WHERE name = 'claim' AND value = 'free'", [`by ${i}`])),
      ),
    );
    expect(won.filter(changed => changed === 1)).toHaveLength(1);
  });

  it('adds up when fifty transactions increase one number', async () => {
    await db.run(insert, ['sum', '0', at]);
    await Promise.all(Array.from({ length: 50 }, () => db.inTx(tx => tx.run("UPDATE mark SET value = value + 1 WHERE name = 'sum'"))));
    expect(Number((await db.query<{ value: string }>("SELECT value FROM mark WHERE name = 'sum'"))[0]?.value)).toBe(50);
  });

  it('repeats a transaction that lost a deadlock, also when a feature has said the failure in its own words', async () => {
    for (const name of ['left', 'right']) await db.run(insert, [name, '0', at]);
    const raise = async (tx: Sql, name: string) => {
      try {
        await tx.run('UPDATE mark SET value = value + 1 WHERE name = ?', [name]);
      } catch (cause) {
        throw new Problem('ledger.unwritable', { cause });
      }
    };
    const both = (first: string, second: string) =>
      db.inTx(async tx => {
        await raise(tx, first);
        await pause(50);
        await raise(tx, second);
      });
    await Promise.all([both('left', 'right'), both('right', 'left')]);
    expect((await db.query<{ value: string }>('SELECT value FROM mark')).map(({ value }) => Number(value))).toEqual([2, 2]);
  });

  it('tells names apart that differ in case only', async () => {
    await db.run(insert, ['oAbC', '1', at]);
    await db.run(insert, ['oabc', '1', at]);
    expect(await db.query('SELECT name FROM mark WHERE name = ?', ['oabc'])).toEqual([{ name: 'oabc' }]);
  });

  it('keeps characters beyond the basic plane', async () => {
    await db.run(insert, ['rare', '𬴂𫗴𡈼', at]);
    expect(await db.query("SELECT value FROM mark WHERE name = 'rare'")).toEqual([{ value: '𬴂𫗴𡈼' }]);
  });

  it('opens again with the data, and refuses a migration that was changed after it was applied', async () => {
    await db.run(insert, ['stays', '1', at]);
    await db.close();
    db = await openDb(place);
    expect(await count()).toBe(1);
    await db.run("UPDATE _prisma_migrations SET checksum = 'other'");
    await db.close();
    await expect(openDb(place)).rejects.toThrow('was changed after it was applied');
    await place.drop();
    place = await newDatabase();
    db = await openDb(place);
  });

  it('has every acknowledged transaction, whole, after the process was killed', async () => {
    await db.close();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, '../support/write-until-killed.ts'), place.dataDir, place.databaseUrl ?? ''],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.on('data', chunk => {
      said += chunk;
    });
    const gone = once(child, 'exit');
    while (said.split('\n').length < 50) await pause(20);
    child.kill('SIGKILL');
    await gone;
    const acknowledged = said.split('\n').slice(0, -1).length;
    db = await openDb(place);
    const names = new Set((await db.query<{ name: string }>('SELECT name FROM mark')).map(row => row.name));
    for (let n = 0; n < acknowledged; n++) expect([names.has(`a${n}`), names.has(`b${n}`)]).toEqual([true, true]);
    expect([...names].filter(name => name.startsWith('a'))).toHaveLength([...names].filter(name => name.startsWith('b')).length);
  });

  if (testEngine === 'sqlite') {
    it('is a file that nobody else on the machine can read', () => {
      for (const name of ['chengxin.db', 'chengxin.db-wal', 'chengxin.db-shm'])
        expect([name, (statSync(join(place.dataDir, name)).mode & 0o777).toString(8)]).toEqual([name, '600']);
    });

    it('refuses a second opener of the SQLite file in one clear line', async () => {
      const second = await openDb(place).catch((error: unknown) => error);
      expect(second).toBeInstanceOf(DatabaseBusy);
      expect(String(second)).not.toContain('\n');
      expect(await count()).toBeGreaterThanOrEqual(0);
    });
  } else {
    it('has on MySQL exactly the tables of the schema after all migrations', async () => {
      const shapeOf = async (databaseUrl: string | null, prepare?: string): Promise<unknown> => {
        const connection = await createConnection({ uri: databaseUrl ?? '', multipleStatements: true });
        if (prepare) await connection.query(prepare);
        const [rows] = await connection.query(
          `SELECT TABLE_NAME AS t, COLUMN_NAME AS c, COLUMN_TYPE AS what, IS_NULLABLE AS n, COALESCE(COLUMN_DEFAULT, '') AS d, COLLATION_NAME AS o
             FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> '_prisma_migrations'
           UNION ALL SELECT TABLE_NAME, COLUMN_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, ''
             FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> '_prisma_migrations' ORDER BY 1, 2, 3`,
        );
        await connection.end();
        return rows;
      };
      const schema = readFileSync(join(__dirname, '../../prisma/schema.prisma'), 'utf8');
      const wanted = await newDatabase();
      const shape = await shapeOf(wanted.databaseUrl, renderMysql(schema));
      expect(await shapeOf(place.databaseUrl)).toEqual(shape);
      await wanted.drop();
    });

    it('lets two instances migrate an empty database at the same time', async () => {
      const empty = await newDatabase();
      const opened = await Promise.all([openDb(empty), openDb(empty), openDb(empty)]);
      const applied = await opened[0]?.query<{ name: string }>('SELECT migration_name AS name FROM _prisma_migrations');
      await Promise.all(opened.map(one => one.close()));
      await empty.drop();
      expect(applied?.length).toBe(new Set(applied?.map(({ name }) => name)).size);
      expect(applied).not.toEqual([]);
    });
  }
});

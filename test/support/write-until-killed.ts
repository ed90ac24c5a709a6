import { openDb } from '../../bff/lib/db/open-db';

/** Writes rows and says each one that was acknowledged, until it is killed. Arguments: dataDir, databaseUrl or nothing. */
const main = async (): Promise<void> => {
  const db = await openDb({ dataDir: process.argv[2] ?? '', databaseUrl: process.argv[3] || null });
  for (let at = 0; ; at++) {
    await db.inTx(async tx => {
      await tx.run('INSERT INTO mark (name, value, at) VALUES (?, ?, ?)', [`a${at}`, 'first', '2026-01-01T00:00:00.000Z']);
      await tx.run('INSERT INTO mark (name, value, at) VALUES (?, ?, ?)', [`b${at}`, 'second', '2026-01-01T00:00:00.000Z']);
    });
    process.stdout.write(`${at}\n`);
  }
};

void main();

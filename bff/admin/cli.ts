import { request } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { ConfigFaults, loadConfig } from '../config';
import { compose } from '../container';
import { DatabaseBusy } from '../lib/db/hold-file';
import { openDb } from '../lib/db/open-db';
import { makeLog } from '../lib/log';
import { Problem } from '../lib/problem';
import { Refused, runCommand } from './commands';
import { socketPath } from './socket-path';

/** Asks the running BFF; null when none answers. @throws Refused with its sentence */
const askBff = (path: string, args: readonly string[]): Promise<string | null> =>
  new Promise((done, failed) => {
    const asking = request({ socketPath: path, method: 'POST', path: '/', agent: false }, async reply => {
      const said = await text(reply);
      if (reply.statusCode === 200) done(said);
      else failed(new Refused(said));
    });
    asking.once('error', error =>
      'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') ? done(null) : failed(error),
    );
    asking.end(JSON.stringify(args));
  });

const firstLine = async (input: NodeJS.ReadStream): Promise<string> => {
  if (input.isTTY) process.stderr.write('证件号：');
  for await (const line of createInterface({ input })) return line;
  return '';
};

/** No BFF runs, or it is on MySQL where every process may open the database. */
const runHere = async (args: readonly string[]): Promise<string> => {
  const config = loadConfig(process.env);
  const log = makeLog('warn');
  const now = () => new Date();
  const db = await openDb(config);
  try {
    const container = await compose({ config, db, now, log });
    try {
      return await runCommand({ config, db, now, log, ...container.admin }, args);
    } finally {
      await container.close();
    }
  } finally {
    await db.close();
  }
};

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  // A number on the command line would stay in the shell's history and in the list of processes.
  if (args[0] === 'account' && args[1] === 'find' && args.length === 3) args.push((await firstLine(process.stdin)).trim());
  const said = process.env.DATABASE_URL ? null : await askBff(socketPath(resolve(process.env.DATA_DIR ?? '.data')), args);
  process.stdout.write(`${said ?? (await runHere(args))}\n`);
};

main().catch((error: unknown) => {
  const plain = error instanceof Refused || error instanceof ConfigFaults || error instanceof DatabaseBusy || error instanceof Problem;
  process.stderr.write(`${plain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});

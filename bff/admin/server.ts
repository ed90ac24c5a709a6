import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Problem } from '../lib/problem';
import { type AdminTools, Refused, runCommand } from './commands';
import { socketPath } from './socket-path';

export interface AdminServer {
  close(): Promise<void>;
}

/** Commands of operators to the running BFF, over a Unix socket that only its owner may open. The body is the list of arguments. */
export const startAdmin = async (tools: AdminTools): Promise<AdminServer> => {
  const path = socketPath(tools.config.dataDir);
  const server = createServer(async (req, res) => {
    try {
      res.end(await runCommand(tools, JSON.parse(await text(req)) as string[]));
    } catch (error) {
      const known = error instanceof Refused || error instanceof Problem;
      if (!known) tools.log.error({ err: error }, 'admin command failed');
      res.writeHead(known ? 400 : 500).end(known ? error.message : '命令没有完成，原因在日志里');
    }
  });
  // Whoever left it is gone: this process holds the database file, or on MySQL has its own DATA_DIR.
  rmSync(path, { force: true });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(path, listening));
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

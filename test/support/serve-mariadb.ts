import { startMariaDb } from './mariadb';

/** One private MariaDB for the whole run: tells its port to the runner, ends with it. */
const main = async (): Promise<void> => {
  const server = await startMariaDb();
  let closing = false;
  const stop = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exit(0);
  };
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(event, () => void stop());
  process.send?.({ port: server.port });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});

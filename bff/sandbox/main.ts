import { startSandbox } from './start';

/** The stand-in city as a process of its own; environment in docs/upstreams/sandbox.md. */
const { env } = process;

const apps = (): ReadonlyMap<string, string> | undefined => {
  if (!env.SANDBOX_APPS) return undefined;
  return new Map(Object.entries(JSON.parse(env.SANDBOX_APPS) as Record<string, string>));
};

const run = async (): Promise<void> => {
  const sandbox = await startSandbox({
    port: Number(env.SANDBOX_PORT ?? env.PORT ?? 3900),
    controlPort: Number(env.SANDBOX_CONTROL_PORT ?? 0),
    bffUrl: env.BFF_URL ?? null,
    seed: env.SANDBOX_SEED,
    today: env.SANDBOX_TODAY,
    apps: apps(),
    callbackSecret: env.CREDIT_CALLBACK_SECRET,
    answersItself: env.SANDBOX_ANSWERS === '1',
    receiptsFile: env.SANDBOX_RECEIPTS ?? null,
  });
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.stdout.write(`sandbox ${sandbox.url} (control ${sandbox.controlUrl}, inbox ${sandbox.url}/inbox)\n`);
  process.send?.({ port: sandbox.port, url: sandbox.url, controlUrl: sandbox.controlUrl });
};

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Options } from '../../bff/platform/blob/s3';

export interface S3 {
  readonly options: S3Options;
  /** Where its objects lie. */
  readonly folder: string;
  stop(): Promise<void>;
  /** At the same address again. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** npm s3rver: a stand-in for an S3-compatible store, over real HTTP. */
export const startS3 = async (): Promise<S3> => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-s3-'));
  const open = (port: number) =>
    new S3rver({ port, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: 'papers' }] });
  let server = open(0);
  const { port } = await server.run();
  const stop = () => server.close();
  return {
    folder,
    options: { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', bucket: 'papers', keyId: 'S3RVER', secret: 'S3RVER' },
    stop,
    async start() {
      server = open(port);
      await server.run();
    },
    async close() {
      await stop().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

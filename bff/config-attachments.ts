import { join, resolve } from 'node:path';
import type { BlobStore } from './platform/blob/connect';
import type { ClamdAddress } from './platform/scanner/clamd';

/** Where attachments lie and who scans them. */
export interface AttachmentConfig {
  readonly attachmentStore: BlobStore;
  /** null: nobody scans, and every attachment stays held. */
  readonly clamd: ClamdAddress | null;
}

interface Told {
  readonly mode: 'sandbox' | 'production';
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const s3Names = ['ATTACHMENT_S3_URL', 'ATTACHMENT_S3_BUCKET', 'ATTACHMENT_S3_KEY_ID', 'ATTACHMENT_S3_SECRET'] as const;

const isHttp = (text: string, secure: boolean): boolean =>
  URL.canParse(text) && (secure ? ['https:'] : ['https:', 'http:']).includes(new URL(text).protocol);

const storeOf = ({ mode, dataDir, env }: Told, faults: string[]): BlobStore => {
  const folder = resolve(env.ATTACHMENT_DIR ?? join(dataDir, 'attachments'));
  const missing = s3Names.filter(name => env[name] === undefined);
  if (missing.length === s3Names.length) {
    // Every instance must find what another took in. One instance on MySQL is fine too, but somebody has to say so.
    if (mode === 'production' && env.DATABASE_URL !== undefined && env.ATTACHMENT_DIR === undefined)
      faults.push(
        'ATTACHMENT_DIR：用 MySQL 时请写明附件目录：多个实例要用同一个共享目录（只有一个实例时写本机目录即可），或改配 ATTACHMENT_S3_*',
      );
    return { kind: 'disk', folder };
  }
  for (const name of missing) faults.push(`${name}：没有设置，对象存储要四项一起配`);
  if (env.ATTACHMENT_DIR !== undefined) faults.push('ATTACHMENT_DIR：已配对象存储，两者只能选一个');
  const endpoint = env.ATTACHMENT_S3_URL ?? '';
  if (endpoint !== '' && !isHttp(endpoint, mode === 'production'))
    faults.push(`ATTACHMENT_S3_URL：应为 ${mode === 'production' ? 'https ' : ''}网址`);
  return {
    kind: 's3',
    endpoint: endpoint.replace(/\/$/, ''),
    region: env.ATTACHMENT_S3_REGION ?? 'us-east-1',
    bucket: env.ATTACHMENT_S3_BUCKET ?? '',
    keyId: env.ATTACHMENT_S3_KEY_ID ?? '',
    secret: env.ATTACHMENT_S3_SECRET ?? '',
  };
};

const clamdOf = (told: string | undefined, faults: string[]): ClamdAddress | null => {
  if (told === undefined) return null;
  const path = /^unix:(\/.+)$/.exec(told)?.[1];
  if (path) return { path };
  const tcp = /^tcp:\/\/([A-Za-z0-9.-]+|\[[0-9a-f:]+\]):(\d{1,5})$/.exec(told);
  const port = Number(tcp?.[2]);
  if (tcp?.[1] && port > 0 && port < 65536) return { host: tcp[1].replace(/^\[|\]$/g, ''), port };
  faults.push('CLAMD：应形如 unix:/run/clamav/clamd.ctl 或 tcp://主机:3310');
  return null;
};

/** Adds to `faults` what is wrong. */
export const attachmentConfigOf = (told: Told, faults: string[]): AttachmentConfig => ({
  attachmentStore: storeOf(told, faults),
  clamd: clamdOf(told.env.CLAMD, faults),
});

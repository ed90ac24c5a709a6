import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SealKeys } from './lib/seal';
import type { TokenKeys } from './lib/token';

const zKey = z.base64().transform(text => Buffer.from(text, 'base64'));
const zKey32 = zKey.refine(key => key.length === 32, '应为 32 字节的 base64');
const zKeyId = z.string().regex(/^[a-z0-9-]{2,32}$/, '密钥编号只用小写字母、数字和连字符');

const ring = <T extends z.ZodType>(zOne: T) =>
  z
    .object({ current: zKeyId, keys: z.record(zKeyId, zOne) })
    .refine(({ current, keys }) => Object.hasOwn(keys, current), 'current 不在 keys 里');

const zPrivateKey = z.string().refine(pem => {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}, '应为 Ed25519 私钥（PKCS#8 PEM）');

/** The keys file: one form in the sandbox and in production. Binary keys as base64. */
const zKeysFile = z.object({
  /** True: made by the sandbox on its first start; production refuses it. */
  sandbox: z.boolean().default(false),
  seal: ring(zKey32),
  indexKey: zKey32,
  token: ring(zKey.refine(key => key.length >= 32, '应不短于 32 字节')),
  /** Ed25519, PKCS#8 PEM: signs reports, verify links and ledger checkpoints. */
  report: ring(zPrivateKey),
  /** PKCS#12 of the office's seal certificate, for the signature in the PDF; null on the sandbox: a demonstration one is made. */
  pdfSeal: z.object({ p12: z.base64(), passphrase: z.string() }).nullable().default(null),
});

export interface ReportKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

export interface Keys {
  readonly sandbox: boolean;
  readonly sealKeys: SealKeys;
  readonly tokenKeys: TokenKeys;
  readonly reportKeys: ReportKeys;
  readonly pdfSeal: { readonly p12: string; readonly passphrase: string } | null;
}

const newKey = (): string => randomBytes(32).toString('base64');

const sandboxKeys = () => ({
  sandbox: true,
  seal: { current: 's1', keys: { s1: newKey() } },
  indexKey: newKey(),
  token: { current: 't1', keys: { t1: newKey() } },
  report: {
    current: 'r1',
    keys: {
      r1: generateKeyPairSync('ed25519', {
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      }).privateKey,
    },
  },
  pdfSeal: null,
});

const writeKeys = (path: string, content: unknown): void => {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
};

/** Random keys of a sandbox, made once and kept: without them the data of the last run could not be opened. */
export const ensureSandboxKeys = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) writeKeys(path, sandboxKeys());
  chmodSync(path, 0o600);
};

/** Reads a keys file; every fault goes into `faults`, and the answer is then null. */
export const readKeys = (path: string, faults: string[]): Keys | null => {
  let raw: unknown;
  try {
    if ((statSync(path).mode & 0o077) !== 0) faults.push(`密钥文件 ${path} 能被其他用户读到，请 chmod 600`);
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    faults.push(`密钥文件 ${path} 读不出来`);
    return null;
  }
  const parsed = zKeysFile.safeParse(raw);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map(issue => `密钥文件 ${path} /${issue.path.join('/')}：${issue.message}`));
    return null;
  }
  const { sandbox, seal, indexKey, token, report, pdfSeal } = parsed.data;
  return { sandbox, sealKeys: { ...seal, indexKey }, tokenKeys: token, reportKeys: report, pdfSeal };
};

/** Changes the sealing keys in the file; nothing else in it is touched. */
export const changeSealKeys = (path: string, change: (seal: { current: string; keys: Record<string, string> }) => void): void => {
  const raw = JSON.parse(readFileSync(path, 'utf8')) as { seal: { current: string; keys: Record<string, string> } };
  change(raw.seal);
  writeKeys(path, raw);
};

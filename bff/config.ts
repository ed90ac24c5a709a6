import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { type AttachmentConfig, attachmentConfigOf } from './config-attachments';
import { ensureSandboxKeys, type Keys, readKeys } from './keys-file';

export interface Upstream {
  readonly baseUrl: string;
  readonly appId: string;
  readonly secret: string;
}

export type UpstreamName = 'credit' | 'identity' | 'wechat' | 'sms';

/** Everything the process is told from outside; parsed once, here alone. */
export interface Config extends Omit<Keys, 'sandbox'>, AttachmentConfig {
  readonly mode: 'sandbox' | 'production';
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** null: SQLite in dataDir. */
  readonly databaseUrl: string | null;
  /** Origin that phones and QR codes reach, without a slash at the end. */
  readonly publicUrl: string;
  readonly cityFile: string;
  readonly keysFile: string;
  readonly logLevel: string;
  readonly upstreams: Readonly<Record<UpstreamName, Upstream>>;
  /** What the city platform signs its callbacks with. */
  readonly callbackSecrets: Readonly<Record<'credit', string>>;
  /** False: `bff/worker.ts` delivers the outbox. */
  readonly relayInProcess: boolean;
  /** Where a worker shows /healthz, /readyz and /metrics; null: nowhere. */
  readonly workerPort: number | null;
  /** Reverse proxies in front whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  /** True on the sandbox only: demo people may sign in by name. */
  readonly demo: boolean;
  readonly buildDir: string;
  /** Font file asked for characters the shipped one lacks; null: they are shown by their code and sound. */
  readonly secondFont: string | null;
}

/** Every fault of the configuration at once. */
export class ConfigFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`配置有 ${faults.length} 处不对：\n${faults.map(fault => `- ${fault}`).join('\n')}`);
  }
}

const upstreamNames: readonly UpstreamName[] = ['credit', 'identity', 'wechat', 'sms'];

/** What the stand-in city is known by; anybody can read it here, so production refuses it. */
const sandboxAppId = 'chengxin-sandbox';
const sandboxSecret = 'sandbox-secret-not-for-production';

/** The repository, whether this runs from the source (tests) or from .build/bff. */
const above = resolve(__dirname, '..');
const root = basename(above) === '.build' ? resolve(above, '..') : above;

const zEnv = z.object({
  CHENGXIN_MODE: z.enum(['sandbox', 'production'], '只能是 sandbox 或 production').default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('应为端口号').int('应为端口号').min(0, '应为端口号').max(65535, '应为端口号').default(3000),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^mysql$/, error: '应形如 mysql://用户:口令@主机:端口/库名' }).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: '应为网址' }).optional(),
  CITY_FILE: z.string().optional(),
  KEYS_FILE: z.string().optional(),
  SECOND_FONT: z
    .string()
    .refine(file => existsSync(file), '没有这个字体文件')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], '不是已知的日志级别').default('info'),
  TRUSTED_PROXIES: z.coerce
    .number('应为反向代理的层数')
    .int('应为反向代理的层数')
    .min(0, '应为反向代理的层数')
    .max(5, '应为反向代理的层数')
    .default(0),
  RELAY: z.enum(['inside', 'worker'], '只能是 inside 或 worker').default('inside'),
  WORKER_PORT: z.coerce.number('应为端口号').int('应为端口号').min(1, '应为端口号').max(65535, '应为端口号').optional(),
});

type Env = Readonly<Record<string, string | undefined>>;

/** An empty variable is an absent one: that is how shells and compose files say "unset". */
const present = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const upstreamOf = (name: UpstreamName, env: Env, mode: Config['mode'], faults: string[]): Upstream => {
  const prefix = name.toUpperCase();
  const read = (part: string, onSandbox: string): string => {
    const value = env[`${prefix}_${part}`];
    if (value === undefined && mode === 'production') faults.push(`${prefix}_${part}：没有设置`);
    return value ?? onSandbox;
  };
  const sandboxPort = env.SANDBOX_PORT ?? '3900';
  const baseUrl = read('URL', `http://127.0.0.1:${sandboxPort}/${name}`);
  const upstream = { baseUrl: baseUrl.replace(/\/$/, ''), appId: read('APP_ID', sandboxAppId), secret: read('SECRET', sandboxSecret) };
  if (!URL.canParse(upstream.baseUrl)) faults.push(`${prefix}_URL：应为网址`);
  else if (mode === 'production' && new URL(upstream.baseUrl).protocol !== 'https:') faults.push(`${prefix}_URL：应为 https 网址`);
  return upstream;
};

/** Names that only the stand-in uses. A real secret is long and nobody's default. */
const refuseDefaults = (upstreams: Config['upstreams'], callbackSecret: string, env: Env, faults: string[]): void => {
  for (const name of upstreamNames) {
    const { appId, secret } = upstreams[name];
    if (appId === sandboxAppId || appId.includes('sandbox')) faults.push(`${name.toUpperCase()}_APP_ID：是沙盒的编号，生产环境不接受`);
    if (secret.length < 16 || secret.includes('sandbox')) faults.push(`${name.toUpperCase()}_SECRET：太短或是默认密钥，生产环境不接受`);
  }
  if (callbackSecret.length < 16 || callbackSecret.includes('sandbox'))
    faults.push('CREDIT_CALLBACK_SECRET：没有设置、太短或是默认密钥，生产环境不接受');
  if (env.SANDBOX_PORT !== undefined) faults.push('SANDBOX_PORT：生产环境不接沙盒');
};

/**
 * @throws ConfigFaults with every fault at once. In sandbox mode it makes the keys file in DATA_DIR when there is none.
 */
export const loadConfig = (environment: Env): Config => {
  const env = present(environment);
  const parsed = zEnv.safeParse(env);
  const faults = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}：${issue.message}`);
  const mode = env.CHENGXIN_MODE === 'sandbox' ? 'sandbox' : 'production';
  const upstreams = Object.fromEntries(upstreamNames.map(name => [name, upstreamOf(name, env, mode, faults)])) as Record<
    UpstreamName,
    Upstream
  >;
  const callbackSecret = env.CREDIT_CALLBACK_SECRET ?? (mode === 'sandbox' ? sandboxSecret : '');
  const dataDir = resolve(env.DATA_DIR ?? '.data');
  const attachments = attachmentConfigOf({ mode, dataDir, env }, faults);
  const keysFile = resolve(env.KEYS_FILE ?? join(dataDir, 'keys.json'));

  if (mode === 'production') {
    refuseDefaults(upstreams, callbackSecret, env, faults);
    if (env.KEYS_FILE === undefined) faults.push('KEYS_FILE：没有设置');
    if (env.CITY_FILE === undefined) faults.push('CITY_FILE：没有设置');
    if (env.PUBLIC_URL === undefined) faults.push('PUBLIC_URL：没有设置');
    else if (!env.PUBLIC_URL.startsWith('https://')) faults.push('PUBLIC_URL：应为 https 网址');
  } else if (env.KEYS_FILE === undefined) {
    ensureSandboxKeys(keysFile);
  }
  const keys = mode === 'production' && env.KEYS_FILE === undefined ? null : readKeys(keysFile, faults);
  if (mode === 'production' && keys?.sandbox) faults.push('KEYS_FILE：是沙盒自己造的密钥，生产环境不接受');
  if (mode === 'production' && keys && !keys.pdfSeal) faults.push('KEYS_FILE：缺少 pdfSeal（报告电子印章证书）');
  if (!parsed.success || !keys || faults.length > 0) throw new ConfigFaults(faults);

  const { HOST: host, PORT: port } = parsed.data;
  return {
    mode,
    host,
    port,
    dataDir,
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    publicUrl: (parsed.data.PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, ''),
    cityFile: resolve(parsed.data.CITY_FILE ?? join(root, 'bff/cities/qinghe.json')),
    keysFile,
    logLevel: parsed.data.LOG_LEVEL,
    upstreams,
    callbackSecrets: { credit: callbackSecret },
    trustedProxies: parsed.data.TRUSTED_PROXIES,
    relayInProcess: parsed.data.RELAY === 'inside',
    workerPort: parsed.data.WORKER_PORT ?? null,
    demo: mode === 'sandbox',
    buildDir: join(root, '.build'),
    secondFont: parsed.data.SECOND_FONT === undefined ? null : resolve(parsed.data.SECOND_FONT),
    sealKeys: keys.sealKeys,
    tokenKeys: keys.tokenKeys,
    reportKeys: keys.reportKeys,
    pdfSeal: keys.pdfSeal,
    ...attachments,
  };
};

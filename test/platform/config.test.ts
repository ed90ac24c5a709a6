import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigFaults, loadConfig } from '../../bff/config';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
};

describe('config', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'chengxin-config-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const realKeys = (change: Record<string, unknown> = {}): string => {
    const path = join(dataDir, 'real.json');
    const key = () => randomBytes(32).toString('base64');
    const { privateKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const keys = {
      seal: { current: 's1', keys: { s1: key() } },
      indexKey: key(),
      token: { current: 't1', keys: { t1: key(), t0: key() } },
      report: { current: 'r1', keys: { r1: privateKey } },
      pdfSeal: { p12: 'AAAA', passphrase: 'x' },
      ...change,
    };
    writeFileSync(path, JSON.stringify(keys), { mode: 0o600 });
    return path;
  };

  const production = (): Record<string, string> => ({
    CHENGXIN_MODE: 'production',
    DATA_DIR: dataDir,
    KEYS_FILE: realKeys(),
    CITY_FILE: '/etc/city.json',
    PUBLIC_URL: 'https://xin.example.gov.cn',
    CREDIT_CALLBACK_SECRET: 'callback-0123456789abcdef',
    ...Object.fromEntries(
      ['CREDIT', 'IDENTITY', 'WECHAT', 'SMS'].flatMap(name => [
        [`${name}_URL`, `https://${name.toLowerCase()}.example.gov.cn/`],
        [`${name}_APP_ID`, `real-${name}`],
        [`${name}_SECRET`, `secret-of-${name}-0123456789abcdef`],
      ]),
    ),
  });

  it('makes the keys of a sandbox once, for its owner only, and keeps them', () => {
    const env = { CHENGXIN_MODE: 'sandbox', DATA_DIR: dataDir };
    const first = loadConfig(env);
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
    const second = loadConfig(env);
    expect(second.sealKeys.indexKey.equals(first.sealKeys.indexKey)).toBe(true);
    expect(first.demo).toBe(true);
  });

  it('is production when nothing is said, and then lists every fault at once', () => {
    const faults = faultsOf({ DATA_DIR: dataDir, PORT: 'abc' });
    for (const name of [
      'PORT',
      'KEYS_FILE',
      'CITY_FILE',
      'PUBLIC_URL',
      'CREDIT_SECRET',
      'IDENTITY_URL',
      'WECHAT_APP_ID',
      'SMS_SECRET',
      'CREDIT_CALLBACK_SECRET',
    ])
      expect(faults.some(fault => fault.startsWith(name))).toBe(true);
  });

  it('asks on MySQL where attachments lie for all instances, and names what a store of objects lacks', () => {
    const mysql = { ...production(), DATABASE_URL: 'mysql://a:b@db:3306/chengxin' };
    const s3 = {
      ATTACHMENT_S3_URL: 'https://s3.example.gov.cn/',
      ATTACHMENT_S3_BUCKET: 'papers',
      ATTACHMENT_S3_KEY_ID: 'key',
      ATTACHMENT_S3_SECRET: 'secret-0123456789',
    };
    expect(faultsOf(mysql)).toEqual([expect.stringMatching(/^ATTACHMENT_DIR：.*共享目录/)]);
    expect(faultsOf({ ...mysql, ATTACHMENT_DIR: '/srv/papers' })).toEqual([]);
    expect(faultsOf({ ...mysql, ...s3 })).toEqual([]);
    expect(loadConfig({ ...mysql, ...s3 }).attachmentStore).toMatchObject({ kind: 's3', endpoint: 'https://s3.example.gov.cn' });
    const { ATTACHMENT_S3_SECRET: _, ...halfTold } = s3;
    expect(faultsOf({ ...production(), ...halfTold })).toEqual([expect.stringMatching(/^ATTACHMENT_S3_SECRET/)]);
    expect(faultsOf({ ...production(), ...s3, ATTACHMENT_DIR: '/srv/papers' })).toEqual([expect.stringMatching(/^ATTACHMENT_DIR/)]);
    expect(faultsOf({ ...production(), ...s3, ATTACHMENT_S3_URL: 'http://s3.example.gov.cn' })).toEqual([
      expect.stringMatching(/^ATTACHMENT_S3_URL：应为 https/),
    ]);
  });

  it('knows two ways to a scanner', () => {
    expect(loadConfig({ ...production(), CLAMD: 'unix:/run/clamav/clamd.ctl' }).clamd).toEqual({ path: '/run/clamav/clamd.ctl' });
    expect(loadConfig({ ...production(), CLAMD: 'tcp://scan.example:3310' }).clamd).toEqual({ host: 'scan.example', port: 3310 });
    expect(loadConfig(production()).clamd).toBeNull();
    for (const CLAMD of ['scan.example:3310', 'tcp://scan.example', 'tcp://scan.example:99999', 'unix:relative'])
      expect(faultsOf({ ...production(), CLAMD })).toEqual([expect.stringMatching(/^CLAMD/)]);
  });

  it('accepts a complete production configuration', () => {
    expect(faultsOf(production())).toEqual([]);
    const config = loadConfig(production());
    expect(config.demo).toBe(false);
    expect(config.upstreams.credit.baseUrl).toBe('https://credit.example.gov.cn');
  });

  it.each([
    ['the sandbox by its port', { SANDBOX_PORT: '3900' }, 'SANDBOX_PORT'],
    ['the default secret', { CREDIT_SECRET: 'sandbox-secret-not-for-production' }, 'CREDIT_SECRET'],
    ['the sandbox as an app id', { SMS_APP_ID: 'chengxin-sandbox' }, 'SMS_APP_ID'],
    ['a short secret', { WECHAT_SECRET: 'short' }, 'WECHAT_SECRET'],
    ['a platform without TLS', { CREDIT_URL: 'http://credit.example.gov.cn' }, 'CREDIT_URL'],
    ['a public address without TLS', { PUBLIC_URL: 'http://xin.example.gov.cn' }, 'PUBLIC_URL'],
    ['an empty variable as an absent one', { KEYS_FILE: '' }, 'KEYS_FILE'],
  ])('refuses in production: %s', (_what, change, named) => {
    const faults = faultsOf({ ...production(), ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(named);
  });

  it('refuses in production the keys a sandbox made', () => {
    loadConfig({ CHENGXIN_MODE: 'sandbox', DATA_DIR: dataDir });
    const faults = faultsOf({ ...production(), KEYS_FILE: join(dataDir, 'keys.json') });
    expect(faults.some(fault => fault.includes('沙盒自己造的密钥'))).toBe(true);
  });

  it('refuses keys that others can read, and keys that are too short, both named', () => {
    const env = production();
    chmodSync(realKeys({ indexKey: randomBytes(8).toString('base64'), seal: { current: 'gone', keys: {} } }), 0o644);
    const named = faultsOf(env).join('\n');
    expect(named).toContain('chmod 600');
    expect(named).toContain('/indexKey');
    expect(named).toContain('/seal');
  });

  it('never says a secret in its faults', () => {
    const secret = 'sandbox-very-secret-value';
    expect(faultsOf({ ...production(), CREDIT_SECRET: secret }).join('\n')).not.toContain(secret);
  });
});

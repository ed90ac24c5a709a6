import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { staffPolicy } from '../../policy/staff';

interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

const keyBytes = 32;

const derive = (password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> => {
  const N = 2 ** logN;
  // Node refuses more than 32 MB unless told.
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise((done, failed) =>
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? failed(error) : done(key))),
  );
};

/** `scrypt.<logN>.<r>.<p>.<salt>.<key>`: whoever reads it needs no policy. */
export const hashPassword = async (password: string, cost: Cost = staffPolicy.password.scrypt): Promise<string> => {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('.');
};

const { logN: usualLogN, r: usualR, p: usualP } = staffPolicy.password.scrypt;
/** Of nobody: an account that does not exist costs the same work as one that does. */
const nobodys = [
  'scrypt',
  usualLogN,
  usualR,
  usualP,
  randomBytes(16).toString('base64url'),
  randomBytes(keyBytes).toString('base64url'),
].join('.');

/** `hash` null: false, after as much work. */
export const isPassword = async (hash: string | null, password: string): Promise<boolean> => {
  const [, logN, r, p, salt = '', key = ''] = (hash ?? nobodys).split('.');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { logN: Number(logN), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && hash !== null;
};

/** 123456789012, abcdefghijkl, backwards too. */
const isRun = (chars: readonly string[]): boolean =>
  chars.slice(1).every((char, at) => [0, 1, 9].includes(Math.abs((char.codePointAt(0) ?? 0) - (chars[at]?.codePointAt(0) ?? 0))));

/** Why it may not be taken, a sentence; null: it may. Length counts most; the rest keeps out what is guessed first. */
export const weaknessOf = (password: string, account: string): string | null => {
  const { least } = staffPolicy.password;
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < least) return `口令至少 ${least} 个字符，可以是一句好记的话`;
  if (plain.includes(account)) return '口令里不要有账号';
  if (new Set(plain).size < 6) return '口令里不同的字符太少';
  if (/^(.{1,6})\1+$/.test(plain)) return '口令不要是同一段重复几遍';
  if (isRun([...plain])) return '口令不要是连着的数字或字母';
  return null;
};

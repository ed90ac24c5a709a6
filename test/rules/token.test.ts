import { createHmac, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { makeTokens, type Tokens } from '../../bff/lib/token';

const claims = { citizenId: 'citizen-1', sessionId: 'session-1', client: 'h5' } as const;
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const keys = { old: oldKey, new: newKey };
let nowMs = Date.parse('2026-11-23T00:00:00.000Z');
const now = () => new Date(nowMs);
const tokens = makeTokens({ current: 'new', keys, issuer: 'chengxin', now });
const whyRefused = (token: string, by: Tokens = tokens): string => {
  try {
    by.verify(token);
    return 'accepted';
  } catch (error) {
    return (error as { why: string }).why;
  }
};
const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const bySelf = (header: object, body: object, key: Buffer): string => {
  const signed = `${b64(header)}.${b64(body)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
};
const sound = () => ({
  sid: 's',
  client: 'h5',
  iat: Math.floor(nowMs / 1000),
  exp: Math.floor(nowMs / 1000) + 900,
  aud: 'chengxin/api',
  iss: 'chengxin',
  sub: 'c',
});

describe('token.verify', () => {
  beforeEach(() => {
    nowMs = Date.parse('2026-11-23T00:00:00.000Z');
  });

  it('gives back what was issued, for at most 15 minutes, also out of its memory', () => {
    const token = tokens.issue(claims);
    expect(tokens.lifetimeSec).toBeLessThanOrEqual(900);
    expect(tokens.verify(token)).toEqual(claims);
    nowMs += 899_000;
    expect(tokens.verify(token)).toEqual(claims);
    nowMs += 1_000;
    expect(whyRefused(token)).toBe('expired');
    expect(whyRefused(token)).toBe('expired');
  });

  it('accepts the older key while it lives, and no longer', () => {
    const token = makeTokens({ current: 'old', keys, issuer: 'chengxin', now }).issue(claims);
    expect(tokens.verify(token)).toEqual(claims);
    expect(whyRefused(token, makeTokens({ current: 'new', keys: { new: newKey }, issuer: 'chengxin', now }))).toBe('invalid');
  });

  it('accepts a token made by hand in the pinned form, so that the refusals below refuse for their own reason', () => {
    expect(whyRefused(bySelf({ alg: 'HS256', kid: 'new' }, sound(), newKey))).toBe('accepted');
  });

  it.each([
    ['no algorithm', () => `${b64({ alg: 'none', kid: 'new' })}.${b64(sound())}.`],
    ['another algorithm', () => jwt.sign(sound(), newKey, { algorithm: 'HS512', keyid: 'new' })],
    ['an unknown key id', () => bySelf({ alg: 'HS256', kid: 'other' }, sound(), newKey)],
    ['a key id of the prototype', () => bySelf({ alg: 'HS256', kid: 'constructor' }, sound(), newKey)],
    ['no key id', () => bySelf({ alg: 'HS256' }, sound(), newKey)],
    ['the other live key', () => bySelf({ alg: 'HS256', kid: 'new' }, sound(), oldKey)],
    ['another issuer', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), iss: 'other' }, newKey)],
    ['another audience', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), aud: 'other' }, newKey)],
    ['no end', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), exp: undefined }, newKey)],
    ['a longer life', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), exp: sound().exp + 3600 }, newKey)],
    ['no session', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), sid: undefined }, newKey)],
    ['an unknown client', () => bySelf({ alg: 'HS256', kid: 'new' }, { ...sound(), client: 'desk' }, newKey)],
    ['garbage', () => 'a.b.c'],
    ['nothing', () => ''],
  ])('refuses %s', (_what, make) => {
    expect(whyRefused(make())).toBe('invalid');
  });

  it('refuses a changed byte', () => {
    const token = tokens.issue(claims);
    const at = token.indexOf('.') + 12;
    expect(whyRefused(token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1))).toBe('invalid');
  });

  it('does not start with a missing or short key', () => {
    expect(() => makeTokens({ current: 'x', keys, issuer: 'chengxin', now })).toThrow('current');
    expect(() => makeTokens({ current: 'new', keys: { new: Buffer.alloc(16) }, issuer: 'chengxin', now })).toThrow('32 bytes');
  });
});

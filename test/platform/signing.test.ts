import { openSignedCallback, replySignature, requestSignature, wireSigning } from '../../bff/platform/signing';
import { replyVector, requestVectors, vectorSecret, vectorTimestamp } from '../support/openssl-vectors';

const secret = vectorSecret;
const timestamp = vectorTimestamp;
const now = () => new Date(Number(timestamp));

describe('platform.signing', () => {
  it.each(requestVectors)('signs %s %s as openssl does', (method, path, body, nonce, expected) => {
    expect(requestSignature(secret, { method, path, body, timestamp, nonce })).toBe(expected);
  });

  const { status, body: reply, nonce: replyNonce, signature } = replyVector;
  const headers = { 'x-timestamp': timestamp, 'x-nonce': replyNonce, 'x-signature': signature };

  it('signs a reply as openssl does', () => {
    expect(replySignature(secret, { status, body: reply, timestamp, nonce: replyNonce })).toBe(signature);
  });

  it('believes a reply only for its own request, status, body and time', () => {
    const { verify } = wireSigning({ appId: 'a', secret, now });
    const good = { status, headers, bytes: reply, nonce: replyNonce };
    expect(verify(good)).toBe(true);
    expect(verify({ ...good, nonce: 'nonce-0000000003' })).toBe(false);
    expect(verify({ ...good, status: 201 })).toBe(false);
    expect(verify({ ...good, bytes: Buffer.from(`${reply} `) })).toBe(false);
    expect(verify({ ...good, headers: { ...headers, 'x-signature': undefined } })).toBe(false);
    expect(verify({ ...good, headers: { ...headers, 'x-signature': signature.toUpperCase() } })).toBe(false);
    for (const shiftMs of [-300_001, 300_001]) {
      const later = wireSigning({ appId: 'a', secret, now: () => new Date(Number(timestamp) + shiftMs) });
      expect(later.verify(good)).toBe(false);
    }
    expect(wireSigning({ appId: 'a', secret, now: () => new Date(Number(timestamp) + 300_000) }).verify(good)).toBe(true);
  });

  it('makes a new nonce for every request', () => {
    const { sign } = wireSigning({ appId: 'a', secret, now });
    const nonces = new Set(Array.from({ length: 100 }, () => sign({ method: 'GET', path: '/', body: '' }).nonce));
    expect(nonces.size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
  });

  it('opens a callback only from the platform, in time and unchanged', () => {
    const raw = { method: 'POST', path: '/callbacks/credit', body: Buffer.from('{"sjlx":"bd"}') };
    const nonce = 'nonce-0000000005';
    const signed = {
      'x-app-id': 'credit-platform',
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': requestSignature(secret, { ...raw, timestamp, nonce }),
    };
    expect(openSignedCallback({ ...raw, headers: signed }, { secret, now })).toBe(nonce);
    expect(openSignedCallback({ ...raw, headers: { ...signed, 'x-app-id': 'other' } }, { secret, now })).toBeNull();
    expect(openSignedCallback({ ...raw, headers: { ...signed, 'x-timestamp': 'NaN' } }, { secret, now })).toBeNull();
    expect(openSignedCallback({ ...raw, headers: {} }, { secret, now })).toBeNull();
    expect(openSignedCallback({ ...raw, body: Buffer.from('{"sjlx":"xx"}'), headers: signed }, { secret, now })).toBeNull();
    expect(openSignedCallback({ ...raw, path: '/callbacks/credit?x', headers: signed }, { secret, now })).toBeNull();
    expect(openSignedCallback({ ...raw, headers: signed }, { secret: 'other', now })).toBeNull();
    expect(openSignedCallback({ ...raw, headers: signed }, { secret, now: () => new Date(Number(timestamp) + 300_001) })).toBeNull();
  });
});

import { openSignedCallback, replySignature, requestSignature, wireSigning } from '../../bff/platform/signing';

/** Vectors of docs/upstreams/signing.md, computed there with openssl. */
const secret = 'sandbox-secret-not-for-production';
const timestamp = '1793404800000';
const now = () => new Date(Number(timestamp));

describe('platform.signing', () => {
  it.each([
    [
      'GET',
      '/credit/v1/bd?yb=12&size=100&page=1',
      '',
      'nonce-0000000001',
      'fd7a4768268d808fdfbe4a02533b8e08bdaf0877e3ef78b670792f007bfb18b3',
    ],
    [
      'POST',
      '/credit/v1/zt/zrr',
      '{"zjlx":"01","zjhm":"419901199001011234","xm":"演示·样例"}',
      'nonce-0000000002',
      '8287091cd69925b2acfa86f8980183837de7c742bda7a738c24ac4d6c544e755',
    ],
    [
      'GET',
      '/credit/v1/zt/fr?b=&a=1&a=%E4%B8%AD',
      '',
      'nonce-0000000004',
      'aecad7f8d2b6bd3b6ee27cdde887c1daa4691ae9ed318b8c2eca4acde1173e86',
    ],
  ])('signs %s %s as openssl does', (method, path, body, nonce, expected) => {
    expect(requestSignature(secret, { method, path, body, timestamp, nonce })).toBe(expected);
  });

  const reply = Buffer.from('{"code":"0000","msg":"成功","data":null}');
  const signature = 'a112f168f6f096849a0eaf7dacc1d98d0093b2de8f2ce8dd89bf7a62a34aea69';
  const headers = { 'x-timestamp': timestamp, 'x-nonce': 'nonce-0000000002', 'x-signature': signature };

  it('signs a reply as openssl does', () => {
    expect(replySignature(secret, { status: 200, body: reply, timestamp, nonce: 'nonce-0000000002' })).toBe(signature);
  });

  it('believes a reply only for its own request, status, body and time', () => {
    const { verify } = wireSigning({ appId: 'a', secret, now });
    const good = { status: 200, headers, bytes: reply, nonce: 'nonce-0000000002' };
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

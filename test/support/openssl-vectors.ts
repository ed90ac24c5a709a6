/** Vectors of docs/upstreams/signing.md, computed there with openssl: what both sides of the wire must arrive at by themselves. */
export const vectorSecret = 'sandbox-secret-not-for-production';
export const vectorTimestamp = '1793404800000';

/** Method, target, body, nonce, signature. */
export const requestVectors: [string, string, string, string, string][] = [
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
];

export const replyVector = {
  status: 200,
  body: Buffer.from('{"code":"0000","msg":"成功","data":null}'),
  nonce: 'nonce-0000000002',
  signature: 'a112f168f6f096849a0eaf7dacc1d98d0093b2de8f2ce8dd89bf7a62a34aea69',
};

import { verify } from 'node:crypto';
import jsQR from 'jsqr';
import { canonicalJson, digestOf, fingerprintOf, verifyText } from './canonical';
import { checkCms, keysOfJwks } from './pdf/check-cms';
import { readPdf } from './pdf/read-pdf';
import type { ReportData } from './report-data';

/** One sentence a fault; all that are found are told. */
export const faultWords = {
  no_keys: '公钥文件里没有能用的公钥，无法核验。',
  unsigned: '文件里没有数字签名：不是本平台出具的原件，或签名被去掉了。',
  changed: '文件在出具之后被改过：数字签名对不上。',
  appended: '文件在签名之后又加了内容：签名没有盖住全文。',
  stranger: '数字签名不是出具机关的：证书不在公钥文件里。',
  no_data: '文件里没有附带的数据，或数据读不出来：不是本平台出具的报告。',
  data_not_canonical: '附带的数据被改写过：不是出具时的写法。',
  no_code: '首页的二维码读不出来：可能被换掉或涂改。',
  code_moved: '首页的二维码是从另一份报告移来的：它和这份报告的内容不是一对。',
  code_forged: '首页的二维码的签名对不上：二维码是伪造的，或内容被改过。',
  expired: '报告是真的，但已经过了有效期。',
} as const;

export type Fault = keyof typeof faultWords;

export interface Verdict {
  readonly faults: readonly Fault[];
  readonly data: ReportData | null;
  readonly fingerprint: string | null;
}

const dataOf = (attached: Buffer | null): ReportData | null => {
  try {
    const data = JSON.parse(attached?.toString('utf8') ?? '') as ReportData;
    return data.format === 'chengxin-report/1' ? data : null;
  } catch {
    return null;
  }
};

/** Border of white that a reader needs around a code, pixels. */
const quiet = 32;

const codeOf = (picture: NonNullable<ReturnType<typeof readPdf>['picture']>): string | null => {
  const side = picture.side + 2 * quiet;
  const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < picture.side; y++) {
    for (let x = 0; x < picture.side; x++) {
      rgba.fill(
        picture.pixels[y * picture.side + x] ?? 255,
        ((y + quiet) * side + x + quiet) * 4,
        ((y + quiet) * side + x + quiet) * 4 + 3,
      );
    }
  }
  return jsQR(rgba, side, side)?.data ?? null;
};

/** `<id>.<signature>` at the end of a verify link. */
const partsOfLink = (link: string): { verifyId: string; signature: string } | null => {
  const match = /\/v\/([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{86})$/.exec(link);
  return match ? { verifyId: match[1] ?? '', signature: match[2] ?? '' } : null;
};

/** Whether a code belongs to this content. */
export const codeFault = (link: string | null, verifyId: string, digest: string, jwks: unknown): Fault | null => {
  const parts = link === null ? null : partsOfLink(link);
  if (!parts) return 'no_code';
  if (parts.verifyId !== verifyId) return 'code_moved';
  const signature = Buffer.from(parts.signature, 'base64url');
  const keys = keysOfJwks(jwks).filter(({ key }) => key.asymmetricKeyType === 'ed25519');
  const text = Buffer.from(verifyText(verifyId, digest));
  return keys.some(({ key }) => verify(null, text, key, signature)) ? null : 'code_forged';
};

/** Everything that can be known of a report's file without asking anybody: signature, attached data, code. Revocation needs the verify page. */
export const checkReport = (pdf: Uint8Array, jwks: unknown, at: Date): Verdict => {
  const trusted = keysOfJwks(jwks);
  const { signature, attached, picture } = readPdf(pdf);
  const faults: Fault[] = trusted.length === 0 ? ['no_keys'] : [];
  if (!signature) faults.push('unsigned');
  else {
    const fault = checkCms(signature.cms, signature.signedBytes, trusted);
    if (fault === 'stranger') faults.push('stranger');
    else if (fault) faults.push('changed');
    if (!signature.coversAll) faults.push('appended');
  }
  const data = dataOf(attached);
  if (!data || !attached) return { faults: [...faults, 'no_data'], data: null, fingerprint: null };
  if (canonicalJson(data) !== attached.toString('utf8')) faults.push('data_not_canonical');
  const digest = digestOf(attached);
  const code = codeFault(picture && codeOf(picture), data.verifyId, digest, jwks);
  if (code) faults.push(code);
  if (faults.length === 0 && data.expiresAt <= at.toISOString()) faults.push('expired');
  return { faults, data, fingerprint: fingerprintOf(digest) };
};

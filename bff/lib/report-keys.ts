import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';

export interface ReportKeysSetup {
  /** Ed25519, PKCS#8 PEM by id; `current` signs, all verify. */
  readonly reportKeys: { readonly current: string; readonly keys: Readonly<Record<string, string>> };
  /** PKCS#12 of the office's seal certificate; null: a demonstration certificate is made once and kept in `dataDir`. */
  readonly pdfSeal: { readonly p12: string; readonly passphrase: string } | null;
  readonly dataDir: string;
}

export interface Jwk extends JsonWebKey {
  readonly kid: string;
  readonly use: 'sig';
}

export interface ReportKeys {
  /** Ed25519 over UTF-8 text; base64url, 86 characters. */
  sign(text: string): { keyId: string; signature: string };
  verify(keyId: string, text: string, signature: string): boolean;
  /** For the CMS signature in the PDF: PKCS#8 key and certificates, PEM. */
  readonly pdf: { readonly keyPem: string; readonly certificatePem: string };
  /** Public halves only: who holds these can check every report without us. */
  jwks(): { keys: Jwk[] };
}

type PdfPems = ReportKeys['pdf'];

const subject = [
  { name: 'commonName', value: 'Chengxin DEMO report seal' },
  { name: 'organizationName', value: 'DEMO - not an official seal' },
  { name: 'countryName', value: 'CN' },
];

/** A self-signed certificate that says in its name that it is a demonstration. Twenty years. */
const makeDemoSeal = (): PdfPems => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2045-01-01T00:00:00Z');
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(keyPem), forge.md.sha256.create());
  return { keyPem, certificatePem: forge.pki.certificateToPem(certificate) };
};

const keptDemoSeal = (dataDir: string): PdfPems => {
  const file = join(dataDir, 'demo-seal.json');
  try {
    // Exclusive: of two starts at once one makes it, the other reads it.
    writeFileSync(file, JSON.stringify(makeDemoSeal()), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as PdfPems;
};

/** @throws Error when the container cannot be opened or holds no key */
const openSeal = ({ p12, passphrase }: { p12: string; passphrase: string }): PdfPems => {
  const container = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(forge.util.decode64(p12)), passphrase);
  const bagsOf = (type: string | undefined) => container.getBags({ bagType: type ?? '' })[type ?? ''] ?? [];
  const { oids } = forge.pki;
  const key = [...bagsOf(oids.pkcs8ShroudedKeyBag), ...bagsOf(oids.keyBag)][0]?.key;
  const certificates = bagsOf(oids.certBag).flatMap(({ cert }) => (cert ? [forge.pki.certificateToPem(cert)] : []));
  if (!key) throw new Error('pdfSeal: no private key in the container');
  const keyPem = createPrivateKey(forge.pki.privateKeyToPem(key)).export({ type: 'pkcs8', format: 'pem' }).toString();
  // The signer's own certificate first, then its chain.
  const own = createPublicKey(keyPem);
  const [mine, others] = [true, false].map(wanted => certificates.filter(pem => new X509Certificate(pem).publicKey.equals(own) === wanted));
  if (!mine?.length) throw new Error('pdfSeal: no certificate of the private key in the container');
  return { keyPem, certificatePem: [...mine, ...(others ?? [])].join('') };
};

/** RFC 7638 thumbprint: the key's name is made of the key. */
const thumbprint = (jwk: JsonWebKey): string => {
  const members = jwk.kty === 'RSA' ? { e: jwk.e, kty: jwk.kty, n: jwk.n } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
};

/** Of the first certificate, as RFC 7517 §4.9 wants it. */
const certificateDigest = (pem: string): string => createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');

/** Keys that prove reports. @throws Error on a key that cannot be read */
export const makeReportKeys = ({ reportKeys, pdfSeal, dataDir }: ReportKeysSetup): ReportKeys => {
  const signing = createPrivateKey(reportKeys.keys[reportKeys.current] ?? '');
  mkdirSync(dataDir, { recursive: true });
  const publicKeys = new Map<string, KeyObject>(Object.entries(reportKeys.keys).map(([id, pem]) => [id, createPublicKey(pem)]));
  const pdf = pdfSeal === null ? keptDemoSeal(dataDir) : openSeal(pdfSeal);
  const seal = createPublicKey(pdf.keyPem).export({ format: 'jwk' });
  const jwks = {
    keys: [
      ...[...publicKeys].map(([kid, key]): Jwk => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'EdDSA' })),
      { ...seal, kid: thumbprint(seal), use: 'sig', alg: 'RS256', 'x5t#S256': certificateDigest(pdf.certificatePem) } as Jwk,
    ],
  };
  // For the offline check on this machine; nothing secret is in it.
  writeFileSync(join(dataDir, 'report-jwks.json'), JSON.stringify(jwks));
  return {
    sign: text => ({ keyId: reportKeys.current, signature: sign(null, Buffer.from(text), signing).toString('base64url') }),
    verify(keyId, text, signature) {
      const key = publicKeys.get(keyId);
      const bytes = Buffer.from(signature, 'base64url');
      // One text, one signature: another spelling of the same base64url is not ours.
      return key !== undefined && bytes.toString('base64url') === signature && verify(null, Buffer.from(text), key, bytes);
    },
    pdf,
    jwks: () => jwks,
  };
};

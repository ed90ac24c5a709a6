import { constants, createPrivateKey, type KeyObject, privateEncrypt } from 'node:crypto';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { Signer, SignPdf } from '@signpdf/signpdf';
import forge from 'node-forge';

/** PEM texts: PKCS#8 RSA key, and the certificate followed by its chain. */
export interface PdfKey {
  readonly keyPem: string;
  readonly certificatePem: string;
}

export interface PdfSigner {
  readonly key: KeyObject;
  readonly certificates: readonly forge.pki.Certificate[];
}

/** DigestInfo of SHA-256 (RFC 8017 §9.2): what RSASSA-PKCS1-v1_5 encrypts in front of the digest. */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** @throws Error when key or certificate cannot be read. */
export const makePdfSigner = ({ keyPem, certificatePem }: PdfKey): PdfSigner => {
  const certificates = certificatePem
    .split(/(?<=-----END CERTIFICATE-----)/)
    .filter(pem => pem.includes('BEGIN CERTIFICATE'))
    .map(pem => forge.pki.certificateFromPem(pem));
  if (certificates.length === 0) throw new Error('pdf: no certificate');
  return { key: createPrivateKey(keyPem), certificates };
};

/** CMS detached signature; the private key stays in node:crypto, thirty times faster than in JavaScript. */
class CmsSigner extends Signer {
  constructor(private readonly signer: PdfSigner) {
    super();
  }

  override async sign(pdf: Buffer, signingTime?: Date): Promise<Buffer> {
    const { key, certificates } = this.signer;
    const cms = forge.pkcs7.createSignedData();
    cms.content = forge.util.createBuffer(pdf.toString('binary'));
    for (const certificate of certificates) cms.addCertificate(certificate);
    const [own] = certificates;
    if (!own) throw new Error('pdf: no certificate');
    const opaqueKey = {
      sign: (md: forge.md.MessageDigest): string =>
        privateEncrypt(
          { key, padding: constants.RSA_PKCS1_PADDING },
          Buffer.concat([sha256Info, Buffer.from(md.digest().getBytes(), 'binary')]),
        ).toString('binary'),
    };
    cms.addSigner({
      key: opaqueKey as unknown as forge.pki.rsa.PrivateKey,
      certificate: own,
      digestAlgorithm: forge.pki.oids.sha256 ?? '',
      authenticatedAttributes: [
        { type: forge.pki.oids.contentType ?? '', value: forge.pki.oids.data },
        // Typed as text; the encoder takes a date.
        { type: forge.pki.oids.signingTime ?? '', value: signingTime as unknown as string },
        { type: forge.pki.oids.messageDigest ?? '' },
      ],
    });
    cms.sign({ detached: true });
    return Buffer.from(forge.asn1.toDer(cms.toAsn1()).getBytes(), 'binary');
  }
}

/** Bytes kept for the CMS: certificate chain, attributes, signature. */
const signatureBytes = (signer: PdfSigner): number =>
  1600 + signer.certificates.reduce((sum, certificate) => sum + forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).length(), 0);

/** Signs all of the file; a byte changed afterwards is found by every PDF reader. Same bytes and time, same signature. */
export const signPdf = async (
  pdf: Uint8Array,
  signer: PdfSigner,
  about: { at: Date; reason: string; issuer: string },
): Promise<Uint8Array> => {
  const prepared = plainAddPlaceholder({
    pdfBuffer: Buffer.from(pdf),
    reason: about.reason,
    name: about.issuer,
    contactInfo: '',
    location: '',
    signingTime: about.at,
    signatureLength: signatureBytes(signer),
  });
  return new SignPdf().sign(prepared, new CmsSigner(signer), about.at);
};

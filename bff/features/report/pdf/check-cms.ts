import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

type Node = forge.asn1.Asn1;

const children = (node: Node | undefined): Node[] => (Array.isArray(node?.value) ? node.value : []);
const der = (node: Node): Buffer => Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary');
const octets = (node: Node | undefined): Buffer => Buffer.from(typeof node?.value === 'string' ? node.value : '', 'binary');

/** Length of a DER value with its header. */
const derLength = (bytes: Buffer): number => {
  const first = bytes[1] ?? 0;
  return first < 0x80 ? 2 + first : 2 + (first & 0x7f) + bytes.readUIntBE(2, first & 0x7f);
};

const sha256Rsa = '300d06092a864886f70d0101010500';
const sha256 = '300d06096086480165030402010500';

/** A key one trusts, and the digest of its certificate where the key set tells it (base64url). */
export interface TrustedKey {
  readonly key: KeyObject;
  readonly certificateDigest: string | null;
}

export type CmsFault = 'unreadable' | 'changed' | 'stranger';

/**
 * Checks a detached CMS signature over `signed` (RFC 5652, signed attributes, SHA-256 with RSA) against the keys one trusts.
 * @returns null when all of it holds
 */
export const checkCms = (cms: Buffer, signed: Buffer, trusted: readonly TrustedKey[]): CmsFault | null => {
  try {
    const { asn1, pki } = forge;
    const options = { strict: true, parseAllBytes: false } as unknown as boolean;
    const content = children(asn1.fromDer(cms.toString('binary'), options));
    const signedData = children(children(content[1])[0]);
    const certificates = children(signedData.find(({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && Number(type) === 0));
    const signer = children(children(signedData.at(-1))[0]);
    const attributes = signer.find(({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && Number(type) === 0);
    const signature = octets(signer.find(({ tagClass, type }) => tagClass === asn1.Class.UNIVERSAL && type === asn1.Type.OCTETSTRING));
    if (!attributes || signature.length === 0) return 'unreadable';
    const digest = children(attributes).find(attribute => asn1.derToOid(String(children(attribute)[0]?.value)) === pki.oids.messageDigest);
    const stated = octets(children(children(digest)[1])[0]);
    // The attributes are signed as a SET, though they stand in the file under a context tag.
    const asSet = der(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, children(attributes)));
    const own = certificates[0] && new X509Certificate(der(certificates[0]));
    if (!own || !verify('sha256', asSet, own.publicKey, signature) || !createHash('sha256').update(signed).digest().equals(stated))
      return 'changed';
    const padding = cms.subarray(derLength(cms));
    const [version, , digestAlgorithm, , signatureAlgorithm] = signer;
    const plain =
      version &&
      digestAlgorithm &&
      signatureAlgorithm &&
      [version, digestAlgorithm, signatureAlgorithm].map(node => der(node).toString('hex'));
    if (padding.some(byte => byte !== 0) || plain?.join() !== ['020101', sha256, sha256Rsa].join()) return 'changed';
    const known = trusted.find(({ key }) => key.equals(own.publicKey));
    if (!known) return 'stranger';
    const digest256 = createHash('sha256').update(own.raw).digest('base64url');
    return known.certificateDigest === null || known.certificateDigest === digest256 ? null : 'changed';
  } catch {
    return 'unreadable';
  }
};

/** Public keys of a JWK set; keys that cannot be read are left out. */
export const keysOfJwks = (jwks: unknown): TrustedKey[] => {
  const keys = (jwks as { keys?: { 'x5t#S256'?: string }[] } | null)?.keys ?? [];
  return keys.flatMap(jwk => {
    try {
      return [{ key: createPublicKey({ key: jwk as Record<string, string>, format: 'jwk' }), certificateDigest: jwk['x5t#S256'] ?? null }];
    } catch {
      return [];
    }
  });
};

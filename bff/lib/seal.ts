import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Keys by id; `current` seals, all open. Rotation changes both in place while requests go on. The blind-index key does not rotate with them. */
export interface SealKeys {
  current: string;
  readonly keys: Record<string, Buffer>;
  readonly indexKey: Buffer;
}

export interface Seal {
  /**
   * AES-256-GCM. `purpose` is bound as associated data, so a value moved to another column does not open. It is `table.column` with the
   * database's own names (`subject.nameSealed`): re-sealing finds the columns and opens them by that.
   */
  seal(plain: string | Uint8Array, purpose: string): string;
  /** @throws Error on a wrong key, purpose or changed byte. */
  open(sealed: string, purpose: string): Buffer;
  openText(sealed: string, purpose: string): string;
  /** Keyed blind index of a normalised value: equal values of one kind meet, nothing else can be learned. 43 characters. */
  index(kind: string, value: string): string;
  /** Id of the key that sealed it, for rotation. */
  keyIdOf(sealed: string): string;
  readonly currentKeyId: string;
}

/** Sealed form: `<key id>.<base64url of iv(12) tag(16) ciphertext>`. */
export const makeSeal = (ring: SealKeys): Seal => {
  const keyOf = (id: string): Buffer => {
    const key = ring.keys[id];
    if (!key) throw new Error(`seal: no key ${id}`);
    return key;
  };
  keyOf(ring.current);
  const keyIdOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'));
  const open = (sealed: string, purpose: string): Buffer => {
    const keyId = keyIdOf(sealed);
    const raw = Buffer.from(sealed.slice(keyId.length + 1), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), raw.subarray(0, 12));
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(raw.subarray(12, 28));
    return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]);
  };
  return {
    get currentKeyId() {
      return ring.current;
    },
    keyIdOf,
    open,
    openText: (sealed, purpose) => open(sealed, purpose).toString('utf8'),
    seal(plain, purpose) {
      const keyId = ring.current;
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(keyId), iv);
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return `${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    index: (kind, value) => createHmac('sha256', ring.indexKey).update(`${kind}\u0000${value}`).digest('base64url'),
  };
};

import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Problem } from '../../lib/problem';
import type { BlobPort } from '../ports';

export interface S3Options {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly secret: string;
}

const requestMs = 10_000;
const prefixOf = (folder: string): string => `attachments/${folder}/`;
const isGone = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'NoSuchKey';

/** Pieces as objects of any S3-compatible store. Checksums beyond the protocol's first version are sent only where they are required. */
export const s3Blobs = ({ endpoint, region, bucket, keyId, secret }: S3Options): BlobPort & { close(): void } => {
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: keyId, secretAccessKey: secret },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  });
  const tried = async <T>(work: (how: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> => {
    try {
      return await work({ abortSignal: AbortSignal.timeout(requestMs) });
    } catch (cause) {
      throw new Problem('attachment.store_unavailable', { cause });
    }
  };
  const removeKey = (Key: string): Promise<unknown> => tried(how => client.send(new DeleteObjectCommand({ Bucket: bucket, Key }), how));
  return {
    async put(folder, name, bytes) {
      const Key = prefixOf(folder) + name;
      const sent = { Bucket: bucket, Key, Body: bytes, ContentLength: bytes.byteLength, ContentType: 'application/octet-stream' };
      await tried(how => client.send(new PutObjectCommand(sent), how));
    },
    get: (folder, name) =>
      tried(async how => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefixOf(folder) + name }), how);
          return Body ? Buffer.from(await Body.transformToByteArray()) : null;
        } catch (error) {
          if (isGone(error)) return null;
          throw error;
        }
      }),
    async remove(folder, name) {
      await removeKey(prefixOf(folder) + name);
    },
    async removeAll(folder) {
      const list = { Bucket: bucket, Prefix: prefixOf(folder) };
      for (;;) {
        const { Contents = [] } = await tried(how => client.send(new ListObjectsV2Command(list), how));
        if (Contents.length === 0) return;
        for (const { Key } of Contents) if (Key) await removeKey(Key);
      }
    },
    close: () => client.destroy(),
  };
};

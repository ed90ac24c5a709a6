import type { BlobPort } from '../ports';
import { diskBlobs } from './disk';
import type { S3Options } from './s3';

export type BlobStore = { readonly kind: 'disk'; readonly folder: string } | ({ readonly kind: 's3' } & S3Options);

/** The store of the configuration. The client of S3 is large, so it is loaded only where it is used. */
export const connectBlobs = async (store: BlobStore): Promise<{ blobs: BlobPort; close(): void }> => {
  if (store.kind === 'disk') return { blobs: diskBlobs(store.folder), close: () => undefined };
  const { s3Blobs } = await import('./s3');
  const blobs = s3Blobs(store);
  return { blobs, close: blobs.close };
};

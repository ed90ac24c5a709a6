import { attachmentLimits } from '../../../contract/attachment/schema';
import type { Refusal } from '../refusals';
import { pdfRefusal } from './read-pdf';
import { isPicture, readPicture } from './read-picture';
import { memoryExit } from './run-child';

/** The process that looks inside one file: it comes in by stdin, what is to be kept goes out by stdout, the verdict by the channel. */
interface Inspected {
  readonly told: { readonly refused: Refusal } | { readonly contentType: string; readonly rewritten: boolean };
  readonly kept: Uint8Array | null;
}

const memoryBytes = Number(process.env.INSPECT_MEMORY_MB) * 2 ** 20;
setInterval(() => {
  if (process.memoryUsage.rss() > memoryBytes) process.exit(memoryExit);
}, 50).unref();

const readAll = async (): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin) {
    size += (piece as Buffer).length;
    if (size > attachmentLimits.sizeBytes) throw new Error('more than was announced');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
};

const refuse = (refused: Refusal): Inspected => ({ told: { refused }, kept: null });

const inspect = async (bytes: Buffer): Promise<Inspected> => {
  const { fileTypeFromBuffer } = await import('file-type');
  const contentType = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  if (contentType === 'application/pdf') {
    const refused = pdfRefusal(bytes);
    return refused ? refuse(refused) : { told: { contentType, rewritten: false }, kept: null };
  }
  if (isPicture(contentType)) {
    const kept = await readPicture(bytes, contentType);
    return kept instanceof Uint8Array ? { told: { contentType, rewritten: true }, kept } : refuse(kept);
  }
  return refuse(contentType?.startsWith('image/hei') ? 'heic' : 'type');
};

const finish = async (): Promise<void> => {
  const { told, kept } = await inspect(await readAll());
  if (kept) await new Promise<void>((done, failed) => process.stdout.write(kept, error => (error ? failed(error) : done())));
  await new Promise<void>((done, failed) => process.send?.(told, (error: Error | null) => (error ? failed(error) : done())));
  process.disconnect();
};

finish().then(
  () => process.exit(0),
  () => process.exit(1),
);

import type { Reply } from '../../../bff/contract/types';
import { call, type Outcome } from '../shared/call';
import type { PickedFile } from '../shared/platform-files';
import { isPassing, pause } from '../shared/send-attachment';
import type { Kind } from './registration-words';

export type SheetImport = Reply<'bulk.read'>;

/** The most that the server takes at once. */
const chunkBytes = 512 * 1024;
const pausesMs = [500, 1_200, 2_500] as const;

const patiently = async <T extends Outcome<'bulk.read'>>(ask: () => Promise<T>): Promise<T> => {
  let outcome = await ask();
  for (const ms of pausesMs) {
    if (outcome.ok || !isPassing(outcome.problem)) break;
    await pause(ms);
    outcome = await ask();
  }
  return outcome;
};

/**
 * Sends a filled-in sheet; `key` the same for every try of the same file. Where a chunk was lost the server says where to go on.
 * @throws when the file is no longer on the phone
 */
export const sendSheet = async (
  { subjectId, kind, file, key }: { subjectId: string; kind: Kind['kind']; file: PickedFile; key: string },
  tell: (share: number) => void,
): Promise<Outcome<'bulk.read'>> => {
  const body = { kind, name: file.name.slice(0, 120), sizeBytes: file.sizeBytes };
  const begun = await patiently(() => call('bulk.begin', { params: { subjectId }, body }, { key }));
  if (!begun.ok) return begun;
  const params = { subjectId, importId: begun.reply.importId };
  // The idempotent answer is as old as the first try: how much is there is read anew.
  let here = await patiently(() => call('bulk.read', { params }));
  for (let failures = 0; here.ok && here.reply.state === 'sending' && here.reply.receivedBytes < file.sizeBytes; ) {
    const from = here.reply.receivedBytes;
    tell(from / file.sizeBytes);
    const bytes = await file.read(from, Math.min(chunkBytes, file.sizeBytes - from));
    const sent = await call('bulk.append', { params, query: { from }, body: bytes });
    if (sent.ok) {
      here = sent;
      continue;
    }
    if ((sent.problem.status !== 409 && !isPassing(sent.problem)) || failures === pausesMs.length) return sent;
    await pause(pausesMs[failures] ?? 0);
    failures += 1;
    here = await patiently(() => call('bulk.read', { params }));
  }
  return here.ok && here.reply.state === 'sending' ? patiently(() => call('bulk.finish', { params })) : here;
};

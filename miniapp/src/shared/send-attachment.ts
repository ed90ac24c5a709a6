import type { Body, CallInput, Reply } from '../../../bff/contract/types';
import { call, type Outcome, type Problem } from './call';
import type { PickedFile } from './platform-files';
import { startSha256 } from './sha256';

export type Attachment = Reply<'attachment.read'>;

/** One file on its way to the server. */
export interface Sending {
  readonly subjectId: string;
  readonly purpose: NonNullable<Body<'attachment.begin'>['purpose']>;
  readonly file: PickedFile;
  /** Idempotency-Key of its beginning, the same one on every try. */
  readonly key: string;
  /** The person has called it off. */
  stopped: boolean;
}

export interface SendingProgress {
  readonly attachmentId: string;
  readonly sentBytes: number;
  readonly secondsLeft: number | null;
}

/** `problem`: it did not arrive. null: called off. */
export type SendingEnd = { readonly attachment: Attachment } | { readonly problem: Problem } | null;

const chunk = { least: 64 * 1024, first: 256 * 1024, most: 512 * 1024 } as const;
/** A chunk shall take about so long: short enough to lose little, long enough not to wait for answers only. */
const chunkMs = { short: 1_500, long: 6_000 } as const;
/** Beyond this the phone does not compute the digest itself: scripts are slow on iPhones inside WeChat. */
const digestBytes = 4 * 1024 * 1024;
const pausesMs = [500, 1_200, 2_500] as const;

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Says nothing of what was sent: the network, a session that ended, a busy, broken or restarting server. It may be sent again as it is. */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status === 401 || status === 429 || status >= 500;

const digestOf = async (file: PickedFile): Promise<string | null> => {
  if (file.sizeBytes > digestBytes) return null;
  const digest = startSha256();
  for (let from = 0; from < file.sizeBytes; from += chunk.most)
    digest.add(new Uint8Array(await file.read(from, Math.min(chunk.most, file.sizeBytes - from))));
  return digest.end();
};

type Name = 'attachment.begin' | 'attachment.finish' | 'attachment.read';

/** A call again and again over a bad network. All of these may be repeated. */
const patiently = async <N extends Name>(sending: Sending, name: N, input: CallInput<N>): Promise<Outcome<N>> => {
  const options = name === 'attachment.begin' ? { key: sending.key } : {};
  let outcome = await call(name, input, options);
  for (const ms of pausesMs) {
    if (outcome.ok || sending.stopped || !isPassing(outcome.problem)) break;
    await pause(ms);
    outcome = await call(name, input, options);
  }
  return outcome;
};

/** Sends what is missing, from where the server says, in chunks as large as the network likes them. */
const sendChunks = async (sending: Sending, begun: Attachment, tell: (progress: SendingProgress) => void): Promise<SendingEnd> => {
  const { subjectId, file } = sending;
  const { attachmentId, sizeBytes } = begun;
  const params = { subjectId, attachmentId };
  let now = begun;
  let size: number = chunk.first;
  let failures = 0;
  while (now.state === 'sending' && now.receivedBytes < sizeBytes) {
    if (sending.stopped) return null;
    const from = now.receivedBytes;
    const bytes = await file.read(from, Math.min(size, sizeBytes - from));
    const startedAt = Date.now();
    const sent = await call('attachment.append', { params, query: { from }, body: bytes });
    const tookMs = Math.max(1, Date.now() - startedAt);
    if (sent.ok) {
      now = sent.reply;
      failures = 0;
      if (tookMs > chunkMs.long) size = Math.max(chunk.least, size / 2);
      else if (tookMs < chunkMs.short) size = Math.min(chunk.most, size * 2);
      const leftSec = Math.ceil(((sizeBytes - now.receivedBytes) / bytes.byteLength) * (tookMs / 1000));
      tell({ attachmentId, sentBytes: now.receivedBytes, secondsLeft: leftSec });
      continue;
    }
    const again = sent.problem.status === 409 || isPassing(sent.problem);
    if (!again || failures === pausesMs.length) return sent;
    await pause(pausesMs[failures] ?? 0);
    failures += 1;
    size = Math.max(chunk.least, size / 2);
    // The answer may have been lost, or another try got further: the server says where to go on, it is never guessed.
    const here = await patiently(sending, 'attachment.read', { params });
    if (!here.ok) return here;
    now = here.reply;
    tell({ attachmentId, sentBytes: now.receivedBytes, secondsLeft: null });
  }
  if (now.state !== 'sending') return { attachment: now };
  const ended = await patiently(sending, 'attachment.finish', { params });
  return ended.ok ? { attachment: ended.reply } : ended;
};

/**
 * Begins, or goes on where it broke off: the same key gives the same attachment, and the server knows how much of it is there.
 * @throws when the file is no longer on the phone
 */
export const sendAttachment = async (sending: Sending, tell: (progress: SendingProgress) => void): Promise<SendingEnd> => {
  const { file, subjectId, purpose } = sending;
  const begun = await patiently(sending, 'attachment.begin', {
    params: { subjectId },
    body: { name: file.name.slice(0, 120), sizeBytes: file.sizeBytes, sentDigest: await digestOf(file), purpose },
  });
  if (!begun.ok) return begun;
  const { attachmentId } = begun.reply;
  // The idempotent answer is as old as the first try: how much is there is read anew.
  const here = await patiently(sending, 'attachment.read', { params: { subjectId, attachmentId } });
  if (!here.ok) return here;
  tell({ attachmentId, sentBytes: here.reply.receivedBytes, secondsLeft: null });
  if (sending.stopped) return null;
  return sendChunks(sending, here.reply, tell);
};

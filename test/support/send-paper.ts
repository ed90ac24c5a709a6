import { setTimeout as pause } from 'node:timers/promises';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import type { Reply } from '../../bff/contract/types';
import type { Phone } from './people';

type Attachment = Reply<'attachment.read'>;

/** A chunk as the phone sends it. */
export const toBody = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Where a check ends: neither under way nor to come. */
export const settled = async (phone: Phone, subjectId: string, attachmentId: string): Promise<Attachment> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const shown = await phone.ok('attachment.read', { params: { subjectId, attachmentId } });
    if (shown.state !== 'checking') return shown;
    await pause(100);
  }
  throw new Error('the attachment was not checked');
};

/** Sends a whole attachment as a phone does and waits for its check. */
export const sendPaper = async (
  phone: Phone,
  subjectId: string,
  bytes: Uint8Array,
  { name = '材料.pdf', sentDigest = null, purpose }: { name?: string; sentDigest?: string | null; purpose?: 'entry' | 'sheet' } = {},
): Promise<Attachment> => {
  const { attachmentId } = await phone.ok('attachment.begin', {
    params: { subjectId },
    body: { name, sizeBytes: bytes.length, sentDigest, purpose },
  });
  const params = { subjectId, attachmentId };
  for (let from = 0; from < bytes.length; from += attachmentLimits.chunkBytes) {
    const body = toBody(bytes.subarray(from, from + attachmentLimits.chunkBytes));
    await phone.ok('attachment.append', { params, query: { from }, body });
  }
  await phone.ok('attachment.finish', { params });
  return settled(phone, subjectId, attachmentId);
};

import { create } from 'zustand';
import type { Reply } from '../../../bff/contract/types';
import { call, type Problem } from './call';
import { newKey } from './new-key';
import type { PickedFile } from './platform-files';
import { type Attachment, isPassing, pause, type Sending, sendAttachment } from './send-attachment';
import { useSession } from './session';

/** One file on its way. It goes on while the person fills in other pages, and ends with the app. */
export interface Upload {
  /** On this phone only. */
  readonly localId: string;
  readonly subjectId: string;
  /** What for: one form, or the rows of a sheet. */
  readonly purpose: Sending['purpose'];
  /** null until the server knows of it. */
  readonly attachmentId: string | null;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** `broken`: the network went, it can be sent on. `gone`: half is sent, and the file is no longer on this phone. */
  readonly state: 'sending' | 'broken' | 'checking' | 'clean' | 'held' | 'refused' | 'gone';
  /** Why, and what to do, one or two sentences. */
  readonly reason: string | null;
  readonly secondsLeft: number | null;
}

const mostBytes = 32 * 1024 * 1024;
const checkPauseMs = { first: 1_000, last: 5_000 } as const;

export const useUploads = create<{ readonly all: Readonly<Record<string, Upload>> }>(() => ({ all: {} }));

/** The files themselves, beside what the screen shows. */
const sendings = new Map<string, Sending>();
const underWay = new Set<string>();

const put = (upload: Upload): string => {
  useUploads.setState(({ all }) => ({ all: { ...all, [upload.localId]: upload } }));
  return upload.localId;
};
const change = (localId: string, part: Partial<Upload>): void => {
  const now = useUploads.getState().all[localId];
  if (now) put({ ...now, ...part });
};

/** Of one form of a subject, unless said otherwise. */
type Whose = Pick<Upload, 'subjectId' | 'purpose'>;

const uploadOf = (attachment: Attachment, localId: string, whose: Whose): Upload => {
  const { attachmentId, name, sizeBytes, receivedBytes, state, reason } = attachment;
  const common = { ...whose, localId, attachmentId, name, sizeBytes, sentBytes: receivedBytes, secondsLeft: null };
  if (state !== 'sending') return { ...common, state, reason };
  return { ...common, state: 'gone', reason: '上次没传完，这台手机上已经没有这个文件了。请删去，重新选一次。' };
};

/** What the network or the server said, as a sentence under the file. */
const breakWords = ({ status, title, detail }: Problem): string =>
  status === 0 ? '网络断了一下，没传上。文件还在手机里。' : [title, detail].filter(Boolean).join('。');

/** Asks until the check is over. */
const awaitCheck = async (localId: string, whose: Whose, attachment: Attachment): Promise<void> => {
  const { subjectId } = whose;
  let now = attachment;
  change(localId, uploadOf(now, localId, whose));
  for (let tries = 0; now.state === 'checking' && useUploads.getState().all[localId]; tries++) {
    await pause(Math.min(checkPauseMs.last, checkPauseMs.first + tries * 200));
    const read = await call('attachment.read', { params: { subjectId, attachmentId: now.attachmentId } });
    if (read.ok) now = read.reply;
    else if (!isPassing(read.problem)) break;
  }
  change(localId, uploadOf(now, localId, whose));
};

const run = async (localId: string): Promise<void> => {
  const sending = sendings.get(localId);
  if (!sending || underWay.has(localId)) return;
  underWay.add(localId);
  change(localId, { state: 'sending', reason: null });
  try {
    const end = await sendAttachment(sending, progress => change(localId, progress));
    if (!end || sending.stopped) return;
    if ('attachment' in end) await awaitCheck(localId, sending, end.attachment);
    else {
      const state = isPassing(end.problem) ? 'broken' : 'refused';
      change(localId, { state, reason: breakWords(end.problem), secondsLeft: null });
    }
  } catch {
    change(localId, { state: 'gone', reason: '手机上读不到这个文件了。请删去，重新选一次。', secondsLeft: null });
  } finally {
    underWay.delete(localId);
  }
};

const refusal = (sizeBytes: number): string | null => {
  if (sizeBytes > mostBytes) return '超过 32 MB，传不了。请改用拍照，或把 PDF 拆成几份。';
  return sizeBytes < 1 ? '这个文件是空的，请换一个。' : null;
};

/** Begins to send; returns the local id at once. */
export const beginUpload = (subjectId: string, purpose: Upload['purpose'], file: PickedFile): string => {
  const { name, sizeBytes } = file;
  const reason = refusal(sizeBytes);
  const state = reason ? 'refused' : 'sending';
  const whose = { subjectId, purpose };
  const localId = put({ ...whose, localId: newKey(), attachmentId: null, name, sizeBytes, sentBytes: 0, state, reason, secondsLeft: null });
  if (reason) return localId;
  sendings.set(localId, { ...whose, file, key: newKey(), stopped: false });
  void run(localId);
  return localId;
};

/** Goes on where it broke off. */
export const resumeUpload = (localId: string): void => void (unread.has(localId) ? readAgain(localId) : run(localId));

/** All that broke off, e.g. when the network is back. */
export const resumeBroken = (): void => {
  for (const { localId, state } of Object.values(useUploads.getState().all)) if (state === 'broken') resumeUpload(localId);
};

const forget = (localId: string): void =>
  useUploads.setState(({ all }) => ({ all: Object.fromEntries(Object.entries(all).filter(([id]) => id !== localId)) }));

/** Stops it and takes it from the server. */
export const dropUpload = (subjectId: string, localId: string): void => {
  const sending = sendings.get(localId);
  if (sending) sending.stopped = true;
  sendings.delete(localId);
  const attachmentId = useUploads.getState().all[localId]?.attachmentId;
  forget(localId);
  // Refused for one that was submitted before; what else stays behind is nobody's and swept by the server.
  if (attachmentId) void call('attachment.remove', { params: { subjectId, attachmentId } });
};

const ofForm = (subjectId: string): Whose => ({ subjectId, purpose: 'entry' });
const known = (attachmentId: string): Upload | undefined =>
  Object.values(useUploads.getState().all).find(one => one.attachmentId === attachmentId);

/** Attachments that could not be read yet: local id → whose. */
const unread = new Map<string, { readonly subjectId: string; readonly attachmentId: string }>();
/** It is not left out of the form because the network was gone when the form was opened. */
const putUnread = (subjectId: string, attachmentId: string): string => {
  const common = { ...ofForm(subjectId), attachmentId, name: '一份附件', sizeBytes: 0, sentBytes: 0, secondsLeft: null };
  const localId = put({ ...common, localId: newKey(), state: 'broken', reason: '网络断了一下，没读到这份附件。它还在服务器上。' });
  unread.set(localId, { subjectId, attachmentId });
  return localId;
};
const readAgain = async (localId: string): Promise<void> => {
  const asked = unread.get(localId);
  if (!asked || underWay.has(localId)) return;
  underWay.add(localId);
  const read = await call('attachment.read', { params: asked });
  underWay.delete(localId);
  if (!read.ok && isPassing(read.problem)) return;
  unread.delete(localId);
  if (!read.ok) return change(localId, { state: 'gone', reason: '这份附件已经没有了。请删去，重新选一次。' });
  await awaitCheck(localId, ofForm(asked.subjectId), read.reply);
};

const take = (attachment: Attachment, whose: Whose): string => {
  const localId = put(uploadOf(attachment, newKey(), whose));
  if (attachment.state === 'checking') void awaitCheck(localId, whose, attachment);
  return localId;
};

/** An attachment of a draft, by its id: as it is on this phone, else as the server has it; null when it is gone. */
export const recallUpload = async (subjectId: string, attachmentId: string): Promise<string | null> => {
  const here = known(attachmentId);
  if (here) return here.localId;
  const read = await call('attachment.read', { params: { subjectId, attachmentId } });
  if (!read.ok && !isPassing(read.problem)) return null;
  if (!read.ok) return putUnread(subjectId, attachmentId);
  return take(read.reply, ofForm(subjectId));
};

/** What was sent for the rows of a sheet and is part of no entry yet: as the server has it, beside what is on its way here. */
export const recallForSheets = async (subjectId: string): Promise<Problem | null> => {
  const read = await call('attachment.unused', { params: { subjectId }, query: { purpose: 'sheet' } });
  if (!read.ok) return read.problem;
  const there = new Set(read.reply.attachments.map(({ attachmentId }) => attachmentId));
  // Used up by a sheet, or taken away on another phone.
  for (const { localId, attachmentId, state } of forSheets(useUploads.getState().all, subjectId))
    if (attachmentId && (state === 'clean' || state === 'held') && !there.has(attachmentId)) forget(localId);
  for (const attachment of read.reply.attachments) if (!known(attachment.attachmentId)) take(attachment, { subjectId, purpose: 'sheet' });
  return null;
};

export const forSheets = (all: Readonly<Record<string, Upload>>, subjectId: string): Upload[] =>
  Object.values(all).filter(one => one.purpose === 'sheet' && one.subjectId === subjectId);

type Submitted = Reply<'registration.read'>['attachments'][number];

/** An attachment that was submitted before, as its entry tells of it. */
export const rememberUpload = (subjectId: string, { attachmentId, name, sizeBytes, state }: Submitted): string => {
  const reason = state === 'refused' ? '检查出不能收的内容，已经删去。请换一份。' : null;
  const upload = {
    ...ofForm(subjectId),
    localId: newKey(),
    attachmentId,
    name,
    sizeBytes,
    sentBytes: sizeBytes,
    state,
    reason,
    secondsLeft: null,
  };
  return known(attachmentId)?.localId ?? put(upload);
};

// Whoever signs in next on this phone sees none of it.
useSession.subscribe(({ phase }) => {
  if (phase !== 'out') return;
  for (const sending of sendings.values()) sending.stopped = true;
  sendings.clear();
  unread.clear();
  useUploads.setState({ all: {} });
});

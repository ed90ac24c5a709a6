import { secretbox } from '@noble/ciphers/salsa';
import { call } from '../shared/call';
import { randomBytes } from '../shared/platform';
import { forgetSealed, readSealed, sealedNames, writeSealed } from '../shared/sealed-values';
import { phoneKey, useSession } from '../shared/session';

const nonceBytes = 24;
/** WeChat keeps 1 MB a key, and hex doubles: what is longer stays in memory and at the server. */
const mostHexDigits = 900_000;
const dayMs = 24 * 3600_000;
/** How long what lies here may be of use: a draft and why it was not taken as at the server, a submission as long as its key counts there. */
const keptDays = { draft: 30, waiting: 35, refused: 30 } as const;
type Part = keyof typeof keptDays;

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
/** By hand: the weapp logic layer has no TextEncoder. */
const utf8Of = (text: string): Uint8Array =>
  bytesOf(encodeURIComponent(text).replace(/%(..)|(.)/g, (_, hex, plain) => hex ?? plain.charCodeAt(0).toString(16)));
const textOf = (bytes: Uint8Array): string => decodeURIComponent(hexOf(bytes).replace(/../g, '%$&'));

const nameOf = (part: Part, id: string): string => `${part}-${id}`;

/** Keys of sessions that this account had before on this phone, in memory only: session id → key. */
const before = new Map<string, string>();
useSession.subscribe(({ phase }) => {
  if (phase === 'out') before.clear();
});
const keyBy = (sessionId: string): string | undefined => {
  const now = phoneKey();
  return now?.sessionId === sessionId ? now.key : before.get(sessionId);
};

let turn: Promise<unknown> = Promise.resolve();
/** Newest value of each name: of many keystrokes in one moment only the last is sealed. */
const newest = new Map<string, unknown>();

const write = async (name: string, value: unknown): Promise<boolean> => {
  const now = phoneKey();
  const nonce = await randomBytes(nonceBytes);
  if (!now || !nonce || phoneKey() !== now) return false;
  // The name goes in, so that one value put in another's place does not open.
  const text = JSON.stringify({ name, value });
  if (text.length * 2 > mostHexDigits) return false;
  const sealed = hexOf(nonce) + hexOf(secretbox(bytesOf(now.key), nonce).seal(utf8Of(text)));
  return sealed.length <= mostHexDigits && writeSealed(name, { by: now.sessionId, at: Date.now(), sealed });
};

/**
 * Keeps a value on the phone under the key of the session (XSalsa20-Poly1305), one after the other, so that the newest stays.
 * @returns false: nobody is signed in, no random bytes, no room, or a newer value comes after it
 */
export const keepSealed = (part: Part, id: string, value: object): Promise<boolean> => {
  const name = nameOf(part, id);
  newest.set(name, value);
  const mine = turn.then(() => newest.get(name) === value && write(name, value));
  turn = mine.catch(() => undefined);
  return mine.catch(() => false);
};

type Looked = { readonly state: 'none' | 'shut' | 'lost' } | { readonly state: 'open'; readonly value: unknown };

const look = (name: string): Looked => {
  const there = readSealed(name);
  if (!there) return { state: 'none' };
  const key = keyBy(there.by);
  if (!key) return { state: 'shut' };
  try {
    const bytes = bytesOf(there.sealed);
    const opened = secretbox(bytesOf(key), bytes.subarray(0, nonceBytes)).open(bytes.subarray(nonceBytes));
    const { name: said, value } = JSON.parse(textOf(opened)) as { name?: unknown; value?: unknown };
    if (said === name) return { state: 'open', value: value ?? null };
  } catch {
    // Below: a changed byte, or a key that is another one now. Nothing that could ever be read, and nothing to be silent about.
  }
  return { state: 'lost' };
};

/** What was kept under the name by this account; null when there is none, none that opens, or its session's key is not told yet. */
export const openSealed = (part: Part, id: string): unknown => {
  const looked = look(nameOf(part, id));
  return looked.state === 'open' ? looked.value : null;
};

const idsOf = (part: Part): string[] =>
  sealedNames()
    .filter(name => name.startsWith(`${part}-`))
    .map(name => name.slice(part.length + 1));

/** All of a part that opens now. */
export const listSealed = (part: Part): { readonly id: string; readonly value: unknown }[] =>
  idsOf(part).flatMap(id => {
    const value = openSealed(part, id);
    return value === null ? [] : [{ id, value }];
  });

/** Of a part what this account kept and nothing opens any more. It stays until the person has read of it. */
export const listLost = (part: Part): string[] => idsOf(part).filter(id => look(nameOf(part, id)).state === 'lost');

/** After what was written before it. */
export const dropSealed = (part: Part, id: string): Promise<void> => {
  const name = nameOf(part, id);
  newest.delete(name);
  const mine = turn.then(() => forgetSealed(name));
  turn = mine;
  return mine;
};

/** Of a submission that had no answer in time its content goes, and that there was one stays to be told. */
const dropOld = (part: Part): void => {
  for (const id of idsOf(part)) {
    const name = nameOf(part, id);
    const there = readSealed(name);
    if (there && Date.now() - there.at <= keptDays[part] * dayMs) continue;
    if (part === 'waiting' && there) writeSealed(name, { ...there, sealed: '' });
    else forgetSealed(name);
  }
};

/**
 * Lets go of what is too old, and asks for the keys of what was sealed in a session before this one. What is another account's is told no
 * key and is taken off the phone. Without an answer it stays shut, until asked again.
 */
export const unlockSealed = async (): Promise<void> => {
  dropOld('draft');
  dropOld('waiting');
  dropOld('refused');
  const names = sealedNames();
  const sessions = new Set(names.flatMap(name => readSealed(name)?.by ?? []));
  for (const sessionId of sessions) {
    if (keyBy(sessionId)) continue;
    const told = await call('session.readPhoneKey', { params: { sessionId } });
    if (told.ok) before.set(sessionId, told.reply.phoneKey);
    else if (told.problem.status === 404) for (const name of names) if (readSealed(name)?.by === sessionId) forgetSealed(name);
  }
};

import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import { newId } from '../../bff/lib/new-id';
import { makePdf } from '../support/papers';
import type { Child } from './measure';

type Headers = Record<string, string>;
interface Shown {
  readonly attachmentId: string;
  readonly state: string;
}

/** Bytes of a process in memory: now, and at most since `clear_refs`. */
const rss = (pid: number, what: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

const ask = async (url: string, method: string, headers: Headers, body?: object | Uint8Array<ArrayBuffer>): Promise<Shown> => {
  const isChunk = body instanceof Uint8Array;
  const reply = await fetch(url, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': isChunk ? 'application/octet-stream' : 'application/json' } : {}) },
    body: body ? (isChunk ? body : JSON.stringify(body)) : null,
  });
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Shown;
};

/** One upload from the first chunk to the verdict of its check. */
const sendWhole = async (url: string, headers: Headers, bytes: Uint8Array): Promise<void> => {
  const body = { name: '合同.pdf', sizeBytes: bytes.length, sentDigest: null };
  const { attachmentId } = await ask(url, 'POST', { ...headers, 'idempotency-key': newId() }, body);
  const one = `${url}/${attachmentId}`;
  for (let from = 0; from < bytes.length; from += attachmentLimits.chunkBytes)
    await ask(`${one}/content?from=${from}`, 'PUT', headers, new Uint8Array(bytes.subarray(from, from + attachmentLimits.chunkBytes)));
  let shown = await ask(`${one}/end`, 'POST', headers);
  for (let tries = 0; shown.state === 'checking'; tries += 1) {
    if (tries > 300) throw new Error('the attachment was not checked');
    await pause(100);
    shown = await ask(one, 'GET', headers);
  }
  await ask(one, 'DELETE', headers);
};

/**
 * What one upload of the largest size adds to the memory of a BFF that has been in use, MB, round by round. Two go before: what V8 lets
 * lie before it collects (some 32 MB, however much is uploaded) is there afterwards and belongs to no upload.
 */
export const uploadMemoryMb = async (url: string, app: Child, headers: Headers, rounds: number): Promise<number[]> => {
  const { subjects } = (await (await fetch(`${url}/api/identity`, { headers })).json()) as { subjects: { subjectId: string }[] };
  const attachments = `${url}/api/subjects/${subjects[0]?.subjectId}/attachments`;
  const padded = (size: number): Buffer => makePdf({ padding: size - makePdf({ padding: 1 }).length - 20 });
  for (let before = 0; before < 2; before += 1) await sendWhole(attachments, headers, padded(attachmentLimits.sizeBytes));
  const added: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = rss(app.pid, 'VmRSS');
    writeFileSync(`/proc/${app.pid}/clear_refs`, '5');
    await sendWhole(attachments, headers, padded(attachmentLimits.sizeBytes));
    added.push((rss(app.pid, 'VmHWM') - before) / 2 ** 20);
  }
  return added;
};

import { setTimeout as pause } from 'node:timers/promises';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import { newId } from '../../bff/lib/new-id';
import { charityRow, fillSheet } from '../support/sheets';

type Headers = Record<string, string>;
interface Shown {
  readonly importId: string;
  readonly state: string;
  readonly good: number;
}

/**
 * Makes a sheet of so many rows. Each call sends it and waits until it was checked: how long that took from its last byte,
 * and how to give it up again.
 */
export const checkSheetOf = async (url: string, headers: Headers, rows: number) => {
  const ask = async <T>(path: string, method: string, body?: object | Uint8Array<ArrayBuffer>, more: Headers = {}): Promise<T> => {
    const isChunk = body instanceof Uint8Array;
    const reply = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...headers, ...more, ...(body ? { 'content-type': isChunk ? 'application/octet-stream' : 'application/json' } : {}) },
      body: body ? (isChunk ? body : JSON.stringify(body)) : null,
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  };
  const { subjects } = await ask<{ subjects: { subjectId: string; kind: string }[] }>('/identity', 'GET');
  const all = `/subjects/${subjects.find(({ kind }) => kind === 'merchant')?.subjectId}/bulk-imports`;
  const bytes = await fillSheet(
    'charity',
    Array.from({ length: rows }, (_, n) => charityRow(n)),
  );
  return async () => {
    const begun = { kind: 'charity', name: '登记表.xlsx', sizeBytes: bytes.length };
    const { importId } = await ask<Shown>(all, 'POST', begun, { 'idempotency-key': newId() });
    const one = `${all}/${importId}`;
    for (let from = 0; from < bytes.length; from += attachmentLimits.chunkBytes)
      await ask(`${one}/content?from=${from}`, 'PUT', new Uint8Array(bytes.subarray(from, from + attachmentLimits.chunkBytes)));
    const startedAt = performance.now();
    let shown = await ask<Shown>(`${one}/end`, 'POST');
    while (shown.state === 'checking') {
      // Often enough for the figure; a phone asks every 1.5 s.
      await pause(250);
      shown = await ask<Shown>(one, 'GET');
    }
    const tookMs = performance.now() - startedAt;
    if (shown.good !== rows) throw new Error(`${shown.state}: ${shown.good} good rows`);
    return { tookMs, giveUp: () => ask(`${one}/decision`, 'POST', { decision: 'drop', commitmentVersion: null }) };
  };
};

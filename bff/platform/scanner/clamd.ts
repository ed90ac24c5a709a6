import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ScannerPort, ScanVerdict } from '../ports';

/** Where clamd listens. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export interface ClamdOptions {
  readonly connectMs?: number;
  /** Of one scan, from the first byte to the verdict. */
  readonly scanMs?: number;
}

/** A verdict is one line; whoever sends more is no scanner. */
const answerLimitBytes = 4096;

const absent = (why: string): ScanVerdict => ({ is: 'absent', why });
const wordsOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.message) : 'failed';

/** `stream: OK`, `stream: Some.Name FOUND`, anything else is an error of the scanner. */
const verdictOf = (answer: string): ScanVerdict => {
  const line = answer.replace(/\0+$/, '').trim();
  if (line === 'stream: OK') return { is: 'clean' };
  const finding = /^stream: (.+) FOUND$/.exec(line)?.[1];
  return finding === undefined ? absent(`clamd said: ${line.slice(0, 80)}`) : { is: 'bad', finding: finding.slice(0, 120) };
};

const open = async (address: ClamdAddress, connectMs: number, signal: AbortSignal): Promise<Socket> => {
  const socket = connect({ ...address, signal });
  const late = setTimeout(() => socket.destroy(new Error('no connection in time')), connectMs);
  try {
    await once(socket, 'connect');
    return socket;
  } finally {
    clearTimeout(late);
  }
};

const readAnswer = async (socket: Socket): Promise<string> => {
  let answer = '';
  for await (const piece of socket) {
    answer += (piece as Buffer).toString('latin1');
    if (answer.length > answerLimitBytes) throw new Error('too long an answer');
  }
  return answer;
};

const send = async (socket: Socket, bytes: Uint8Array): Promise<void> => {
  if (!socket.write(bytes)) await once(socket, 'drain');
};

/** The last piece is empty: that ends the stream. */
const framed = (piece: Uint8Array): Buffer => {
  const frame = Buffer.alloc(4 + piece.byteLength);
  frame.writeUInt32BE(piece.byteLength);
  frame.set(piece, 4);
  return frame;
};

/**
 * The client of clamd's `INSTREAM` and `PING`. `StreamMaxLength` of clamd must be above the largest attachment: it answers a longer one
 * with an error, which is no verdict.
 */
export const clamdScanner = (address: ClamdAddress, { connectMs = 2_000, scanMs = 60_000 }: ClamdOptions = {}): ScannerPort => {
  const talk = async (command: string, content: AsyncIterable<Uint8Array> | null): Promise<string> => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error('no verdict in time')), scanMs);
    let socket: Socket | null = null;
    try {
      socket = await open(address, connectMs, deadline.signal);
      const answer = readAnswer(socket);
      // It may answer (and hang up) before it has read everything; its answer is worth more than our failed writing.
      const written = (async (held: Socket) => {
        await send(held, Buffer.from(`z${command}\0`));
        if (!content) return;
        for await (const piece of content) await send(held, framed(piece));
        await send(held, framed(new Uint8Array()));
      })(socket);
      const settled = await Promise.allSettled([answer, written]);
      if (settled[0].status === 'fulfilled' && settled[0].value !== '') return settled[0].value;
      throw settled.find(one => one.status === 'rejected')?.reason ?? new Error('hung up');
    } finally {
      clearTimeout(timer);
      socket?.destroy();
    }
  };
  return {
    async scan(content) {
      try {
        return verdictOf(await talk('INSTREAM', content));
      } catch (error) {
        return absent(wordsOf(error));
      }
    },
    async fault() {
      try {
        const answer = await talk('PING', null);
        return answer.startsWith('PONG') ? null : 'no PONG';
      } catch (error) {
        return wordsOf(error);
      }
    },
  };
};

/** Where no scanner is configured: nothing is ever clean. */
export const noScanner: ScannerPort = {
  scan: async () => absent('no scanner configured'),
  fault: async () => 'CLAMD is not set: attachments stay held',
};

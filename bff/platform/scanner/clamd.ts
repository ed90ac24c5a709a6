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

interface Answer {
  readonly line: string;
  /** All of the content was sent before it came. */
  readonly heardAll: boolean;
}

/** `stream: OK`, `stream: Some.Name FOUND`, anything else is an error of the scanner. */
const verdictOf = ({ line, heardAll }: Answer): ScanVerdict => {
  if (line === 'stream: OK') return heardAll ? { is: 'clean' } : absent('clamd answered before it had heard everything');
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

/** Its answer ends with a NUL, or where it hangs up. */
const readAnswer = async (socket: Socket): Promise<string> => {
  let answer = '';
  for await (const piece of socket) {
    answer += (piece as Buffer).toString('latin1');
    if (answer.includes('\0')) break;
    if (answer.length > answerLimitBytes) throw new Error('too long an answer');
  }
  if (answer === '') throw new Error('hung up');
  return answer.replace(/\0+$/, '').trim();
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
  const talk = async (command: string, content: AsyncIterable<Uint8Array> | null): Promise<Answer> => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error('no verdict in time')), scanMs);
    let socket: Socket | null = null;
    try {
      const opened = await open(address, connectMs, deadline.signal);
      socket = opened;
      let heardAll = false;
      const say = async (): Promise<void> => {
        await send(opened, Buffer.from(`z${command}\0`));
        for await (const piece of content ?? []) await send(opened, framed(piece));
        if (content) await send(opened, framed(new Uint8Array()));
        heardAll = true;
      };
      // It may answer and stop listening while we still speak: then its answer counts, and nobody waits for our last word.
      say().catch(error => opened.destroy(error));
      const line = await readAnswer(opened);
      return { line, heardAll };
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
        const { line } = await talk('PING', null);
        return line === 'PONG' ? null : 'no PONG';
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

import type { IncomingMessage } from 'node:http';
import { Problem } from '../lib/problem';

const jsonMedia = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** A lone surrogate or NUL: no database keeps them as sent. */
const unkeepable = (text: string): boolean => text.includes('\0') || /\p{Cs}/u.test(text);

/** Without recursion: a body may be nested deeper than the stack. */
const holdsUnkeepable = (value: unknown): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const held = left.pop();
    if (typeof held === 'string' && unkeepable(held)) return true;
    if (held !== null && typeof held === 'object') for (const [key, inner] of Object.entries(held)) left.push(key, inner);
  }
  return false;
};

/** Nothing of ours is nested deeper; checks that call themselves for each level would run out of stack. */
const deepest = 32;

const isTooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap(held => (held !== null && typeof held === 'object' ? Object.values(held) : []));
  }
  return false;
};

/** @throws Problem `request.too_large` before a byte is read when the sender announces too much. */
export const refuseLarge = (req: IncomingMessage, limitBytes: number): void => {
  if (Number(req.headers['content-length'] ?? 0) > limitBytes) throw new Problem('request.too_large');
};

/** @throws Problem `request.too_large` */
export const readBytes = async (req: IncomingMessage, limitBytes: number): Promise<Buffer> => {
  refuseLarge(req, limitBytes);
  const announced = Number(req.headers['content-length'] ?? 0);
  // As large as it says it is: its pieces need not be kept until the last one is here.
  const whole = announced > 0 ? Buffer.allocUnsafeSlow(announced) : null;
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise<Buffer>((resolve, reject) => {
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        req.removeAllListeners('data');
        req.resume();
        reject(new Problem('request.too_large'));
      } else if (whole) chunk.copy(whole, size - chunk.length);
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(whole ? whole.subarray(0, size) : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('close', () => reject(new Problem('request.not_json', { cause: new Error('the caller hung up while sending') })));
  });
};

/**
 * A body that is sent as it is: part of a file.
 * @throws Problem `request.media_type`, `request.too_large`, `request.not_json` the caller hung up
 */
export const readOctets = async (req: IncomingMessage, limitBytes: number): Promise<Buffer> => {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = req.headers;
  if (type.trim().toLowerCase() !== 'application/octet-stream' || encoding !== 'identity') throw new Problem('request.media_type');
  return readBytes(req, limitBytes);
};

/**
 * The JSON body of a request.
 * @throws Problem `request.media_type`, `request.too_large`, `request.not_json`
 */
export const readJson = async (req: IncomingMessage, limitBytes: number): Promise<unknown> => {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = req.headers;
  if (!jsonMedia.test(type) || encoding !== 'identity') throw new Problem('request.media_type');
  const bytes = await readBytes(req, limitBytes);
  let value: unknown;
  let text: string;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the body: it must reach neither caller nor log.
    throw new Problem('request.not_json', { cause: cause instanceof SyntaxError ? undefined : cause });
  }
  if (text.includes('\\u') && holdsUnkeepable(value)) throw new Problem('request.not_json', { detail: '内容里有无法保存的字符' });
  if (isTooDeep(value)) throw new Problem('request.not_json', { detail: '内容一层套一层，层数太多' });
  return value;
};

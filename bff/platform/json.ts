import type { z } from 'zod';
import type { HttpReply } from './http-client';
import { UpstreamFailure, unavailable } from './upstream-failure';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A reply's JSON in the shape the client reads.
 * @throws Problem `platform.unavailable`: not JSON, not UTF-8 or another shape
 */
export const parseReply = <S extends z.ZodType>(reply: HttpReply, schema: S, endpoint: string): z.output<S> => {
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(reply.bytes));
  } catch (cause) {
    // The parser's message quotes the reply, which is about a person.
    throw unavailable(
      new UpstreamFailure('malformed', endpoint, { cause: new Error(cause instanceof SyntaxError ? 'not JSON' : 'not UTF-8') }),
    );
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    // Only where it does not fit: a message of zod may quote the value.
    const where = parsed.error.issues.map(issue => `/${issue.path.join('/')} ${issue.code}`).join(', ');
    throw unavailable(new UpstreamFailure('malformed', endpoint, { cause: new Error(where) }));
  }
  return parsed.data;
};

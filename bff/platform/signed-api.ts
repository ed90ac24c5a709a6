import { z } from 'zod';
import type { HttpClient, HttpReply, HttpRequest } from './http-client';
import { parseReply } from './json';
import { UpstreamFailure, unavailable } from './upstream-failure';

/** The envelope that credit platform, identity and SMS share. Source: docs/upstreams/credit-platform.md. */
const zEnvelope = z.object({ code: z.string(), data: z.unknown() });

/** What became of something sent under a number of ours. */
export type Kept = 'kept' | 'taken';

export interface SignedApi {
  /** `data` of a done call in the given shape; null where the upstream has no such thing. @throws Problem `platform.unavailable` */
  get<S extends z.ZodType>(
    path: string,
    schema: S,
    endpoint: string,
    more?: Pick<HttpRequest, 'signal' | 'about'>,
  ): Promise<z.output<S> | null>;
  post<S extends z.ZodType>(path: string, body: unknown, schema: S, endpoint: string): Promise<z.output<S> | null>;
  /** `taken`: the number in the body belongs to another content. */
  keep(path: string, body: unknown, endpoint: string): Promise<Kept>;
}

/** An answer that is neither done nor "no such thing". `code` is the upstream's. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(`code ${code}`);
  }
}

export const signedApi = (http: HttpClient): SignedApi => {
  const open = <S extends z.ZodType>(reply: HttpReply, schema: S, endpoint: string): z.output<S> | null => {
    const { code, data } = parseReply(reply, zEnvelope, endpoint);
    if (code === '1404') return null;
    if (code !== '0000') throw unavailable(new UpstreamFailure('fault', endpoint, { cause: new Refused(code) }));
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues.map(issue => `/${issue.path.join('/')} ${issue.code}`).join(', ');
    throw unavailable(new UpstreamFailure('malformed', endpoint, { cause: new Error(where) }));
  };
  return {
    get: async (path, schema, endpoint, more) => open(await http.send({ method: 'GET', path, endpoint, ...more }), schema, endpoint),
    post: async (path, body, schema, endpoint) => open(await http.send({ method: 'POST', path, body, endpoint }), schema, endpoint),
    async keep(path, body, endpoint) {
      const reply = await http.send({ method: 'POST', path, body, endpoint });
      if (parseReply(reply, zEnvelope, endpoint).code === '1409') return 'taken';
      open(reply, z.unknown(), endpoint);
      return 'kept';
    },
  };
};

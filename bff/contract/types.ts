import type { z } from 'zod';
import type { ProblemCode } from './problems';
import type { routes } from './routes';
import type { schemas } from './schemas';

/** Types composed from the tables; both sides import these with `import type`, so nothing of zod reaches the phone. */
export type RouteName = keyof typeof routes;
/** What the phone calls; the staff have a page of their own. */
export type PhoneRoute = Exclude<RouteName, `${'staff' | 'desk'}.${string}`>;
export type Feature = RouteName extends `${infer F}.${string}` ? F : never;
export type RoutesOf<F extends Feature> = Extract<RouteName, `${F}.${string}`>;

type Schemas = typeof schemas;
type Part<N extends RouteName, K extends string> = Schemas[N] extends { [k in K]: infer S } ? S : undefined;
type Parsed<S, Else> = S extends z.ZodType ? z.output<S> : Else;
type Sent<S, Else> = S extends z.ZodType ? z.input<S> : Else;

export type Params<N extends RouteName> = Parsed<Part<N, 'params'>, Record<string, never>>;
export type Query<N extends RouteName> = Parsed<Part<N, 'query'>, Record<string, never>>;
/** A `bytes` body is part of a file. */
export type Body<N extends RouteName> = Part<N, 'body'> extends 'bytes' ? Uint8Array : Parsed<Part<N, 'body'>, undefined>;

/** A file that is sent as it is instead of JSON. */
export interface Binary {
  readonly contentType: 'application/pdf';
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** A file of any kept type, sent a piece at a time as it is. */
export interface Streamed {
  readonly contentType: string;
  readonly fileName: string;
  /** null: it is made while it is sent. */
  readonly sizeBytes: number | null;
  readonly content: () => AsyncIterable<Uint8Array>;
}

export type Reply<N extends RouteName> =
  Part<N, 'reply'> extends 'pdf' ? Binary : Part<N, 'reply'> extends 'file' ? Streamed : Parsed<Part<N, 'reply'>, never>;

/** What the phone passes to `call`: only the parts the route has. */
export type CallInput<N extends RouteName> = (Part<N, 'params'> extends z.ZodType
  ? { params: Sent<Part<N, 'params'>, never> }
  : { params?: undefined }) &
  (Part<N, 'query'> extends z.ZodType ? { query?: Sent<Part<N, 'query'>, never> } : { query?: undefined }) &
  (Part<N, 'body'> extends z.ZodType
    ? { body: Sent<Part<N, 'body'>, never> }
    : Part<N, 'body'> extends 'bytes'
      ? { body: ArrayBuffer }
      : { body?: undefined });

/** RFC 9457 problem as it arrives. `errors[].pointer` is a JSON pointer into the body. */
export interface ProblemReply {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode | 'network.failed' | 'network.timeout' | 'network.offline' | 'acting.lost';
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly retryAfterSec?: number;
  /** Of an upload: bytes that are there; the next chunk begins here. */
  readonly resumeFrom?: number;
  readonly requestId?: string;
}

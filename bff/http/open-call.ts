import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sql } from '../lib/db';
import type { ActingSubject, CallBase, Citizen, Cookie, Staff } from './call';
import { cookieOf } from './cookies';

interface Parts {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly ip: string;
  readonly client: 'weapp' | 'h5';
  readonly requestId: string;
  readonly deadlineMs: number;
  /** The app is reached over https. */
  readonly secure: boolean;
}

/** One request while it is being answered: the untyped side of `Call<N>`. */
export class OpenCall implements CallBase {
  readonly ip: string;
  /** As the header says, until a session says it. */
  client: 'weapp' | 'h5';
  readonly requestId: string;
  params: unknown;
  query: unknown;
  body: unknown;
  idempotencyKey: string | null = null;
  keep: (tx: Sql, reply: unknown) => Promise<void> = async () => undefined;
  caller: Citizen | null = null;
  actingAs: ActingSubject | null = null;
  member: Staff | null = null;
  private readonly startedMs = performance.now();
  private aborter: AbortController | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly hungUp = (): void => this.aborter?.abort(new DOMException('the caller hung up', 'AbortError'));

  constructor(private readonly parts: Parts) {
    this.ip = parts.ip;
    this.client = parts.client;
    this.requestId = parts.requestId;
  }

  get renewalCookie(): Cookie {
    return cookieOf('renewal', this.parts.req, this.parts.res, this.parts.secure);
  }

  get staffCookie(): Cookie {
    return cookieOf('staff', this.parts.req, this.parts.res, this.parts.secure);
  }

  get csrfToken(): string | null {
    const sent = this.parts.req.headers['x-csrf-token'];
    return typeof sent === 'string' && sent !== '' ? sent : null;
  }

  get citizen(): Citizen {
    if (!this.caller) throw new Error('a public route has no citizen');
    return this.caller;
  }

  get staff(): Staff {
    if (!this.member) throw new Error('this route has no staff');
    return this.member;
  }

  /** Whose calls are counted, and whose idempotency keys these are. */
  get callerId(): string | null {
    return this.caller?.citizenId ?? this.member?.staffId ?? null;
  }

  get subject(): ActingSubject {
    if (!this.actingAs) throw new Error('this route has no subject');
    return this.actingAs;
  }

  /** Made when first asked for: most answers come from memory or one statement and never wait. */
  get signal(): AbortSignal {
    if (!this.aborter) {
      const aborter = new AbortController();
      // Every section of a file listens to it.
      setMaxListeners(0, aborter.signal);
      this.aborter = aborter;
      const leftMs = Math.max(0, this.parts.deadlineMs - (performance.now() - this.startedMs));
      this.timer = setTimeout(() => aborter.abort(new DOMException('the deadline of the request has passed', 'TimeoutError')), leftMs);
      this.timer.unref();
      this.parts.res.once('close', this.hungUp);
    }
    return this.aborter.signal;
  }

  get aborted(): boolean {
    return this.aborter?.signal.aborted ?? false;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedMs;
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.aborter) this.parts.res.off('close', this.hungUp);
  }
}

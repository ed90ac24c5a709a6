import { LRUCache } from 'lru-cache';
import CircuitBreaker from 'opossum';
import { errors, Pool } from 'undici';
import { UpstreamFailure, unavailable } from './upstream-failure';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path with query, already encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Endpoints of one class share a circuit: one hanging section must not slow the rest. */
  readonly endpoint: string;
  /** Whom it concerns, a reference: failures of one file, one after another, do not rest the endpoint for everybody. */
  readonly about?: string;
  /** A GET that must not be repeated: what it carries can be used once. */
  readonly once?: true;
  /** The one deadline of the caller; without it the client's own applies. */
  readonly signal?: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Signs what goes out and checks what comes back. */
export interface WireSigning {
  sign(request: { method: string; path: string; body: string }): { headers: Record<string, string>; nonce: string };
  /** False: the reply was not made by the upstream for this very request. */
  verify(reply: { status: number; headers: Record<string, string | string[] | undefined>; bytes: Uint8Array; nonce: string }): boolean;
}

export interface HttpClient {
  /**
   * One request. Answers below 500 are returned, whatever they mean; all else throws.
   * @throws Problem `platform.unavailable` with an UpstreamFailure as cause
   */
  send(request: HttpRequest): Promise<HttpReply>;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  readonly baseUrl: string;
  readonly signing: WireSigning | null;
  /** Longest a request without a caller's deadline may take, ms. */
  readonly timeoutMs?: number;
  readonly maxBodyBytes?: number;
  readonly observe?: (endpoint: string, outcome: string, elapsedMs: number) => void;
}

/** How far back a circuit looks. */
const rollingMs = 10_000;
const retryable = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_CONNECT_TIMEOUT']);
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const isTimeout = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';

/** undici does not retry a kept connection that the other side just closed: GETs are tried once more, within a budget of one in ten. */
const makeRetryBudget = () => {
  let tokens = 10;
  return {
    earn: () => {
      tokens = Math.min(tokens + 0.1, 20);
    },
    spend: () => {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};

export const makeHttpClient = ({
  baseUrl,
  signing,
  timeoutMs = 3000,
  maxBodyBytes = 2 * 1024 * 1024,
  observe,
}: HttpClientOptions): HttpClient => {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const pool = new Pool(base.origin, {
    connections: 256,
    pipelining: 1,
    keepAliveTimeout: 4000,
    connect: { timeout: 2000 },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxBodyBytes,
  });
  const budget = makeRetryBudget();

  const attempt = async (request: HttpRequest, signal: AbortSignal): Promise<HttpReply> => {
    const path = prefix + request.path;
    const body = request.body === undefined ? '' : JSON.stringify(request.body);
    const signed = signing?.sign({ method: request.method, path, body });
    const reply = await pool.request({
      method: request.method,
      path,
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...signed?.headers },
      body: body || null,
      signal,
    });
    const bytes = await reply.body.bytes();
    if (signing && signed && !signing.verify({ status: reply.statusCode, headers: reply.headers, bytes, nonce: signed.nonce })) {
      throw new UpstreamFailure('unsigned', request.endpoint);
    }
    if (reply.statusCode >= 500) throw new UpstreamFailure('fault', request.endpoint, { cause: new Error(`status ${reply.statusCode}`) });
    return { status: reply.statusCode, contentType: String(reply.headers['content-type'] ?? ''), bytes };
  };

  const failureOf = (error: unknown, { endpoint }: HttpRequest, signal: AbortSignal): UpstreamFailure => {
    if (error instanceof UpstreamFailure) return error;
    const options = { cause: error };
    if (signal.aborted) {
      return new UpstreamFailure(isTimeout(signal.reason) ? 'timeout' : 'abandoned', endpoint, options);
    }
    if (error instanceof errors.ResponseExceededMaxSizeError) return new UpstreamFailure('too_large', endpoint, options);
    if (error instanceof errors.HTTPParserError) return new UpstreamFailure('malformed', endpoint, options);
    return new UpstreamFailure('unreachable', endpoint, options);
  };

  const perform = async (request: HttpRequest, signal: AbortSignal): Promise<HttpReply> => {
    budget.earn();
    try {
      return await attempt(request, signal);
    } catch (error) {
      const again = request.method === 'GET' && !request.once && !signal.aborted && retryable.has(codeOf(error)) && budget.spend();
      if (!again) throw failureOf(error, request, signal);
    }
    try {
      return await attempt(request, signal);
    } catch (error) {
      throw failureOf(error, request, signal);
    }
  };

  const circuits = new Map<string, CircuitBreaker<[HttpRequest, AbortSignal], HttpReply>>();
  const circuitOf = (endpoint: string) => {
    let circuit = circuits.get(endpoint);
    if (!circuit) {
      circuit = new CircuitBreaker(perform, {
        name: endpoint,
        timeout: false,
        capacity: 64,
        volumeThreshold: 8,
        errorThresholdPercentage: 50,
        rollingCountTimeout: rollingMs,
        resetTimeout: 3000,
        /** A caller who left and a full bulkhead say nothing about the upstream's health. */
        errorFilter: (error: unknown) => codeOf(error) === 'ESEMLOCKED' || (error instanceof UpstreamFailure && error.kind === 'abandoned'),
      });
      circuits.set(endpoint, circuit);
    }
    return circuit;
  };

  /** Files that failed lately, by endpoint: each counts once in the time the circuit looks back. */
  const failedLately = new LRUCache<string, true>({ max: 10_000, ttl: rollingMs });
  const throughCircuit = async (request: HttpRequest, signal: AbortSignal): Promise<HttpReply> => {
    const circuit = circuitOf(request.endpoint);
    if (request.about === undefined) return circuit.fire(request, signal);
    const file = `${request.endpoint} ${request.about}`;
    if (failedLately.has(file) && circuit.closed) return perform(request, signal);
    try {
      return await circuit.fire(request, signal);
    } catch (error) {
      failedLately.set(file, true);
      throw error;
    }
  };

  return {
    async send(request) {
      const startedAt = performance.now();
      const signal = request.signal ?? AbortSignal.timeout(timeoutMs);
      try {
        const reply = await throughCircuit(request, signal);
        observe?.(request.endpoint, 'ok', performance.now() - startedAt);
        return reply;
      } catch (error) {
        const failure = error instanceof UpstreamFailure ? error : new UpstreamFailure('resting', request.endpoint, { cause: error });
        observe?.(request.endpoint, failure.kind, performance.now() - startedAt);
        throw unavailable(failure);
      }
    },
    async close() {
      for (const circuit of circuits.values()) circuit.shutdown();
      await pool.destroy();
    },
  };
};

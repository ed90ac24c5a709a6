import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './read-body';
import { makeVerifier, signReply } from './signing';
import type { State } from './state';
import { type Answer, badRequest, type Call, envelope, type Route } from './wire';

const maxBodyBytes = 256 * 1024;

interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  readonly name: string;
}

const makeFinder = (routes: readonly Route[]) => {
  const table = routes.map(route => ({ route, parts: route.path.split('/') }));
  return (method: string, path: string): Found | null => {
    const given = path.split('/');
    for (const { route, parts } of table) {
      if (route.method !== method || parts.length !== given.length) continue;
      const params: Record<string, string> = {};
      const fits = parts.every((part, i) => {
        if (!part.startsWith(':')) return part === given[i];
        params[part.slice(1)] = decodeURIComponent(given[i] ?? '');
        return true;
      });
      if (fits) return { route, params, name: route.name.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '') };
    }
    return null;
  };
};

const parseBody = (bytes: Buffer): Readonly<Record<string, unknown>> | null => {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const wait = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));

/**
 * One upstream below `/<prefix>`. `apps` null: its calls are not signed (WeChat). Faults are met here, so that every endpoint has all of them;
 * only those about records are the endpoint's own.
 */
export const upstream = ({
  prefix,
  routes,
  state,
  apps,
}: {
  prefix: string;
  routes: readonly Route[];
  state: State;
  apps: ReadonlyMap<string, string> | null;
}) => {
  const find = makeFinder(routes);
  const verify = apps ? makeVerifier(apps, () => state.now()) : null;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? '/';
    const url = new URL(target, 'http://sandbox');
    const method = request.method ?? 'GET';
    const bytes = await readBody(request, maxBodyBytes);
    if (bytes === null) {
      request.socket.destroy();
      return;
    }
    const verdict = verify?.({ method, target, headers: request.headers, body: bytes }) ?? null;
    const send = (answer: Answer, wrongSignature = false): void => {
      const headers: Record<string, string | number> = { 'Content-Type': answer.contentType, 'Content-Length': answer.bytes.length };
      if (verdict?.secret) {
        const timestamp = String(state.now());
        const signature = signReply(verdict.secret, { status: answer.status, body: answer.bytes, timestamp, nonce: verdict.nonce });
        headers['X-Timestamp'] = timestamp;
        headers['X-Nonce'] = verdict.nonce;
        headers['X-Signature'] = wrongSignature ? signature.replace(/^./, first => (first === '0' ? '1' : '0')) : signature;
      }
      response.writeHead(answer.status, headers).end(answer.bytes);
    };

    if (verdict && !verdict.ok) return send(envelope(verdict.code));
    const found = find(method, url.pathname.slice(prefix.length + 1));
    if (!found) return send(envelope('1004'));
    state.counters.set(found.name, (state.counters.get(found.name) ?? 0) + 1);
    const faults = state.faults.meet(found.name, found.params.ztbs ?? null);
    const latencyMs = faults.get('latency');
    if (latencyMs) await wait(latencyMs);
    if (faults.has('hang')) return;
    if (faults.has('reset_before')) {
      request.socket.destroy();
      return;
    }
    const status = faults.get('status');
    if (status) return send(envelope('9999', null, status));
    const body = parseBody(bytes);
    const call: Call | null = body && {
      state,
      params: found.params,
      query: url.searchParams,
      body,
      appId: verdict?.ok ? verdict.appId : '',
      faults,
    };
    const answer = call ? found.route.answer(call) : badRequest();
    if (faults.has('reset_after')) {
      request.socket.destroy();
      return;
    }
    if (faults.has('malformed')) return send({ ...answer, bytes: answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2)) });
    const oversizedBytes = faults.get('oversized');
    if (oversizedBytes) return send({ ...answer, bytes: Buffer.concat([answer.bytes, Buffer.alloc(oversizedBytes, ' ')]) });
    send(answer, faults.has('wrong_signature'));
  };
};

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Taro gives the mini-program, over real HTTP to a small server of the test's own; weapp's storage as a map. */
export interface Phone {
  readonly taro: { default: Record<string, unknown> };
  /** Every request that arrived: `GET /api/city`. */
  readonly arrived: string[];
  readonly storage: Map<string, unknown>;
  /** Unplugs the network cable. */
  unplug(): void;
  plug(): void;
  close(): Promise<void>;
}

/** `body`: of JSON what it says, else its bytes. */
export type Answer = (request: IncomingMessage, reply: ServerResponse, body: unknown) => void;

export const json = (reply: ServerResponse, status: number, body: unknown): void => {
  reply.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  reply.end(JSON.stringify(body));
};

interface TaroRequest {
  readonly url: string;
  readonly method: string;
  readonly header: Record<string, string>;
  readonly data?: string | ArrayBuffer;
  readonly responseType: 'text' | 'arraybuffer';
}

export const startPhone = async (answer: Answer): Promise<Phone> => {
  const arrived: string[] = [];
  const storage = new Map<string, unknown>();
  const networkListeners = new Set<(now: { isConnected: boolean }) => void>();
  let plugged = true;
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      arrived.push(`${request.method} ${request.url}`);
      const bytes = Buffer.concat(parts);
      const isJson = bytes.length > 0 && request.headers['content-type'] === 'application/json';
      answer(request, reply, isJson ? JSON.parse(bytes.toString('utf8')) : bytes.length > 0 ? bytes : undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const request = async ({ url, method, header, data, responseType }: TaroRequest) => {
    if (!plugged) throw { errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' };
    const reply = await fetch(`${origin}${url}`, { method, headers: header, body: data });
    const body = responseType === 'arraybuffer' ? await reply.arrayBuffer() : await reply.text();
    return { statusCode: reply.status, data: body, header: Object.fromEntries(reply.headers) };
  };
  const taro = {
    request,
    getNetworkType: async () => ({ networkType: plugged ? 'wifi' : 'none' }),
    onNetworkStatusChange: (listener: (now: { isConnected: boolean }) => void) => void networkListeners.add(listener),
    offNetworkStatusChange: (listener: (now: { isConnected: boolean }) => void) => void networkListeners.delete(listener),
    getDeviceInfo: () => ({ model: 'test' }),
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    getRandomValues: async ({ length }: { length: number }) => ({ randomValues: Uint8Array.from(randomBytes(length)).buffer }),
    removeStorageSync: (key: string) => void storage.delete(key),
    setStorage: async ({ key, data, encrypt }: { key: string; data: unknown; encrypt?: boolean }) =>
      void storage.set(encrypt ? `encrypted ${key}` : key, data),
    getStorage: async ({ key, encrypt }: { key: string; encrypt?: boolean }) => {
      const name = encrypt ? `encrypted ${key}` : key;
      if (!storage.has(name)) throw { errMsg: 'getStorage:fail data not found' };
      return { data: storage.get(name) };
    },
  };
  return {
    taro: { default: taro },
    arrived,
    storage,
    unplug: () => {
      plugged = false;
    },
    plug: () => {
      plugged = true;
      for (const listener of networkListeners) listener({ isConnected: true });
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeCallbacks } from './callbacks';
import { makeCity } from './city/make-city';
import type { City } from './city/types';
import { control } from './control';
import { creditRoutes } from './credit';
import { identityRoutes } from './identity';
import { pages } from './pages';
import { registrationRoutes } from './registration';
import { smsRoutes } from './sms';
import { makeState } from './state';
import { beijingDay } from './units';
import { upstream } from './upstreams';
import { wechatRoutes } from './wechat';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly host?: string;
  /** Where callbacks go; can be told later over the control port. */
  readonly bffUrl?: string | null;
  readonly seed?: string;
  /** Beijing day the city is made for; records are dated back from it. */
  readonly today?: string;
  /** Milliseconds; tests move it. */
  readonly clock?: () => number;
  /** Secret by app id. */
  readonly apps?: ReadonlyMap<string, string>;
  readonly callbackSecret?: string;
  /** Registrations are answered by themselves after a while. */
  readonly answersItself?: boolean;
  /** Every filed case, one flushed line each. */
  readonly receiptsFile?: string | null;
}

export interface Sandbox {
  readonly url: string;
  readonly controlUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

export const demoAppId = 'chengxin-sandbox';
export const demoSecret = 'sandbox-secret-not-for-production';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

const listen = (handler: Handler, port: number, host: string): Promise<{ server: Server; url: string; port: number }> =>
  new Promise((done, failed) => {
    const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
      handler(request, response).catch(() => response.destroy());
    });
    server.once('error', failed);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo;
      done({ server, url: `http://${host}:${taken}`, port: taken });
    });
  });

/** Making a city costs most of a start: tests in one process share those of one seed and day. */
const cities = new Map<string, City>();
const cityOf = (seed: string, today: string): City => {
  const name = `${seed} ${today}`;
  const city = cities.get(name) ?? makeCity(seed, today);
  cities.set(name, city);
  return city;
};

export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const {
    port = 0,
    controlPort = 0,
    host = '127.0.0.1',
    bffUrl = null,
    seed = 'qinghe-1',
    clock = Date.now,
    callbackSecret = demoSecret,
  } = options;
  const apps = options.apps ?? new Map([[demoAppId, demoSecret]]);
  const state = makeState(cityOf(seed, options.today ?? beijingDay(clock())), clock, options);
  const callbacks = makeCallbacks({ secret: callbackSecret, now: () => state.now(), url: bffUrl });
  const upstreams: Readonly<Record<string, Handler>> = {
    credit: upstream({ prefix: 'credit', routes: [...creditRoutes, ...registrationRoutes(callbacks)], state, apps }),
    identity: upstream({ prefix: 'identity', routes: identityRoutes, state, apps }),
    sms: upstream({ prefix: 'sms', routes: smsRoutes, state, apps }),
    wechat: upstream({ prefix: 'wechat', routes: wechatRoutes(apps), state, apps: null }),
  };
  const showPage = pages(state);
  const city: Handler = async (request, response) => {
    const handler = upstreams[(request.url ?? '').split(/[/?]/)[1] ?? ''];
    if (handler) return handler(request, response);
    if (!(await showPage(request, response)))
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('没有这个地址\n');
  };
  const main = await listen(city, port, host);
  const side = await listen(control(state, callbacks), controlPort, '127.0.0.1');
  return {
    url: main.url,
    controlUrl: side.url,
    port: main.port,
    close: async () => {
      callbacks.close();
      for (const { server } of [main, side]) {
        server.closeAllConnections();
        await new Promise(done => server.close(done));
      }
    },
  };
};

import type { Clock } from '../lib/time';
import { callbackReader } from './credit/change';
import { creditClient } from './credit/client';
import { registrationClient } from './credit/registration';
import { demoClient } from './demo/client';
import { type HttpClient, makeHttpClient } from './http-client';
import { identityClient } from './identity/client';
import type { CallbackPort, DemoPort, Ports } from './ports';
import { wireSigning } from './signing';
import { smsClient } from './sms/client';
import { wechatClient } from './wechat/client';

interface Upstream {
  readonly baseUrl: string;
  readonly appId: string;
  readonly secret: string;
}

export interface ConnectOptions {
  readonly upstreams: Readonly<Record<'credit' | 'identity' | 'wechat' | 'sms', Upstream>>;
  readonly callbackSecrets: { readonly credit: string };
  /** Demo people exist at the sandbox city only. */
  readonly demo: boolean;
  readonly now: Clock;
  /** For metrics: endpoint, `ok` or the kind of failure, ms. */
  readonly observe?: (endpoint: string, outcome: string, elapsedMs: number) => void;
}

export interface Platform {
  readonly ports: Ports;
  readonly callbacks: CallbackPort;
  readonly demo: DemoPort | null;
  close(): Promise<void>;
}

/** Every way to the outside. Sandbox or the real thing is an address and a key. */
export const connectPlatform = ({ upstreams, callbackSecrets, demo, now, observe }: ConnectOptions): Platform => {
  const signed = ({ baseUrl, appId, secret }: Upstream): HttpClient =>
    makeHttpClient({ baseUrl, signing: wireSigning({ appId, secret, now }), observe });
  const credit = signed(upstreams.credit);
  const identity = signed(upstreams.identity);
  const sms = signed(upstreams.sms);
  const wechat = makeHttpClient({ baseUrl: upstreams.wechat.baseUrl, signing: null, observe });
  return {
    ports: {
      credit: creditClient(credit),
      registration: registrationClient(credit),
      identity: identityClient(identity),
      sms: smsClient(sms),
      wechat: wechatClient(wechat, { ...upstreams.wechat, now }),
    },
    callbacks: callbackReader(callbackSecrets.credit, now),
    demo: demo ? demoClient(credit) : null,
    async close() {
      await Promise.all([credit, identity, sms, wechat].map(client => client.close()));
    },
  };
};

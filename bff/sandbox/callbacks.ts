import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { signRequest } from './signing';

const appId = 'credit-platform';
const pausesMs = [500, 1000, 2000, 5000, 15_000, 60_000];
const lastPauseMs = 300_000;
const givesUpAfterMs = 24 * 3600_000;
const answerWithinMs = 5000;

export interface CallbackEvent {
  readonly sjlx: 'bd' | 'zxdf' | 'zyzcdf';
  readonly sj: object;
}

export interface CallbackStatus {
  readonly url: string | null;
  readonly paused: boolean;
  readonly waiting: number;
  readonly delivered: number;
}

/** Tells the BFF what happened, until it says that it knows. Order is not kept: each event runs alone. */
export const makeCallbacks = ({ secret, now, url: firstUrl }: { secret: string; now: () => number; url: string | null }) => {
  let url = firstUrl;
  let paused = false;
  let closed = false;
  let delivered = 0;
  const waiting = new Map<CallbackEvent, { attempts: number; since: number; timer: NodeJS.Timeout | null }>();

  const post = (event: CallbackEvent, to: URL): Promise<number> =>
    new Promise(done => {
      const body = Buffer.from(JSON.stringify(event));
      const timestamp = String(now());
      const nonce = randomBytes(16).toString('hex');
      const target = to.pathname + to.search;
      const signature = signRequest(secret, { method: 'POST', target, body, timestamp, nonce });
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
        'X-App-Id': appId,
        'X-Timestamp': timestamp,
        'X-Nonce': nonce,
        'X-Signature': signature,
      };
      const sent = request(to, { method: 'POST', headers, timeout: answerWithinMs }, reply => {
        reply.resume();
        done(reply.statusCode ?? 0);
      });
      sent.once('timeout', () => sent.destroy());
      sent.once('error', () => done(0));
      sent.end(body);
    });

  const attempt = async (event: CallbackEvent): Promise<void> => {
    const entry = waiting.get(event);
    if (!entry || paused || closed || !url) return;
    const status = await post(event, new URL('/callbacks/credit', url));
    if ((status >= 200 && status < 300) || status === 409) {
      waiting.delete(event);
      delivered += 1;
      return;
    }
    if (now() - entry.since > givesUpAfterMs) waiting.delete(event);
    entry.attempts += 1;
    entry.timer = setTimeout(() => void attempt(event), pausesMs[entry.attempts - 1] ?? lastPauseMs);
    entry.timer.unref();
  };

  const sendWaiting = (): void => {
    for (const [event, { timer }] of waiting) {
      if (timer) clearTimeout(timer);
      void attempt(event);
    }
  };

  return {
    send: (event: CallbackEvent): void => {
      waiting.set(event, { attempts: 0, since: now(), timer: null });
      void attempt(event);
    },
    configure: (change: { url?: string; paused?: boolean }): void => {
      url = change.url ?? url;
      paused = change.paused ?? paused;
      if (!paused) sendWaiting();
    },
    status: (): CallbackStatus => ({ url, paused, waiting: waiting.size, delivered }),
    clear: (): void => {
      for (const { timer } of waiting.values()) if (timer) clearTimeout(timer);
      waiting.clear();
    },
    close: (): void => {
      closed = true;
      for (const { timer } of waiting.values()) if (timer) clearTimeout(timer);
    },
  };
};

export type Callbacks = ReturnType<typeof makeCallbacks>;

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../../bff/lib/new-id';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Merchant {
  readonly person: string;
  token: string;
  subjectId: string;
}

/** One submission: its key and body never change, however often it is sent. */
interface Submission {
  readonly key: string;
  readonly merchant: Merchant;
  readonly body: object;
  notBeforeMs: number;
}

export interface LoadClient {
  /** Requests that are out at this instant, by their keys. */
  inFlight(): ReadonlySet<string>;
  /** Of a set of keys whose answers were lost: how many had been committed, how many had been begun and not. */
  fateOf(keys: ReadonlySet<string>): { readonly committed: number; readonly rolledBack: number };
  /** @throws what ended the load before its time: an answer that no fault explains */
  acknowledged(): number;
  /** Answers that put a submission off, by their codes. */
  refusals(): Readonly<Record<string, number>>;
  /** Longest time without an acknowledgement since this was asked last, ms. */
  stallMs(): number;
  /** Begins no new submission; those that are open are sent again until answered, at most `patienceMs`. Resolves with how many stay open. */
  finish(patienceMs: number): Promise<number>;
}

export interface LoadWish {
  /** New submissions a second at most; without it as many as are answered. */
  readonly perSec?: number;
}

const requestMs = 8_000;
/** The BFF takes a reservation that is 90 s old to be of a process that died (bff/http/idempotency.ts). */
const parkMs = 15_000;

/**
 * Phones of two merchants that go on submitting whatever happens. An acknowledgement is on the disk before it counts:
 * one line `{ key, number }` in `acksFile`, flushed after the 2xx arrived whole.
 */
export const startLoad = async (url: string, acksFile: string, atOnce: number, { perSec }: LoadWish = {}): Promise<LoadClient> => {
  const acks = openSync(acksFile, 'a', 0o600);
  const out = new Set<string>();
  const firstFate = new Map<string, 'committed' | 'rolledBack'>();
  const lost = new Set<string>();
  const parked: Submission[] = [];
  const refusals: Record<string, number> = {};
  let count = 0;
  let nextBeginMs = 0;
  let ackMs = performance.now();
  let stallMs = 0;
  let finishing = false;
  let stopped = false;

  const send = async (method: string, path: string, token: string | null, body?: object, key?: string): Promise<Answer> => {
    const reply = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-client': 'weapp',
        ...(token !== null && { authorization: `Bearer ${token}` }),
        'idempotency-key': key ?? newId(),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(requestMs),
    });
    return { status: reply.status, body: await reply.json() };
  };

  const signIn = async (merchant: Merchant): Promise<void> => {
    const { body } = await send('POST', '/sessions/demo', null, { person: merchant.person, device: '测试' });
    merchant.token = (body as { accessToken: string }).accessToken;
    const me = await send('GET', '/identity', merchant.token);
    const own = (me.body as { subjects: { kind: string; subjectId: string }[] }).subjects.find(({ kind }) => kind === 'merchant');
    if (!own) throw new Error(`${merchant.person} acts for no merchant`);
    merchant.subjectId = own.subjectId;
  };

  const merchants: Merchant[] = ['shop_owner', 'clean'].map(person => ({ person, token: '', subjectId: '' }));
  for (const merchant of merchants) await signIn(merchant);
  const kindsReply = await send('GET', '/registration-kinds', merchants[0]?.token ?? '');
  const { kinds } = kindsReply.body as { kinds: { kind: string; version: string; commitment: { version: string } }[] };
  const charity = kinds.find(({ kind }) => kind === 'charity');
  if (!charity) throw new Error('no kind charity');

  /** Whether another may begin now, so that there are no more than wished. */
  const mayBegin = (): boolean => {
    if (finishing || performance.now() < nextBeginMs) return false;
    if (perSec !== undefined) nextBeginMs = Math.max(nextBeginMs, performance.now() - 1000) + 1000 / perSec;
    return true;
  };

  const begin = (nth: number): Submission => {
    const key = newId();
    const fields = {
      form: 'goods',
      matter: `给社区食堂捐米面 ${key}`,
      doneOn: new Date(Date.now() - 10 * 24 * 3600_000).toISOString().slice(0, 10),
      amountFen: 300_000,
      receiverName: '青禾市演示社区',
      receiverCode: '91350100M000100Y43',
    };
    const body = {
      kind: 'charity',
      kindVersion: charity.version,
      fields,
      attachmentIds: [],
      commitmentVersion: charity.commitment.version,
      draftId: null,
      mends: null,
      recordId: null,
    };
    return { key, merchant: merchants[nth % merchants.length] as Merchant, body, notBeforeMs: 0 };
  };

  const acknowledge = (key: string, number: string): void => {
    writeSync(acks, `${JSON.stringify({ key, number })}\n`);
    fsyncSync(acks);
    count += 1;
    stallMs = Math.max(stallMs, performance.now() - ackMs);
    ackMs = performance.now();
  };

  /** True: answered. False: to be sent again. */
  const attempt = async (one: Submission): Promise<boolean> => {
    out.add(one.key);
    try {
      const path = `/subjects/${one.merchant.subjectId}/registrations`;
      const { status, body } = await send('POST', path, one.merchant.token, one.body, one.key);
      const code = (body as { code?: string }).code ?? '';
      if (lost.has(one.key) && !firstFate.has(one.key)) {
        if (status === 200) firstFate.set(one.key, 'committed');
        if (code === 'idempotency.in_flight') firstFate.set(one.key, 'rolledBack');
      }
      if (status === 200) {
        acknowledge(one.key, (body as { number: string }).number);
        return true;
      }
      refusals[code] = (refusals[code] ?? 0) + 1;
      if (status === 401) await signIn(one.merchant);
      else if (status !== 503 && status !== 429 && status !== 409)
        throw new TypeError(`submission refused: ${status} ${JSON.stringify(body)}`);
      one.notBeforeMs = Date.now() + (code === 'idempotency.in_flight' ? parkMs : 300);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('submission refused')) throw error;
      lost.add(one.key);
      one.notBeforeMs = Date.now() + 100;
    } finally {
      out.delete(one.key);
    }
    return false;
  };

  const hand = async (nth: number): Promise<void> => {
    while (!stopped) {
      const due = parked.findIndex(({ notBeforeMs }) => notBeforeMs <= Date.now());
      const one = due >= 0 ? parked.splice(due, 1)[0] : mayBegin() ? begin(nth) : undefined;
      if (one === undefined && finishing && parked.length === 0 && out.size === 0) return;
      if (one === undefined) await pause(50);
      else if (!(await attempt(one))) {
        parked.push(one);
        await pause(50);
      }
    }
  };
  const hands = Promise.all(Array.from({ length: atOnce }, (_, nth) => hand(nth)));
  let failure: unknown = null;
  hands.catch((error: unknown) => {
    failure = error;
  });

  return {
    inFlight: () => new Set(out),
    fateOf: keys => {
      const fates = [...keys].map(key => firstFate.get(key));
      return {
        committed: fates.filter(fate => fate === 'committed').length,
        rolledBack: fates.filter(fate => fate === 'rolledBack').length,
      };
    },
    acknowledged: () => {
      if (failure !== null) throw failure;
      return count;
    },
    refusals: () => ({ ...refusals }),
    stallMs() {
      const longest = Math.max(stallMs, performance.now() - ackMs);
      stallMs = 0;
      return longest;
    },
    async finish(patienceMs) {
      finishing = true;
      await Promise.race([hands, pause(patienceMs, undefined, { ref: false })]);
      stopped = true;
      await hands;
      closeSync(acks);
      return parked.length;
    },
  };
};

import type { Db } from '../../lib/db';
import type { Log } from '../../lib/log';
import { type Clock, toInstant } from '../../lib/time';
import type { CallbackPort, Change, PlatformEvent, RawCallback, RegistrationAnswer } from '../../platform/ports';
import { giveBackNonce, takeNonce } from './store';

export interface CallbackDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
  readonly callbacks: CallbackPort;
  readonly applyChange: (change: Change) => Promise<void>;
  readonly receiveRegistrationAnswer: (answer: RegistrationAnswer) => Promise<unknown>;
  readonly receiveHelpAnswer: (answer: Extract<PlatformEvent, { type: 'help_answer' }>['answer']) => Promise<unknown>;
}

export interface CallbackReply {
  readonly status: 200 | 400 | 401 | 409 | 503;
  readonly body: { readonly code: string };
}

/** A nonce is remembered for twice the width of the signature's window. */
const nonceKeptMs = 20 * 60_000;

/**
 * A signed callback of the platform. Repeats of the same request are refused by every instance; the same event sent anew is harmless.
 * 503 = not worked off: the platform sends it again.
 */
export const receiveCallback =
  ({ db, now, log, callbacks, applyChange, receiveHelpAnswer, receiveRegistrationAnswer }: CallbackDeps) =>
  async (raw: RawCallback): Promise<CallbackReply> => {
    const opened = callbacks.open(raw);
    if (opened === 'unsigned') return { status: 401, body: { code: 'unsigned' } };
    if (opened === 'malformed') return { status: 400, body: { code: 'malformed' } };
    const { nonce, event } = opened;
    try {
      if (!(await takeNonce(db, nonce, toInstant(new Date(now().getTime() + nonceKeptMs)))))
        return { status: 409, body: { code: 'replayed' } };
    } catch (error) {
      log.error({ err: error }, 'a callback could not be received');
      return { status: 503, body: { code: 'busy' } };
    }
    try {
      if (event.type === 'change') await applyChange(event.change);
      else if (event.type === 'help_answer') await receiveHelpAnswer(event.answer);
      else await receiveRegistrationAnswer(event.answer);
      return { status: 200, body: { code: 'ok' } };
    } catch (error) {
      log.error({ err: error, event: event.type }, 'a callback could not be worked off');
      await giveBackNonce(db, nonce).catch(() => undefined);
      return { status: 503, body: { code: 'busy' } };
    }
  };

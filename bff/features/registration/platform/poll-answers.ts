import type { Db } from '../../../lib/db';
import { readMark, writeMark } from '../../../lib/db/marks';
import type { Log } from '../../../lib/log';
import { type Clock, toInstant } from '../../../lib/time';
import type { RegistrationAnswer, RegistrationPort } from '../../../platform/ports';
import type { Received } from './receive-answer';

const place = 'registration.answers';
const pagesAtOnce = 20;

interface PollDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
  readonly registration: Pick<RegistrationPort, 'listAnswers'>;
  readonly receive: (answer: RegistrationAnswer) => Promise<Received>;
}

/** Clock job: answers that no callback brought. The place moves on only after a page was worked off; a second look is harmless. */
export const pollAnswers =
  ({ db, now, log, registration, receive }: PollDeps) =>
  async (): Promise<void> => {
    for (let page = 0; page < pagesAtOnce; page += 1) {
      const from = (await readMark(db, place))?.value ?? null;
      const { cursor, answers, unreadable } = await registration.listAnswers(from);
      if (unreadable > 0) log.error({ unreadable }, 'answers of the platform that cannot be read');
      for (const answer of answers) await receive(answer);
      if (cursor === from) return;
      await writeMark(db, place, { value: cursor, at: toInstant(now()) });
      if (answers.length + unreadable === 0) return;
    }
  };

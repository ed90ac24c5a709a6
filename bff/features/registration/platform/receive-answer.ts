import { UniqueViolation } from '../../../lib/db';
import { Problem } from '../../../lib/problem';
import { toInstant } from '../../../lib/time';
import type { RegistrationAnswer } from '../../../platform/ports';
import { type KindPolicy, kindOfVersion } from '../../../policy/registration/kinds';
import type { Reason } from '../content';
import type { RegistrationDeps } from '../deps';
import { moveEntry } from '../move-entry';
import { afterStep, type Step } from '../step';
import { type EntryWithContent, findEntry } from '../store';
import { insertAnswered, insertStray, isAnswered } from './store';

/** `stray`: kept for the operator. `old`: of another revision, told before, or overtaken; nothing changed. */
export type Received = 'done' | 'old' | 'stray';

export const strayPurpose = 'stray_answer.answerSealed';
const platformName = '市公共信用信息平台';
/** Two of one entry at once: the later one looks again at where the first has left it. */
const looks = 5;

const reasonsOf = ({ reasons, outcome, by }: RegistrationAnswer, kind: KindPolicy): Reason[] => {
  const known = new Set(kind.fields.map(({ key }) => key));
  const given = reasons.map(({ field, text }) => ({ pointer: field !== null && known.has(field) ? `/fields/${field}` : '/', text }));
  if (given.length > 0) return given;
  return [{ pointer: '/', text: outcome === 'returned' ? `${by}没有说明要改哪里，请打电话问清楚再改。` : `${by}没有说明原因。` }];
};

/** What an answer does to an entry where it stands; null: nothing any more. */
const stepOf = (answer: RegistrationAnswer, row: EntryWithContent): Step | null => {
  const { outcome, by } = answer;
  const reasons = (): Reason[] => reasonsOf(answer, kindOfVersion(row.kind, row.kindVersion));
  switch (outcome) {
    // Told late, after somebody has begun to look: nothing new.
    case 'accepted':
      return row.holder === 'platform' ? { move: 'accept', actor: 'platform', by: platformName, agencyName: by } : null;
    case 'unheld':
      return row.holder === 'office' ? null : { move: 'pass_to_office', actor: 'platform', by: platformName };
    case 'verified':
      return { move: row.state === 'submitted' ? 'verify' : 'raise', actor: 'agency', by, trust: 'agency_verified' };
    case 'returned':
      return { move: 'return', actor: 'agency', by, reasons: reasons() };
    case 'refused':
      return { move: 'refuse', actor: 'agency', by, reasons: reasons() };
  }
};

/**
 * An answer of the platform, by callback or by polling, whichever is first. Twice, late or out of order it changes nothing; of a number
 * that is not ours it is kept, sealed, for the operator.
 */
export const receiveAnswer = (deps: RegistrationDeps) => {
  const { db, seal, now, city } = deps;
  const move = moveEntry(deps);

  return async (answer: RegistrationAnswer): Promise<Received> => {
    const { answerId, number, revision } = answer;
    if (await isAnswered(db, answerId)) return 'old';
    const at = (): string => toInstant(now());
    for (let look = 0; look < looks; look += 1) {
      const row = await findEntry(db, { number });
      if (!row || revision > row.revision) {
        await insertStray(db, { answerId, number, answerSealed: seal.seal(JSON.stringify(answer), strayPurpose), receivedAt: at() });
        return 'stray';
      }
      const step = revision === row.revision ? stepOf(answer, row) : null;
      if (!step || !afterStep(row, step, now(), city)) return 'old';
      try {
        await move({ id: row.id }, step, { revision, also: tx => insertAnswered(tx, answerId, row.id, at()) });
        return 'done';
      } catch (error) {
        if (error instanceof UniqueViolation) return 'old';
        if (!(error instanceof Problem) || error.code !== 'registration.moved') throw error;
      }
    }
    throw new Problem('registration.moved');
  };
};

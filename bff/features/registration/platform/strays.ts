import type { RegistrationAnswer } from '../../../platform/ports';
import type { RegistrationDeps } from '../deps';
import { strayPurpose } from './receive-answer';
import { countStrays, deleteStray, listStrays } from './store';

const atOnce = 200;

/** Answers that nobody could place, for the operator. */
export const strayAnswers = ({ db, seal }: Pick<RegistrationDeps, 'db' | 'seal'>) => ({
  /** Oldest first, with what each says. */
  async list(): Promise<
    (Pick<RegistrationAnswer, 'answerId' | 'number' | 'revision' | 'outcome' | 'by'> & { readonly receivedAt: string })[]
  > {
    const rows = await listStrays(db, atOnce);
    return rows.map(({ answerId, number, answerSealed, receivedAt }) => {
      const { revision, outcome, by } = JSON.parse(seal.openText(answerSealed, strayPurpose)) as RegistrationAnswer;
      return { answerId, number, revision, outcome, by, receivedAt };
    });
  },
  /** false: there is none. */
  drop: (answerId: string): Promise<boolean> => deleteStray(db, answerId),
  /** What /readyz says of them; null: none. */
  async fault(): Promise<string | null> {
    const strays = await countStrays(db);
    return strays > 0 ? `${strays} answers to numbers that are not ours` : null;
  },
});

export type StrayAnswers = ReturnType<typeof strayAnswers>;

import { Problem } from '../../lib/problem';
import type { CreditPort, IdentityDocument, IdentityPort } from '../../platform/ports';
import type { Attempts } from './attempts';

export interface CounterDeps {
  readonly identity: Pick<IdentityPort, 'useCounterCode'>;
  readonly credit: Pick<CreditPort, 'resolvePerson'>;
  readonly attempts: Attempts;
}

export interface CounterProof {
  readonly code: string;
  readonly purpose: 'real_name' | 'guardian';
  readonly document: IdentityDocument;
}

/**
 * A code from a service counter proves the number it was given for, but carries no name: the name is held against the platform first,
 * so that a slip of the pen does not use the code up.
 * @throws Problem `identity.not_matched`, `identity.counter_code_wrong`, `identity.too_many_attempts`, `platform.unavailable`
 */
export const spendCounterCode = async (
  { identity, credit, attempts }: CounterDeps,
  citizenId: string,
  { code, purpose, document }: CounterProof,
): Promise<void> => {
  let nameFits = false;
  const passed = await attempts.ask(citizenId, 'proof', async () => {
    nameFits = (await credit.resolvePerson(document)) !== null;
    return nameFits && identity.useCounterCode(code, purpose, document.idNumber);
  });
  if (!passed) throw new Problem(nameFits ? 'identity.counter_code_wrong' : 'identity.not_matched');
};

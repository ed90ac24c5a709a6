import type { ActingSubject, Citizen } from '../http/call';

const readers = { self: '本人', guardian: '监护人', legal_representative: '法定代表人', agent: '经办人' } as const;

/**
 * How the read ledger names somebody who may act for the subject, and through what they looked. An agent is not one of the subject's
 * own people: each of its reads stands in the list by itself, so that the merchant sees them.
 */
export const readerOf = (
  { role }: Pick<ActingSubject, 'role'>,
  client: Citizen['client'],
  appName: string,
): { who: string; system: string; own: boolean } => ({
  who: readers[role],
  system: `${appName}${client === 'weapp' ? '小程序' : '网页'}`,
  own: role !== 'agent',
});

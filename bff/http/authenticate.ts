import type { Route } from '../contract/route';
import { Problem } from '../lib/problem';
import type { ActingSubject, Citizen } from './call';

/** What the session and the directory answer; supplied by the container. */
export interface Doors {
  /** `fresh`: ask the database whether the session still stands. @throws Problem `session.*` */
  authenticate(bearer: string | null, how: { fresh: boolean }): Promise<Citizen>;
  isVerified(citizenId: string): Promise<boolean>;
  /** Always asks the database; null both for a subject of somebody else and for none. */
  actingSubject(citizenId: string, subjectId: string): Promise<ActingSubject | null>;
}

const bearerOf = (header: string | undefined): string | null => (header?.startsWith('Bearer ') ? header.slice(7).trim() || null : null);

/** A revoked session must not write or read a file even in the seconds a cache may hold it. */
const needsFresh = (route: Route): boolean => route.method !== 'GET' || route.audience === 'subject';

/** Whoever calls, or null on a public route. @throws Problem `session.*` */
export const authenticate = async (doors: Doors, route: Route, header: string | undefined): Promise<Citizen | null> =>
  route.audience === 'public' ? null : doors.authenticate(bearerOf(header), { fresh: needsFresh(route) });

/** @throws Problem `identity.required`, `subject.not_found` — the same for a foreign subject and for none */
export const authorise = async (doors: Doors, route: Route, citizen: Citizen | null, params: unknown): Promise<ActingSubject | null> => {
  if (!citizen || route.audience === 'public' || route.audience === 'citizen') return null;
  const subject =
    route.audience === 'subject' ? await doors.actingSubject(citizen.citizenId, (params as { subjectId: string }).subjectId) : null;
  if (subject) return subject;
  if (!(await doors.isVerified(citizen.citizenId))) throw new Problem('identity.required');
  if (route.audience === 'subject') throw new Problem('subject.not_found');
  return null;
};

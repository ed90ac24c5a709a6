import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Route } from '../contract/route';
import { Problem } from '../lib/problem';
import type { ActingSubject, Citizen, Staff } from './call';
import { readCookie } from './cookies';

/** What the session and the directory answer; supplied by the container. */
export interface Doors {
  /** `fresh`: ask the database whether the session still stands. @throws Problem `session.*` */
  authenticate(bearer: string | null, how: { fresh: boolean }): Promise<Citizen>;
  isVerified(citizenId: string): Promise<boolean>;
  /** Always asks the database; null both for a subject of somebody else and for none. */
  actingSubject(citizenId: string, subjectId: string): Promise<ActingSubject | null>;
  /** Always asks the database; `acts` keeps the session from ending by itself. @throws Problem `staff.required`, `staff.session_ended` */
  authenticateStaff(token: string | null, how: { acts: boolean }): Promise<Staff>;
}

const bearerOf = (header: string | undefined): string | null => (header?.startsWith('Bearer ') ? header.slice(7).trim() || null : null);

/** A revoked session must not write or read a file even in the seconds a cache may hold it. */
const needsFresh = (route: Route): boolean => route.method !== 'GET' || route.audience === 'subject';

/** The citizen who calls, or null on a route that has none. @throws Problem `session.*` */
export const authenticate = async (doors: Doors, route: Route, header: string | undefined): Promise<Citizen | null> =>
  route.audience === 'public' || route.audience === 'staff' ? null : doors.authenticate(bearerOf(header), { fresh: needsFresh(route) });

const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/**
 * The member of the staff who calls, or null on a route that has none: by the cookie alone, whatever bearer stands beside it.
 * @throws Problem `staff.*`
 */
export const authenticateStaff = async (doors: Doors, route: Route, { headers }: IncomingMessage): Promise<Staff | null> => {
  if (route.audience !== 'staff') return null;
  const acts = route.method !== 'GET';
  const staff = await doors.authenticateStaff(readCookie('staff', headers.cookie), { acts });
  const csrf = headers['x-csrf-token'];
  if (acts && !(typeof csrf === 'string' && same(csrf, staff.csrfToken))) throw new Problem('staff.csrf');
  if (route.roles && !route.roles.some(role => staff.roles.includes(role))) throw new Problem('staff.not_allowed');
  return staff;
};

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

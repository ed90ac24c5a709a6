import { createHash, randomBytes } from 'node:crypto';
import type { Call, Staff } from '../../http/call';
import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import { staffPolicy } from '../../policy/staff';
import { type Me, organisationOf, purposes, rolesOf, type StaffTools } from './deps';
import { endSession, insertSession, type LiveSession, readLive, touchSession } from './store';

const minuteMs = 60_000;
const { idleMinutes, longestMinutes } = staffPolicy.session;

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export type SessionPlace = Pick<Call<'staff.signIn'>, 'staffCookie'>;

/** Sessions of the staff live in the database and are asked of it at every call. */
export const staffSessions = ({ db, seal, now, newId, city, audit }: StaffTools) => {
  const csrfTokenOf = (sessionId: string): string => seal.index('staff_csrf', sessionId);

  /** null: nobody, over, dismissed, or of an organisation that is none any more. */
  const liveOf = async (token: string | null): Promise<LiveSession | null> => {
    const live = token === null ? null : await readLive(db, digestOf(token));
    if (!live || organisationOf(city, live.orgId) === null) return null;
    const nowMs = now().getTime();
    const idleMs = nowMs - Date.parse(live.lastSeenAt);
    const ageMs = nowMs - Date.parse(live.createdAt);
    return idleMs >= idleMinutes * minuteMs || ageMs >= longestMinutes * minuteMs ? null : live;
  };

  const meOf = (live: LiveSession): Me => ({
    account: seal.openText(live.accountSealed, purposes.account),
    name: seal.openText(live.nameSealed, purposes.name),
    organisation: organisationOf(city, live.orgId)?.name ?? '',
    county: live.county,
    roles: rolesOf(live),
    csrfToken: csrfTokenOf(live.id),
    signedInAt: live.createdAt,
    idleEndsAt: toInstant(new Date(Date.parse(live.lastSeenAt) + idleMinutes * minuteMs)),
    endsAt: toInstant(new Date(Date.parse(live.createdAt) + longestMinutes * minuteMs)),
  });

  /** Who is signed in with this cookie, for an answer. @throws Problem `staff.session_ended` */
  const me = async ({ staffCookie }: SessionPlace): Promise<Me> => {
    const live = await liveOf(staffCookie.value);
    if (!live) throw new Problem('staff.session_ended');
    return meOf(live);
  };

  return {
    me,

    /**
     * A session under a new name, in the transaction of the proof; whatever the browser had before ends, so that nobody can have laid it
     * there. Returns the cookie's value.
     */
    async open(tx: Sql, staffId: string, { staffCookie }: SessionPlace): Promise<string> {
      const at = toInstant(now());
      if (staffCookie.value !== null) await endSession(tx, digestOf(staffCookie.value), at);
      const token = randomBytes(32).toString('base64url');
      await insertSession(tx, digestOf(token), { id: newId(), staffId, createdAt: at, lastSeenAt: at });
      return token;
    },

    /** After the transaction of `open`: the cookie is set and the answer made. */
    async answer(token: string, { staffCookie }: SessionPlace): Promise<Me> {
      staffCookie.set(token, longestMinutes * 60);
      const live = await liveOf(token);
      if (!live) throw new Problem('staff.session_ended');
      return meOf(live);
    },

    /**
     * Who calls. `acts`: the call does something, which keeps the session from ending by itself.
     * @throws Problem `staff.required`, `staff.session_ended`
     */
    async authenticate(token: string | null, { acts }: { readonly acts: boolean }): Promise<Staff> {
      if (token === null) throw new Problem('staff.required');
      const live = await liveOf(token);
      if (!live) throw new Problem('staff.session_ended');
      if (acts) await touchSession(db, live.id, toInstant(now()));
      return {
        staffId: live.staffId,
        orgId: live.orgId,
        county: live.county,
        roles: rolesOf(live),
        csrfToken: csrfTokenOf(live.id),
      };
    },

    async signOut({ staffCookie, staff }: Call<'staff.signOut'>): Promise<{ ok: true }> {
      const token = staffCookie.value ?? '';
      await db.inTx(async tx => {
        if ((await endSession(tx, digestOf(token), toInstant(now()))) === 0) return;
        await audit.record(tx, { staffId: staff.staffId, act: 'sign_out', about: null, outcome: 'done' });
      });
      staffCookie.clear();
      return { ok: true };
    },
  };
};

export type StaffSessions = ReturnType<typeof staffSessions>;

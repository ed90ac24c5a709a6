import type { Handlers } from '../../http/call';
import { toInstant } from '../../lib/time';
import { staffPolicy } from '../../policy/staff';
import { staffAudit } from './audit';
import { listNewestActs } from './audit/store';
import { demoStaff } from './demo';
import { purposes, type StaffDeps } from './deps';
import { faultOfMember, manageStaff, type NewMember } from './manage';
import { staffSessions } from './session';
import { staffSignIn } from './sign-in';
import { dropLocks, dropSessions, readNames } from './store';

const dayMs = 24 * 3600_000;

/** 工作人员: who they are, how they sign in, what they did. One model for every desk. */
export const wireStaff = (deps: StaffDeps) => {
  const { db, seal, now } = deps;
  const audit = staffAudit(deps);
  const tools = { ...deps, audit };
  const sessions = staffSessions(tools);
  const enter = staffSignIn({ ...tools, sessions });
  const handlers: Handlers<'staff'> = {
    'staff.signIn': enter.signIn,
    'staff.invited': enter.invited,
    'staff.join': enter.join,
    // The guard has prolonged it.
    'staff.renew': sessions.me,
    'staff.me': sessions.me,
    'staff.signOut': sessions.signOut,
  };
  return {
    handlers,
    authenticate: sessions.authenticate,
    recordAct: audit.record,
    /** Names by id, for colleagues. */
    async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const rows = await readNames(db, [...new Set(ids)]);
      return new Map(rows.map(({ id, nameSealed }) => [id, seal.openText(nameSealed, purposes.name)]));
    },
    admin: {
      ...manageStaff(tools),
      faultOf: (member: NewMember) => faultOfMember(deps, member),
      /** Newest first: when, who, what, about what, outcome, and more as JSON. */
      async acts(limit: number) {
        const rows = await listNewestActs(db, limit);
        return rows.map(row => ({ ...row, detail: audit.detailOf(row) }));
      },
      auditFault: audit.findFault,
      demo: demoStaff(tools),
    },
    /** Clock job. */
    async sweep(): Promise<void> {
      const nowMs = now().getTime();
      await dropSessions(db, toInstant(new Date(nowMs - staffPolicy.auditKeptDays * dayMs)));
      await dropLocks(db, toInstant(new Date(nowMs - dayMs)));
      await audit.sweep();
    },
  };
};

export type StaffManagement = ReturnType<typeof wireStaff>['admin'];

import type { Route } from '../contract/route';
import type { Body, Feature, Params, Query, Reply, RouteName, RoutesOf } from '../contract/types';
import type { Sql } from '../lib/db';
import type { SubjectKind } from '../platform/ports';

/** The signed-in citizen of this request. */
export interface Citizen {
  readonly citizenId: string;
  readonly sessionId: string;
  readonly client: 'weapp' | 'h5';
}

/** The subject of the path, after the directory said that this citizen may act as it now. */
export interface ActingSubject {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly role: 'self' | 'guardian' | 'legal_representative' | 'agent';
}

export type StaffRole = NonNullable<Route['roles']>[number];

/** The signed-in member of the office's staff, as they stand at this moment. */
export interface Staff {
  readonly staffId: string;
  /** Of the city file's organisations. */
  readonly orgId: string;
  /** GB/T 2260; only cases of merchants registered there. null: the whole city. */
  readonly county: string | null;
  readonly roles: readonly StaffRole[];
  /** What the page sends back beside its cookie. */
  readonly csrfToken: string;
}

/** A cookie of ours; features never see Koa's ctx. */
export interface Cookie {
  readonly value: string | null;
  set(value: string, maxAgeSec: number): void;
  clear(): void;
}

export interface CallBase {
  /** The caller's address as limits count it (`callerAddress`); never stored in clear. */
  readonly ip: string;
  /** Of the session; where nobody is signed in, what the header says. */
  readonly client: 'weapp' | 'h5';
  readonly requestId: string;
  /** Aborts when the caller has gone or the request's deadline has passed. */
  readonly signal: AbortSignal;
  /** The renewal cookie of H5. */
  readonly renewalCookie: Cookie;
  /** The session of a member of the staff; sent to `/api/desk` alone. */
  readonly staffCookie: Cookie;
  /** `X-CSRF-Token`: H5 sends back what it was told at sign-in, beside the cookie that a browser adds by itself. */
  readonly csrfToken: string | null;
  /** Present on routes with `creates`. */
  readonly idempotencyKey: string | null;
}

/** What a handler gets: parsed parts and who calls. `citizen`, `subject` and `staff` throw when read on a route whose audience lacks them. */
export interface Call<N extends RouteName> extends CallBase {
  readonly params: Params<N>;
  readonly query: Query<N>;
  readonly body: Body<N>;
  readonly citizen: Citizen;
  readonly subject: ActingSubject;
  readonly staff: Staff;
  /** Stores the idempotent answer in the caller's own transaction; on routes without `creates` it does nothing. */
  readonly keep: (tx: Sql, reply: Reply<N>) => Promise<void>;
}

export type Handlers<F extends Feature> = {
  readonly [N in RoutesOf<F>]: (call: Call<N>) => Promise<Reply<N>> | Reply<N>;
};

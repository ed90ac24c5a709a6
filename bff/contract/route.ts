/**
 * The shape of a route table. A feature's `routes.ts` is plain data that imports nothing at run time, so the phone can load
 * one feature's table without the validation library.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below `/api`, `:name` marks a parameter. */
  readonly path: string;
  /**
   * Who may call: `public` nobody signed in, `citizen` a session, `verified` a session with a real-name check,
   * `subject` a verified session that may act as `:subjectId` at this very moment (asked of the database at every call),
   * `staff` a session of the office's staff, which is another kind of session altogether: neither opens the other's routes.
   */
  readonly audience: 'public' | 'citizen' | 'verified' | 'subject' | 'staff';
  /** Of a `staff` route: one of these is needed; absent: any. */
  readonly roles?: readonly ('author' | 'reviewer' | 'jury' | 'operator')[];
  /** Admission class: its own in-flight limit and rate limit. */
  readonly load: 'light' | 'file' | 'write' | 'upload' | 'signin' | 'report' | 'verify' | 'desk' | 'staff_signin';
  /** POST that creates something: needs an Idempotency-Key. */
  readonly creates?: true;
  /** Only mounted against the sandbox city. */
  readonly sandboxOnly?: true;
  /** One Chinese line for the API page. */
  readonly summary: string;
}

export type RouteTable = Readonly<Record<string, Route>>;

/** code → [HTTP status, Chinese title]. The title is what a person reads. */
export type ProblemTable = Readonly<Record<string, readonly [status: number, title: string]>>;

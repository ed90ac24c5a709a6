import { beijingDay, toInstant } from '../../lib/time';
import { dueAfter, workingDaysBetween } from '../../lib/working-days';
import type { Day } from '../../platform/ports';
import { type Actor, allows, type Holder, type Move, moves, overStates, raisedTrust, type Trust } from '../../policy/registration/moves';
import type { Reason } from './content';
import type { RegistrationCity } from './deps';
import type { EntryRow } from './store';

/** One move of an entry that is there: who does what. */
export interface Step {
  readonly move: Exclude<Move, 'submit'>;
  readonly actor: Actor;
  /** As the history shows it: a role or an organisation, not a person's name. */
  readonly by: string;
  readonly reasons?: readonly Reason[];
  /** What a check found; trust is only ever raised by it. */
  readonly trust?: Exclude<Trust, 'self_declared'>;
  /** Of the agency that checks, with `accept`. */
  readonly agencyName?: string;
  /** With `resubmit` and `reword`: who goes on with it, and what the mended content changes. */
  readonly holder?: Extract<Holder, 'platform' | 'office'>;
  readonly changes?: Pick<EntryRow, 'revision' | 'liveKey' | 'sameIndex' | 'endsOn' | 'announcedDays'>;
}

type Clock = Pick<EntryRow, 'clockFrom' | 'clockDays' | 'dueOn' | 'dueExpected'>;

/** A clock of `days` working days that runs from a day. */
export const runClock = (from: Day, days: number): Clock => {
  const due = dueAfter(from, days);
  return { clockFrom: from, clockDays: days, dueOn: due.day, dueExpected: due.expected ? 1 : 0 };
};

const noClock: Clock = { clockFrom: null, clockDays: null, dueOn: null, dueExpected: 0 };

/** What is left of the clock waits while the merchant has it; whoever was late gets one day. */
const pauseClock = ({ clockFrom, clockDays }: EntryRow, today: Day): Clock =>
  clockFrom === null || clockDays === null
    ? noClock
    : { ...noClock, clockDays: Math.max(1, clockDays - workingDaysBetween(clockFrom, today)) };

const clockAfter = (row: EntryRow, move: Move, today: Day, { promises }: Pick<RegistrationCity, 'promises'>): Clock => {
  switch (move) {
    case 'accept':
    case 'raise':
      return row;
    case 'pass_to_office':
      // A second word that nobody holds it must not give the office its days anew.
      return row.holder === 'office' ? row : runClock(today, promises.registrationOffice.workingDays);
    case 'return':
      return pauseClock(row, today);
    case 'reword':
      // Other words are another case: whoever looks at them has the whole time.
      return runClock(today, promises.registrationAgency.workingDays);
    case 'resubmit':
      return runClock(today, row.clockDays ?? promises.registrationAgency.workingDays);
    default:
      return noClock;
  }
};

/** The entry after a step, or null when the table of moves does not allow it from where it stands. */
export const afterStep = (row: EntryRow, step: Step, at: Date, city: Pick<RegistrationCity, 'promises'>): EntryRow | null => {
  if (!allows(step.move, row.state, step.actor)) return null;
  // The office decides on what it was handed, not on what an agency is looking at.
  if (step.actor === 'office' && row.holder !== 'office') return null;
  const policy = moves[step.move];
  const isCheck = step.move === 'verify' || step.move === 'raise';
  const trust = raisedTrust(row.trust, isCheck ? (step.trust ?? null) : null);
  if (step.move === 'raise' && trust === row.trust) return null;
  // Nothing is verified without a check that found something.
  if (step.move === 'verify' && trust === 'self_declared') return null;
  const state = policy.to ?? row.state;
  const holder = step.holder ?? policy.holder ?? row.holder;
  const moved = holder !== row.holder || state !== row.state;
  const { clockFrom, clockDays, dueOn, dueExpected } = clockAfter(row, step.move, beijingDay(at), city);
  return {
    ...row,
    ...step.changes,
    state,
    trust,
    holder,
    holderName: holder === 'agency' ? (step.agencyName ?? row.holderName) : null,
    heldSince: moved ? toInstant(at) : row.heldSince,
    moves: row.moves + 1,
    clockFrom,
    clockDays,
    dueOn,
    dueExpected,
    liveKey: overStates.includes(state) ? null : (step.changes ?? row).liveKey,
    publishedAt: step.move === 'publish' ? toInstant(at) : row.publishedAt,
  };
};

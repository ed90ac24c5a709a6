import fc from 'fast-check';
import { entryStates } from '../../bff/contract/registration/schema';
import { afterStep, runClock, type Step } from '../../bff/features/registration/step';
import type { EntryRow } from '../../bff/features/registration/store';
import { addWorkingDays, dueAfter, lastPublishedYear, workingDaysBetween } from '../../bff/lib/working-days';
import { type Actor, type Move, moves, overStates, raisedTrust } from '../../bff/policy/registration/moves';

const city = { promises: { registrationAgency: { workingDays: 5 }, registrationOffice: { workingDays: 4 } } };
const actors: readonly Actor[] = ['merchant', 'office', 'platform', 'agency', 'clock'];
const trusts = ['self_declared', 'document_checked', 'agency_verified'] as const;
const names = (Object.keys(moves) as Move[]).filter(move => move !== 'submit') as Step['move'][];

const entry = (more: Partial<EntryRow> = {}): EntryRow => ({
  id: 'e',
  number: 'ZY20261123-0001',
  subjectId: 's',
  kind: 'license',
  state: 'submitted',
  trust: 'self_declared',
  revision: 1,
  moves: 1,
  holder: 'office',
  holderName: null,
  heldSince: '2026-11-23T01:00:00.000Z',
  ...runClock('2026-11-23', 5),
  liveKey: 'live',
  sameIndex: 'same',
  regionCode: '990100',
  endsOn: null,
  announcedDays: null,
  submittedAt: '2026-11-23T01:00:00.000Z',
  publishedAt: null,
  ...more,
});
const at = new Date('2026-11-25T02:00:00.000Z');
const move = (row: EntryRow, name: Step['move'], actor: Actor, more: Partial<Step> = {}) =>
  afterStep(row, { move: name, actor, by: '测试', trust: 'agency_verified', ...more }, at, city);

/** The table of the brief, written a second time by hand. */
const allowed: Readonly<Record<Step['move'], readonly [from: readonly string[], to: string | null, by: readonly Actor[]]>> = {
  resubmit: [['returned'], 'submitted', ['merchant']],
  reword: [['submitted'], 'submitted', ['merchant']],
  accept: [['submitted'], null, ['platform']],
  pass_to_office: [['submitted'], null, ['platform']],
  return: [['submitted'], 'returned', ['office', 'platform', 'agency']],
  verify: [['submitted'], 'verified', ['office', 'platform', 'agency']],
  refuse: [['submitted'], 'refused', ['office', 'platform', 'agency']],
  publish: [['verified'], 'published', ['platform']],
  raise: [['verified', 'published'], null, ['platform', 'agency']],
  withdraw: [['submitted', 'returned', 'verified', 'published'], 'withdrawn', ['merchant']],
  expire: [['verified', 'published'], 'expired', ['clock']],
};

describe('policy.moves', () => {
  it.each(names)('%s goes from where the table says, by whom it says, and from nowhere else', name => {
    const [from, to, by] = allowed[name];
    for (const state of entryStates)
      for (const actor of actors) {
        const after = move(entry({ state, trust: state === 'submitted' ? 'self_declared' : 'document_checked' }), name, actor);
        expect([name, state, actor, after?.state ?? null]).toEqual([
          name,
          state,
          actor,
          from.includes(state) && by.includes(actor) ? (to ?? state) : null,
        ]);
      }
  });

  it('lets the office decide on what it has, and not on what an agency looks at', () => {
    for (const holder of ['platform', 'agency'] as const)
      for (const name of ['verify', 'return', 'refuse'] as const) expect(move(entry({ holder }), name, 'office')).toBeNull();
  });

  it('verifies nothing without a check that found something', () => {
    expect(afterStep(entry(), { move: 'verify', actor: 'office', by: '测试' }, at, city)).toBeNull();
  });

  it('frees what an entry said when it is over, and only then', () => {
    for (const name of names) {
      const row = entry({ state: allowed[name][0][0] as EntryRow['state'], trust: 'document_checked' });
      const after = move(row, name, allowed[name][2][0] as Actor);
      if (after && name !== 'resubmit') expect(after.liveKey === null).toBe(overStates.includes(after.state));
    }
  });

  it('never lowers trust, by whatever order of moves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...actors), fc.constantFrom(...trusts.slice(1))), { maxLength: 30 }),
        steps => {
          let row = entry({ holder: 'platform' });
          for (const [name, actor, trust] of steps) {
            const after = move(row, name, actor, { trust: trust as 'document_checked' | 'agency_verified' });
            if (!after) continue;
            expect(trusts.indexOf(after.trust)).toBeGreaterThanOrEqual(trusts.indexOf(row.trust));
            // Only a check or a later check raises it, and nothing public was never checked.
            if (after.trust !== row.trust) expect(['verify', 'raise']).toContain(name);
            if (after.state === 'verified' || after.state === 'published') expect(after.trust).not.toBe('self_declared');
            expect(after.moves).toBe(row.moves + 1);
            // A clock runs exactly while somebody of the other side has to answer.
            expect(after.clockFrom !== null).toBe(after.state === 'submitted');
            row = after;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('raises trust only upwards', () => {
    expect(raisedTrust('agency_verified', 'document_checked')).toBe('agency_verified');
    expect(raisedTrust('document_checked', 'agency_verified')).toBe('agency_verified');
    expect(raisedTrust('self_declared', null)).toBe('self_declared');
    expect(move(entry({ state: 'published', trust: 'agency_verified' }), 'raise', 'agency')).toBeNull();
  });
});

describe('policy.clock', () => {
  it('stops while the merchant has it and goes on with what was left', () => {
    // Monday to Wednesday: two of five days are used.
    const returned = move(entry(), 'return', 'office') as EntryRow;
    expect(returned).toMatchObject({ clockFrom: null, clockDays: 3, dueOn: null });
    const later = new Date('2026-12-21T02:00:00.000Z');
    expect(afterStep(returned, { move: 'resubmit', actor: 'merchant', by: '测试', holder: 'office' }, later, city)).toMatchObject({
      clockFrom: '2026-12-21',
      clockDays: 3,
      dueOn: '2026-12-24',
      holder: 'office',
    });
  });

  it('gives whoever was late one day, not none', () => {
    const late = entry(runClock('2026-11-02', 5));
    expect(move(late, 'return', 'office')).toMatchObject({ clockDays: 1 });
  });

  it('begins anew when the office gets it, once', () => {
    const passed = move(entry({ holder: 'agency', holderName: '某局' }), 'pass_to_office', 'platform') as EntryRow;
    expect(passed).toMatchObject({ holder: 'office', holderName: null, clockFrom: '2026-11-25', clockDays: 4 });
    expect(move({ ...passed, ...runClock('2026-11-24', 4) }, 'pass_to_office', 'platform')).toMatchObject({ clockFrom: '2026-11-24' });
  });

  it('goes on when an agency takes it over', () => {
    expect(move(entry({ holder: 'platform' }), 'accept', 'platform', { agencyName: '青禾市市场监督管理局' })).toMatchObject({
      holder: 'agency',
      holderName: '青禾市市场监督管理局',
      clockFrom: '2026-11-23',
      heldSince: at.toISOString(),
    });
  });
});

describe('working-days.dueAfter', () => {
  it('says 预计 for a day beyond the last published calendar, on 28 December', () => {
    expect(lastPublishedYear).toBe(2026);
    expect(dueAfter('2026-12-28', 3)).toEqual({ day: '2026-12-31', expected: false });
    expect(dueAfter('2026-12-28', 4)).toEqual({ day: addWorkingDays('2026-12-31', 1), expected: true });
    expect(runClock('2026-12-28', 5)).toMatchObject({ dueExpected: 1, clockFrom: '2026-12-28', clockDays: 5 });
  });

  it('counts the working days it added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 40 }), (offset, count) => {
        const from = new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
        expect(workingDaysBetween(from, addWorkingDays(from, count))).toBe(count);
      }),
      { numRuns: 200 },
    );
    expect(workingDaysBetween('2026-11-25', '2026-11-20')).toBe(0);
  });
});

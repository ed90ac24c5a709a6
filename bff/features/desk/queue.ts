import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { CaseFilter, CaseSummary } from '../offers';
import type { DeskDeps } from './deps';
import { type Case, presentCases } from './present-case';
import { listDecidedBy, listHeldBy, listProposedByOthers, readRows } from './store';

const pageSize = 30;

type Place = NonNullable<CaseFilter['after']>;

const encode = ({ dueOn, number }: Place): string => Buffer.from(`${dueOn ?? ''} ${number}`).toString('base64url');

/** @throws Problem `request.invalid` for a cursor that is not ours */
const decode = (cursor: string): Place => {
  const found = /^(\d{4}-\d{2}-\d{2})? (ZY\d{8}-\d{4,12})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!found?.[2]) throw new Problem('request.invalid', { errors: [{ pointer: '/query/cursor', detail: '翻页位置不对，请从第一页看起' }] });
  return { dueOn: found[1] ?? null, number: found[2] };
};

/** Which is due first comes first; a page goes on at a place in that order, so that a case decided meanwhile shifts nothing. */
export const readQueue = (deps: DeskDeps) => {
  const { db, now, listCases, listTextCases, recordAct } = deps;
  const present = presentCases(deps);

  /** Who looked for what is known afterwards; neither number nor code says anything of a person. */
  const noteSearch = (staffId: string, find: string, found: number): Promise<void> =>
    db.inTx(tx => recordAct(tx, { staffId, act: 'cases_searched', about: find, outcome: found > 0 ? 'found' : 'none' }));

  return async ({ staff, query }: Call<'desk.queue'>): Promise<{ cases: Case[]; nextCursor: string | null }> => {
    const { view, kind = null, find, cursor } = query;
    const after = cursor === undefined ? null : decode(cursor);
    const { staffId } = staff;
    const numbers = {
      waiting: async () => null,
      second: () => listProposedByOthers(db, staffId),
      mine: () => listHeldBy(db, staffId, toInstant(now())),
      decided: () => listDecidedBy(db, staffId),
      texts: async () => [...(await listTextCases())],
    }[view];
    const byNumber = find?.startsWith('ZY') === true;
    const wanted = find === undefined ? await numbers() : byNumber ? [find] : null;
    const orgCode = find === undefined || byNumber ? null : find;
    const whole = find === undefined && (view === 'decided' || view === 'texts');
    const limit = whole ? (wanted?.length ?? pageSize) : pageSize + 1;
    const found = await listCases({ regionCode: staff.county, numbers: wanted, orgCode, kind, after, limit: Math.max(1, limit) });
    const more = !whole && found.length > pageSize;
    const page = more ? found.slice(0, pageSize) : [...found];
    const last = page.at(-1);
    const order = (summary: CaseSummary): number => wanted?.indexOf(summary.number) ?? 0;
    // What was decided stays in the order of deciding, words in the order in which they began to wait; of the others, whatever left the office meanwhile is not waiting any more.
    const shown = whole
      ? [...page].sort((a, b) => order(a) - order(b))
      : find === undefined
        ? page.filter(one => one.waitingSince !== null)
        : page;
    if (find !== undefined) await noteSearch(staffId, find, shown.length);
    const rows = await readRows(
      db,
      shown.map(({ number }) => number),
    );
    return { cases: await present.list(staff, shown, rows), nextCursor: more && last ? encode(last) : null };
  };
};

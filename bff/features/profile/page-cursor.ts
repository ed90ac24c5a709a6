import { Problem } from '../../lib/problem';
import { byPlace, type RecordPlace as Place } from '../../lib/record-order';

const encode = ({ decidedOn, id }: Place): string => Buffer.from(`${decidedOn ?? ''} ${id}`).toString('base64url');

/** @throws Problem `request.invalid` for a cursor that is not ours */
const decode = (cursor: string): Place => {
  const found = /^(\d{4}-\d{2}-\d{2})? ([A-Za-z0-9_-]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!found?.[2]) throw new Problem('request.invalid', { errors: [{ pointer: '/query/cursor', detail: '翻页位置不对，请从第一页看起' }] });
  return { decidedOn: found[1] ?? null, id: found[2] };
};

/** One page of ordered records. The cursor is a place in the order, not a count: a record that comes or goes shifts nothing. */
export const pageOf = <R extends Place>(
  ordered: readonly R[],
  cursor: string | undefined,
  limit: number,
): { page: R[]; nextCursor: string | null } => {
  const after = cursor === undefined ? null : decode(cursor);
  const rest = after === null ? ordered : ordered.filter(record => byPlace(after, record) < 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: rest.length > limit && last ? encode(last) : null };
};

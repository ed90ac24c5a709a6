import { Problem } from '../../lib/problem';
import type { Place } from './store';

/** `at` may have one digit in front, the rank of what is listed first. */
export const encodePlace = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url');

/** null: from the beginning. @throws Problem `request.invalid` for a cursor that is not ours */
export const decodePlace = (cursor: string | undefined): Place | null => {
  if (cursor === undefined) return null;
  const found = /^(\S{10,25}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!found?.[1] || !found[2]) {
    throw new Problem('request.invalid', { errors: [{ pointer: '/query/cursor', detail: '翻页位置不对，请从第一页看起' }] });
  }
  return { at: found[1], id: found[2] };
};

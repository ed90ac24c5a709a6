import type { CallInput } from '../contract';
import type { Case } from '../words';

export type View = NonNullable<NonNullable<CallInput<'desk.queue'>['query']>['view']>;

interface Seen {
  readonly cases: readonly Pick<Case, 'clock'>[];
  /** There are more than these; the most urgent come first. */
  readonly more: boolean;
}

const count = ({ cases, more }: Seen, fits: (left: number) => boolean): string => {
  const fitting = cases.filter(({ clock }) => clock.workingDaysLeft !== null && fits(clock.workingDaysLeft)).length;
  return more && fitting === cases.length ? `至少 ${fitting}` : String(fitting);
};

const isOver = (left: number): boolean => left < 0;
const isToday = (left: number): boolean => left === 0;

const most = ({ cases, more }: Seen): string => `${more ? '至少 ' : ''}${cases.length} 件`;

const waitingTitle = (seen: Seen): string => {
  if (seen.cases.length === 0) return '没有等办的登记';
  const over = count(seen, isOver);
  if (over !== '0') return `${over} 件已经超期，先办${over === '1' ? '这一件' : '这些'}`;
  const today = count(seen, isToday);
  return today === '0' ? `${most(seen)}等办，都还没到期` : `${today} 件今天到期`;
};

/** The answer to the question one comes with: what has to be done first. */
export const queueTitle = (view: View, seen: Seen): string => {
  if (view === 'waiting') return waitingTitle(seen);
  const none = seen.cases.length === 0;
  if (view === 'second') return none ? '没有等您复核的登记' : `${most(seen)}等您复核`;
  if (view === 'texts') return none ? '没有等人看的公开文字' : `${most(seen)}的公开文字等人看`;
  if (view === 'mine') return none ? '您手上没有在办的登记' : `您手上有 ${most(seen)}`;
  return none ? '您还没有办过登记' : `您办过 ${most(seen)}`;
};

/** What was looked for, and how much of it there is; in any state. */
export const foundTitle = (find: string, seen: Seen): string => {
  if (seen.cases.length === 0) return `没有找到 ${find}`;
  return find.startsWith('ZY') ? `找到 ${find}` : `这家商户有 ${most(seen)}登记`;
};

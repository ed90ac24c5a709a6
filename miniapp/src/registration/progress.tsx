import { dayWords, whenWords } from '../shared/dates';
import { Label, Sheet, Thread } from '../shared/ui';
import { clockOfWords, type Entry, whoWords } from './registration-words';

type Knots = Parameters<typeof Thread>[0]['knots'];

const isOver = ({ state }: Entry): boolean => state === 'withdrawn' || state === 'refused' || state === 'expired';

/** What has been, who has it now and until when, what comes next. */
const knotsOf = (entry: Entry): Knots => {
  const { history, progress, state } = entry;
  const done = history.map(({ at, what, by }) => ({ title: what, note: `${whenWords(at)} · ${by}`, state: 'done' as const }));
  if (isOver(entry)) return done;
  const next = { title: progress.next, state: 'todo' as const };
  if (state === 'published') return entry.endsOn ? [...done, { ...next, note: `到 ${dayWords(entry.endsOn)}` }] : [...done, next];
  const now = {
    title: whoWords(progress),
    note: clockOfWords(progress),
    state: progress.holder === 'merchant' ? ('act' as const) : ('now' as const),
  };
  return [...done, now, next];
};

export const Progress = ({ entry }: { entry: Entry }) => (
  <>
    <Label text="办到哪一步了" />
    <Sheet pad>
      <Thread knots={knotsOf(entry)} />
    </Sheet>
  </>
);

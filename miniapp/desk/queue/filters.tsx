import { useId } from 'react';
import type { CallInput } from '../contract';
import { kindTitles } from '../words';

export type Wanted = NonNullable<CallInput<'desk.queue'>['query']>;

const views = { waiting: '等办的', second: '等我复核', mine: '我在办', texts: '文字待看', decided: '我办过的' } as const;

interface SetProps<T extends string> {
  readonly title: string;
  readonly choices: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight. */
const ChoiceSet = <T extends string>({ title, choices, value, onChange }: SetProps<T>) => {
  const name = useId();
  return (
    <fieldset className="filter-set">
      <legend className="unseen">{title}</legend>
      {choices.map(([code, words]) => (
        <label key={code} className={code === value ? 'filter filter-on' : 'filter'}>
          <input type="radio" name={name} checked={code === value} onChange={() => onChange(code)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
};

export const Filters = ({ wanted, onChange, note }: { wanted: Wanted; onChange: (wanted: Wanted) => void; note: string }) => (
  <div className="filters">
    <ChoiceSet
      title="看哪些"
      choices={Object.entries(views) as [keyof typeof views, string][]}
      value={wanted.view ?? 'waiting'}
      onChange={view => onChange({ ...wanted, view })}
    />
    <ChoiceSet
      title="种类"
      choices={[['any', '各类'], ...(Object.entries(kindTitles) as [keyof typeof kindTitles, string][])]}
      value={wanted.kind ?? 'any'}
      onChange={kind => onChange({ ...wanted, kind: kind === 'any' ? undefined : kind })}
    />
    <span className="filter-note">{note}</span>
  </div>
);

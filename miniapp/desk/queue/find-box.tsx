import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';

/** A number as on the receipt, or a unified code; as somebody types it or reads it over the telephone. */
const findable = /^(?:ZY\d{8}-\d{4,12}|[0-9A-HJ-NPQRTUWXY]{18})$/;

interface Props {
  /** What is being looked for; null: nothing. */
  readonly found: string | null;
  readonly onFind: (find: string | null) => void;
}

/** One entry by its number, or all of a merchant by its code, whatever became of them. */
export const FindBox = ({ found, onFind }: Props) => {
  const id = useId();
  const [typed, setTyped] = useState(found ?? '');
  const [wrong, setWrong] = useState(false);
  const look = (event: FormEvent): void => {
    event.preventDefault();
    const find = typed.replaceAll(/\s/g, '').toUpperCase();
    setWrong(find !== '' && !findable.test(find));
    if (find === '') onFind(null);
    else if (findable.test(find)) onFind(find);
  };
  const clear = (): void => {
    setTyped('');
    setWrong(false);
    onFind(null);
  };
  return (
    <search>
      <form className="find" onSubmit={look}>
        <label className="find-label" htmlFor={id}>
          按编号或商户代码找
        </label>
        <input
          id={id}
          className="input find-input num"
          value={typed}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-error` : undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="btn btn-line">
          查找
        </button>
        {found && <Button text="不找了，看待办" kind="plain" onClick={clear} />}
        {wrong && (
          <span className="field-error" id={`${id}-error`} role="alert">
            <Icon name="bang" size={18} />
            <span>编号像 ZY20261123-0001，商户代码是 18 位。请照回执或执照核对后再找。</span>
          </span>
        )}
      </form>
    </search>
  );
};

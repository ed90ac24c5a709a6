import type { Problem } from '../shared/call';
import { documents } from '../shared/document-words';
import { Choice, Label, Sheet, TextField } from '../shared/ui';

export interface Person {
  readonly name: string;
  readonly idType: (typeof documents)[number]['idType'];
  readonly idNumber: string;
}

export const nobody: Person = { name: '', idType: 'resident_id', idNumber: '' };
export const bodyOf = ({ name, idType, idNumber }: Person): Person => ({
  name: name.trim(),
  idType,
  idNumber: idNumber.replace(/\s/g, '').toUpperCase(),
});
export const filled = (person: Person): boolean => bodyOf(person).name.length > 0 && bodyOf(person).idNumber.length >= 5;

/** Name, kind of document and number, with the server's word under the field it concerns. */
export const PersonFields = ({
  whose,
  person,
  problem,
  onChange,
}: {
  whose: string;
  person: Person;
  problem: Problem | null;
  onChange: (part: Partial<Person>) => void;
}) => (
  <>
    <TextField
      label={`${whose}姓名`}
      hint="和证件上一字不差"
      pointer="/name"
      problem={problem}
      maxLength={60}
      value={person.name}
      onChange={name => onChange({ name })}
    />
    <Label text={`${whose}证件`} />
    <Sheet>
      {documents.map(({ idType, title }) => (
        <Choice key={idType} kind="radio" title={title} on={person.idType === idType} onPick={() => onChange({ idType })} />
      ))}
    </Sheet>
    <TextField
      label="证件号码"
      hint={documents.find(one => one.idType === person.idType)?.hint}
      pointer="/idNumber"
      problem={problem}
      type={person.idType === 'resident_id' ? 'idcard' : 'text'}
      maxLength={24}
      value={person.idNumber}
      onChange={idNumber => onChange({ idNumber })}
    />
  </>
);

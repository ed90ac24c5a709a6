import { Picker, Text, View } from '@tarojs/components';
import { fullDayWords } from '../shared/dates';
import { Choice, Field, FieldFault, Icon, Sheet, TextField } from '../shared/ui';
import type { FieldDefinition } from './registration-words';

export const fieldId = (key: string): string => `field-${key}`;

interface Props {
  readonly definition: FieldDefinition;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

const disclosureWords = {
  public: null,
  authorised: '不公开，只给核对的人和您授权的人看',
  government: '不公开，只给核对的人看',
} as const;

/** Who will see it is said where it is typed. */
const hintOf = ({ hint, disclosure }: FieldDefinition): string | null => {
  const seen = disclosureWords[disclosure];
  return [hint, seen].filter(Boolean).join(' · ') || null;
};

const labelOf = ({ label, required }: FieldDefinition): string => (required ? label : `${label}（可不填）`);

const DayBox = ({ definition, value, error, onChange }: Props) => {
  const words = value ? fullDayWords(value) : '点这里选日期';
  return (
    <Field label={labelOf(definition)} hint={hintOf(definition)} error={error} id={fieldId(definition.key)}>
      <Picker
        className="day-pick"
        mode="date"
        value={value}
        start="1949-10-01"
        end="2099-12-31"
        onChange={event => onChange(event.detail.value)}
      >
        <View className="day-words" role="button" aria-label={`${definition.label}：${words}`}>
          <Text className={value ? undefined : 'soft'}>{words}</Text>
          <Icon name="calendar" tone="soft" size={22} />
        </View>
      </Picker>
    </Field>
  );
};

const ChoiceBox = ({ definition, value, error, onChange }: Props) => {
  const hint = hintOf(definition);
  return (
    <View className={error ? 'field field-wrong' : 'field'} id={fieldId(definition.key)}>
      <Text className="field-label">{labelOf(definition)}</Text>
      {hint && <Text className="field-hint">{hint}</Text>}
      <View className="field-choices">
        <Sheet>
          {definition.choices.map(({ code, title }) => (
            <Choice key={code} kind="radio" title={title} on={value === code} onPick={() => onChange(code)} />
          ))}
        </Sheet>
      </View>
      <FieldFault text={error} />
    </View>
  );
};

/** Examples, not values: they go when one types. */
const examples: Partial<Record<FieldDefinition['input'], string>> = { amount: '例如 120000', count: '例如 12' };
const keyboards = { line: 'text', text: 'text', amount: 'digit', count: 'number', org_code: 'text' } as const;
/** Longest text where the definition sets none; an amount has eleven digits, point and two. */
const mosts = { line: 200, text: 4000, amount: 16, count: 12, org_code: 24 } as const;

/** One field of a kind, by how it is typed. */
export const FieldBox = (props: Props) => {
  const { definition, value, error, onChange } = props;
  const { key, input, most } = definition;
  if (input === 'day') return <DayBox {...props} />;
  if (input === 'choice') return <ChoiceBox {...props} />;
  return (
    <TextField
      id={fieldId(key)}
      label={labelOf(definition)}
      hint={hintOf(definition)}
      error={error}
      type={keyboards[input]}
      multi={input === 'text'}
      unit={input === 'amount' ? '元' : undefined}
      placeholder={examples[input]}
      maxLength={most ?? mosts[input]}
      value={value}
      onChange={onChange}
    />
  );
};

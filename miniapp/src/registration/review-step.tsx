import { Text, View } from '@tarojs/components';
import { Choice, Facts, Label, Link, Sheet } from '../shared/ui';
import { useUploadsOf } from './attachment-list';
import { sentValue } from './check-fields';
import type { Form } from './forms';
import { type Kind, sizeWords, valueWords } from './registration-words';
import { TallFacts } from './tall-facts';
import { TrustList } from './trust-list';

interface Props {
  readonly form: Form;
  readonly kind: Kind;
  readonly promised: boolean;
  readonly onPromise: () => void;
  readonly onMend: (step: number) => void;
}

/** All of it once more, what it will be shown as, and the truth commitment in full; the promise is an act of its own. */
export const ReviewStep = ({ form, kind, promised, onPromise, onMend }: Props) => {
  const uploads = useUploadsOf(form.uploads);
  const definitions = new Map(kind.fields.map(field => [field.key, field]));
  return (
    <>
      {kind.steps.map(({ title, fields }, step) => (
        <View key={title}>
          <View className="review-head">
            <Text className="label-text" role="heading">
              {title}
            </Text>
            <Link text="去改" label={`去改：${title}`} onClick={() => onMend(step)} />
          </View>
          <Sheet pad>
            <TallFacts
              facts={fields.flatMap(key => {
                const definition = definitions.get(key);
                if (!definition) return [];
                const shown = valueWords(definition, sentValue(definition, form.typed[key])) ?? '没填';
                return [{ label: definition.label, value: definition.disclosure === 'public' ? shown : `${shown}（不公开）` }];
              })}
            />
          </Sheet>
        </View>
      ))}
      <View className="review-head">
        <Text className="label-text" role="heading">
          {`附件 ${uploads.length} 份，不公开`}
        </Text>
        <Link text="去改" label="去改：附件" onClick={() => onMend(kind.steps.length)} />
      </View>
      {uploads.length > 0 && (
        <Sheet pad>
          <Facts
            facts={uploads.map(({ name, sizeBytes }, i) => ({ label: `第 ${i + 1} 份`, value: `${name}，${sizeWords(sizeBytes)}` }))}
          />
        </Sheet>
      )}
      <Label text="这一条会显示成" />
      <TrustList />
      <Label text="真实性承诺" note={`第 ${kind.commitment.version} 版，会和这一条一起公开`} />
      <Sheet>
        <View className="wording">{kind.commitment.text}</View>
        <Choice kind="check" title="我承诺" note="上面的承诺我读完了，登记的内容真实" on={promised} onPick={onPromise} />
      </Sheet>
    </>
  );
};

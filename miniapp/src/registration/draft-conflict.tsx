import { Text, View } from '@tarojs/components';
import { whenWords } from '../shared/dates';
import { Banner, Button, Label, Sheet } from '../shared/ui';
import type { Typed } from './check-fields';
import { fieldFault, sentValue } from './check-fields';
import { type Form, keepMine, takeTheirs, theirTyped } from './forms';
import { type FieldDefinition, type Kind, valueWords } from './registration-words';

const wordsOf = (definition: FieldDefinition, typed: Typed): string => {
  const text = typed[definition.key] ?? '';
  if (text === '') return '没填';
  return fieldFault(definition, text) ? text : (valueWords(definition, sentValue(definition, text)) ?? '没填');
};

/** The same draft was changed on two devices: both side by side, and the person says which one stays. */
export const DraftConflict = ({ form, kind }: { form: Form; kind: Kind }) => {
  const { theirs, draftId } = form;
  if (!theirs) return null;
  const other = theirTyped(theirs);
  const differing = kind.fields.filter(({ key }) => (form.typed[key] ?? '') !== (other[key] ?? ''));
  return (
    <>
      <Banner
        tone="warn"
        title="这份草稿在别的设备上改过"
        text={`${theirs.device}，${whenWords(theirs.changedAt)}。两边都还在，请选留哪一份。`}
      />
      <Label text={differing.length > 0 ? `有 ${differing.length} 处不一样` : '填的字一样，附件或步骤不一样'} />
      {differing.length > 0 && (
        <Sheet pad>
          {differing.map(definition => (
            <View key={definition.key} className="differs">
              <Text className="field-label">{definition.label}</Text>
              <View className="sides after-field">
                <View className="side-col">
                  <Text className="side-head">这台设备</Text>
                  <Text>{wordsOf(definition, form.typed)}</Text>
                </View>
                <View className="side-col">
                  <Text className="side-head">那台设备</Text>
                  <Text>{wordsOf(definition, other)}</Text>
                </View>
              </View>
            </View>
          ))}
        </Sheet>
      )}
      <View className="after-sheet">
        <Button text="留这台设备上的" onClick={() => keepMine(draftId)} />
        <Button kind="line" text="换成那台设备上的" onClick={() => void takeTheirs(draftId)} />
      </View>
    </>
  );
};

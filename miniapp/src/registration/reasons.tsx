import { Text, View } from '@tarojs/components';
import { open, pages } from '../shared/pages';
import { Button, Label, Sheet } from '../shared/ui';
import type { Entry, Kind } from './registration-words';

/** Which field or attachment a reason is about. */
const placeOf = (pointer: string, entry: Entry, kind: Kind | undefined): string | null => {
  const [, part, key = ''] = pointer.split('/');
  if (part === 'fields') return kind?.fields.find(field => field.key === key)?.label ?? null;
  if (part !== 'attachments') return null;
  const at = Number(key);
  return key !== '' && entry.attachments[at] ? `附件第 ${at + 1} 份：${entry.attachments[at].name}` : '附件';
};

/** Why it came back or was refused, place by place, with the way to mend it. */
export const Reasons = ({ entry, kind }: { entry: Entry; kind: Kind | undefined }) => {
  const { reasons, state, entryId } = entry;
  if (reasons.length === 0 || (state !== 'returned' && state !== 'refused')) return null;
  const returned = state === 'returned';
  return (
    <>
      <Label text={returned ? '要补的是' : '原因'} note={returned ? '别的不用动' : undefined} />
      <Sheet pad>
        {reasons.map(({ pointer, text }) => {
          const place = placeOf(pointer, entry, kind);
          return (
            <View key={`${pointer} ${text}`} className="reason">
              {place && <Text className="reason-where">{place}</Text>}
              <Text className="reason-text">{text}</Text>
            </View>
          );
        })}
        {returned && <Button icon="pencil" text="去改" onClick={() => open(pages.registrationForm({ entryId }))} />}
      </Sheet>
    </>
  );
};

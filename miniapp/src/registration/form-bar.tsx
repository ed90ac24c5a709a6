import { Text, View } from '@tarojs/components';
import { clockWords } from '../shared/dates';
import { Button, Icon, type IconName, Link } from '../shared/ui';
import type { Form } from './forms';

const lineOf = ({ saving, kept, savedAt, problem }: Form): { readonly icon: IconName; readonly text: string } | null => {
  switch (saving) {
    case 'untouched':
      return { icon: 'info', text: '填一个字就存成草稿，30 天内都在' };
    case 'dirty':
    case 'saving':
      return { icon: 'clock', text: '正在存草稿…' };
    case 'saved':
      return { icon: 'check', text: savedAt ? `草稿已存 ${clockWords(savedAt)}` : '草稿已存' };
    case 'offline':
      return kept
        ? { icon: 'offline', text: '没连上网，先加密存在这台手机上，连上就存到服务器' }
        : { icon: 'offline', text: '没连上网，草稿还没存上。请先不要关掉城信，连上就存' };
    case 'refused':
      return { icon: 'warning', text: `草稿没存上：${problem?.title ?? '请过一会儿再试'}` };
    default:
      return null;
  }
};

/** Where a draft is that one cannot hand in now. */
const heldLine = ({ saving, kept }: Form): { readonly icon: IconName; readonly text: string } => {
  if (saving === 'saved') return { icon: 'check', text: '草稿在服务器上，30 天内都在' };
  return kept ? { icon: 'check', text: '草稿加密存在这台手机上' } : { icon: 'offline', text: '草稿还没存上，请先不要关掉城信' };
};

interface Props {
  readonly form: Form;
  readonly text: string;
  readonly why: string | null;
  /** It cannot be handed in by whom one acts as now. */
  readonly held: boolean;
  readonly busy: boolean;
  readonly onNext: () => void;
  readonly onBack: (() => void) | null;
  readonly onLater: () => void;
}

/** Where the draft is, a way out that loses nothing, one main button. */
export const FormBar = ({ form, text, why, held, busy, onNext, onBack, onLater }: Props) => {
  const line = held ? heldLine(form) : lineOf(form);
  return (
    <View className="bar">
      <View className="draft-line">
        <View className="draft-state" role="status">
          {line && <Icon name={line.icon} tone="soft" size={16} />}
          <Text className="draft-words">{line?.text}</Text>
        </View>
        <Link text="以后再填" onClick={onLater} />
      </View>
      {why && <Text className="bar-why">{why}</Text>}
      <View className="bar-row">
        {onBack && (
          <View className="bar-cell-back">
            <Button kind="line" text="上一步" disabled={busy} onClick={onBack} />
          </View>
        )}
        <View className="bar-cell">
          <Button text={text} busy={busy} disabled={why !== null} onClick={onNext} />
        </View>
      </View>
    </View>
  );
};

import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { Banner, Button, ProblemBanner, Sheet } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';
import { type Typed, typedOf } from './check-fields';
import type { Form } from './forms';
import { type Kind, valueWords } from './registration-words';
import { TallFacts } from './tall-facts';

type Answer = Reply<'registration.prefill'>;
type Found = NonNullable<Answer['found']>;

/** The field by which a permit is known in the merchant's own file. */
export const permitKey = 'permitNumber';

interface Props {
  readonly form: Form;
  readonly kind: Kind;
  readonly onTake: (typed: Typed, recordId: string) => void;
  readonly onDrop: () => void;
}

const FoundPermit = ({ found, kind, onTake }: { found: Found; kind: Kind; onTake: () => void }) => (
  <View className="after-field">
    <Banner tone="good" title="在您的许可里找到了，不用填" text={`${found.agencyName}发的。用它登记，显示为“部门核验”。`} />
    <Sheet pad>
      <TallFacts
        facts={kind.fields.flatMap(definition => {
          const value = valueWords(definition, found.fields[definition.key]);
          return value === null ? [] : [{ label: definition.label, value }];
        })}
      />
      <Button text="就用这一条" onClick={onTake} />
    </Sheet>
  </View>
);

/** A permit of this number in one's own file is offered instead of typing; that the file could not be read is not "none". */
export const PermitSearch = ({ form, kind, onTake, onDrop }: Props) => {
  const [asked, setAsked] = useState<{ readonly documentNo: string; readonly answer: Answer } | null>(null);
  const documentNo = (form.typed[permitKey] ?? '').trim();
  const { busy, problem, submit } = useSubmit('registration.prefill', answer => setAsked({ documentNo, answer }));
  if (form.recordId)
    return (
      <View className="permit">
        <Banner
          tone="good"
          title="用的是您档案里的许可"
          text="部门发的，内容已填好，不用拍照。"
          action={{ text: '不用它，我自己填', onClick: onDrop }}
        />
      </View>
    );
  const answer = asked?.documentNo === documentNo ? asked.answer : null;
  const take = (found: Found) => onTake(typedOf(kind.fields, found.fields), found.recordId);
  return (
    <View className="permit">
      {problem && <ProblemBanner problem={problem} />}
      {answer?.found && <FoundPermit found={answer.found} kind={kind} onTake={() => take(answer.found as Found)} />}
      {answer && !answer.found && answer.state === 'ok' && (
        <Banner tone="info" title="您的档案里没有这个编号的许可" text="看看编号有没有输错。没有输错就自己填，工作人员会核对材料。" />
      )}
      {answer?.state === 'unavailable' && (
        <Banner tone="warn" icon="cloud-off" title="暂时没取到您的许可" text="这不表示没有。可以过一会儿再找，也可以自己填。" />
      )}
      {!answer?.found && (
        <Button
          kind="line"
          icon="search"
          busy={busy}
          disabled={documentNo.length < 4}
          text={documentNo.length < 4 ? '先填编号，再到档案里找' : '到我的档案里找这个编号'}
          onClick={() => submit({ params: { subjectId: form.subjectId }, body: { documentNo } })}
        />
      )}
    </View>
  );
};

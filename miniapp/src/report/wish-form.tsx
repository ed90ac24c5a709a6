import { Picker, View } from '@tarojs/components';
import type { ProblemReply, Reply } from '../../../bff/contract/types';
import { dayOf, fullDayWords } from '../shared/dates';
import { Choice, Field, Label, Sheet, TextField } from '../shared/ui';
import { periodChoices, type Wish } from './report-words';

type City = Reply<'city.read'>;
type Change = (part: Partial<Wish>) => void;

const variants = [
  { code: 'full', title: '信用报告', note: '您档案里的全部类别' },
  { code: 'no_violation', title: '信用代证', note: '一份代替多个部门的无违法记录证明，自己选期间和领域' },
] as const;

const DayField = ({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) => (
  <Field label={label}>
    <Picker className="day-pick" mode="date" value={value} end={dayOf(Date.now())} onChange={event => onChange(event.detail.value)}>
      <View className="day-words" role="button" aria-label={`${label}：${value ? fullDayWords(value) : '点这里选'}`}>
        {value ? fullDayWords(value) : '点这里选'}
      </View>
    </Picker>
  </Field>
);

/** Period and domains of a 信用代证; a domain the platform does not cover can be asked for and is said to be missing. */
const NoViolation = ({ wish, domains, onChange }: { wish: Wish; domains: City['reportDomains']; onChange: Change }) => (
  <>
    <Label text="查哪一段时间" />
    <Sheet>
      {periodChoices.map(one => (
        <Choice key={one.code} kind="radio" title={one.title} on={wish.period === one.code} onPick={() => onChange({ period: one.code })} />
      ))}
    </Sheet>
    {wish.period === 'own' && (
      <View className="after-sheet">
        <DayField label="从哪天" value={wish.periodFrom} onChange={periodFrom => onChange({ periodFrom })} />
        <DayField label="到哪天" value={wish.periodTo} onChange={periodTo => onChange({ periodTo })} />
      </View>
    )}
    <Label text="查哪些领域" note={`已选 ${wish.domains.length} 个`} />
    <Sheet>
      {domains.map(({ code, title, covered }) => (
        <Choice
          key={code}
          kind="check"
          title={title}
          note={covered ? undefined : '市平台还没有这个领域的数据，报告上会写明缺'}
          on={wish.domains.includes(code)}
          onPick={() =>
            onChange({ domains: wish.domains.includes(code) ? wish.domains.filter(one => one !== code) : [...wish.domains, code] })
          }
        />
      ))}
    </Sheet>
  </>
);

export const WishForm = ({ city, wish, problem, onChange }: { city: City; wish: Wish; problem: ProblemReply | null; onChange: Change }) => (
  <>
    <Label text="开哪一种" />
    <Sheet>
      {variants.map(({ code, title, note }) => (
        <Choice key={code} kind="radio" title={title} note={note} on={wish.variant === code} onPick={() => onChange({ variant: code })} />
      ))}
    </Sheet>
    <Label text="做什么用" note="会印在报告上" />
    <Sheet>
      {city.reportPurposes.map(({ code, title }) => (
        <Choice key={code} kind="radio" title={title} on={wish.purpose === code} onPick={() => onChange({ purpose: code })} />
      ))}
    </Sheet>
    {wish.variant === 'no_violation' && <NoViolation wish={wish} domains={city.reportDomains} onChange={onChange} />}
    <View className="after-sheet" />
    <TextField
      label="给谁看（可以不填）"
      hint="会印在报告上，防止被转用到别处"
      pointer="/recipient"
      problem={problem}
      maxLength={60}
      value={wish.recipient}
      onChange={recipient => onChange({ recipient })}
    />
    <Sheet>
      <Choice
        kind="check"
        title="允许对方核对文书号"
        note="会给您一个 6 位码。您告诉谁，谁才能逐条对。"
        on={wish.allowNumbers}
        onPick={() => onChange({ allowNumbers: !wish.allowNumbers })}
      />
    </Sheet>
  </>
);

import { Text, View } from '@tarojs/components';
import { useDidShow, useRouter } from '@tarojs/taro';
import { useRef, useState } from 'react';
import { useActing } from '../../../shared/acting';
import { fullDayWords, whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { ReminderOffer } from '../../../shared/reminders';
import { trustWords } from '../../../shared/trust-words';
import { Banner, Button, Chip, Facts, Item, Label, Page, Seal, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import { CommitmentCard } from '../../commitment';
import { NotMerchant } from '../../not-merchant';
import { Progress } from '../../progress';
import { Reasons } from '../../reasons';
import { Receipt } from '../../receipt';
import { answerWords, type Entry, type Kind, kindWords, stateWords, valueWords } from '../../registration-words';
import { TallFacts } from '../../tall-facts';
import { TextCheck } from '../../text-check';
import '../../registration.scss';

const leadOf = ({ state, progress }: Entry): string => {
  if (state === 'withdrawn') return '公开页、档案和报告里都不再有它。想再登记，随时可以重新填一条。';
  if (state === 'expired') return '写的日期过了，已经不再公布。换了新证再登记一条。';
  return progress.next;
};

const confirmationWords = ({ state, by, at }: NonNullable<Entry['confirmation']>): string => {
  if (state === 'confirmed') return `${by}${at ? `，${whenWords(at)}` : ''} 确认了`;
  return state === 'declined' ? `${by}说不是这样${at ? `，${whenWords(at)}` : ''}` : `已请${by}确认，还没有回答`;
};

/** The paper with its seal: what it is, how far it was checked. */
const Fate = ({ entry }: { entry: Entry }) => {
  const { title, number, kind, state, trust, confirmation, endsOn } = entry;
  // Nobody is waited for any more.
  const ended = state === 'withdrawn' || state === 'expired' || state === 'refused';
  // Where no seal was given there is none to take back.
  const over = trust !== 'self_declared' && ended;
  return (
    <View className="fate">
      <View className="fate-seal">
        <Seal kind={over ? (state === 'withdrawn' ? 'broken' : 'grey') : undefined} trust={trust} size={64} />
      </View>
      <Text className="fate-title" role="heading">
        {title}
      </Text>
      <Text className="fate-sub">{`${kindWords[kind]} · 登记号 ${number}`}</Text>
      <View className="fate-lines">
        <Facts
          facts={[
            { label: '核对到', value: `${trustWords[trust].title}：${trustWords[trust].means}` },
            ...(confirmation && !(ended && confirmation.state === 'asked')
              ? [{ label: '对方', value: confirmationWords(confirmation) }]
              : []),
            ...(endsOn ? [{ label: '有效到', value: fullDayWords(endsOn) }] : []),
          ]}
        />
      </View>
    </View>
  );
};

const Content = ({ entry, kind }: { entry: Entry; kind: Kind | undefined }) => {
  const known = kind?.fields ?? [];
  return (
    <>
      <Label text="登记的内容" note={`第 ${entry.revision} 次提交`} />
      <Sheet pad>
        <TallFacts
          facts={known.flatMap(definition => {
            const value = valueWords(definition, entry.fields[definition.key]);
            if (value === null) return [];
            return [{ label: definition.label, value: definition.disclosure === 'public' ? value : `${value}（不公开）` }];
          })}
        />
      </Sheet>
    </>
  );
};

const Shown = ({ subjectId, merchant, entryId }: { subjectId: string; merchant: string; entryId: string }) => {
  const load = useLoad('registration.read', { params: { subjectId, entryId } });
  const kinds = useLoad('registration.kinds');
  const [sure, setSure] = useState(false);
  const first = useRef(true);
  useDidShow(() => {
    if (!first.current) void load.reload();
    first.current = false;
  });
  const entry = load.data;
  const withdrawing = useSubmit('registration.withdraw', next => {
    setSure(false);
    load.change(() => next);
  });
  const kind = entry ? kinds.data?.kinds.find(one => one.kind === entry.kind) : undefined;
  const over = entry?.state === 'withdrawn' || entry?.state === 'refused' || entry?.state === 'expired';
  const words = entry && stateWords[entry.state];
  return (
    <Page
      name="登记进度"
      above={words && <Chip tone={words.tone} text={words.chip} />}
      title={entry && answerWords(entry)}
      lead={entry && leadOf(entry)}
      load={load}
      problem={withdrawing.problem}
      skeleton={<Skeleton rows={6} />}
      bar={
        sure && entry ? (
          <View className="bar">
            <Text className="bar-why">撤下后不能恢复，公开页、档案和报告里都不再有它。不影响信用。</Text>
            <View className="bar-row">
              <View className="bar-cell">
                <Button kind="line" text="先不撤" disabled={withdrawing.busy} onClick={() => setSure(false)} />
              </View>
              <View className="bar-cell">
                <Button
                  kind="danger"
                  busy={withdrawing.busy}
                  text="确定撤下"
                  onClick={() => withdrawing.submit({ params: { subjectId, entryId }, body: { revision: entry.revision } })}
                />
              </View>
            </View>
          </View>
        ) : undefined
      }
    >
      {entry && (
        <>
          <Fate entry={entry} />
          <Reasons entry={entry} kind={kind} />
          {entry.attachments.some(({ state }) => state === 'held') && (
            <View className="after-field">
              <Banner tone="pending" title="有附件在等安全检查" text="检查完才给核对的人看，您不用做什么。" />
            </View>
          )}
          <TextCheck entry={entry} subjectId={subjectId} onChanged={next => load.change(() => next)} />
          <Progress entry={entry} />
          {(entry.state === 'submitted' || entry.state === 'verified') && <ReminderOffer kind="progress" />}
          <Receipt entry={entry} subjectId={subjectId} merchant={merchant} />
          {kind && <Content entry={entry} kind={kind} />}
          <Label text="签过的真实性承诺" />
          <CommitmentCard {...entry.commitment} />
          <Label text="别的" />
          <Sheet>
            {over && (
              <Item
                icon="pencil"
                name="照这一条重新填"
                sub="文字先替您填好，改了再交；附件要重新传"
                onClick={() => open(pages.registrationForm({ likeId: entry.entryId }))}
              />
            )}
            {!over && (
              <Item
                icon="refresh"
                name={entry.state === 'published' ? '撤下这一条' : '不登记了，撤下'}
                sub="随时可以撤，不影响信用"
                onClick={() => setSure(true)}
              />
            )}
            <Item
              icon="ask"
              name={entry.state === 'returned' || entry.state === 'refused' ? '对这个结果有意见' : '投诉建议'}
              sub={`说登记号 ${entry.number}`}
              onClick={() => open(pages.help(`自愿登记 ${entry.number}`))}
            />
          </Sheet>
        </>
      )}
    </Page>
  );
};

/** One entry: the answer first, then who has it, why it came back, the receipt, what was said and signed. */
export default function RegistrationEntryPage() {
  const { subjectId, subject } = useActing();
  const { entryId = '' } = useRouter().params;
  if (subject && subject.kind !== 'merchant') return <NotMerchant />;
  return <Shown key={subjectId} subjectId={subjectId} merchant={subject?.name ?? ''} entryId={entryId} />;
}

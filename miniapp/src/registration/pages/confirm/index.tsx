import { View } from '@tarojs/components';
import { useState } from 'react';
import { useActing } from '../../../shared/acting';
import { whenWords } from '../../../shared/dates';
import { Banner, Button, Chip, Empty, Label, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useSubmit } from '../../../shared/use-submit';
import { NotMerchant } from '../../not-merchant';
import { TallFacts } from '../../tall-facts';
import { type Confirmation, useAsks } from '../../use-asks';
import '../../registration.scss';

const decidedWords = {
  asked: { text: '等您回答', tone: 'warn' },
  confirmed: { text: '您确认了', tone: 'good' },
  declined: { text: '您说不是这样', tone: 'plain' },
  over: { text: '对方改了或撤下了', tone: 'plain' },
} as const;

interface CardProps {
  readonly one: Confirmation;
  readonly subjectId: string;
  /** Other questions stand beside it: its buttons say which one they answer. */
  readonly amongOthers: boolean;
  readonly onDone: (now: Confirmation) => void;
}

const Card = ({ one, subjectId, amongOthers, onDone }: CardProps) => {
  const [declining, setDeclining] = useState(false);
  const { busy, problem, submit } = useSubmit('confirmation.decide', onDone);
  const decide = (confirms: boolean) => void submit({ params: { subjectId, confirmationId: one.confirmationId }, body: { confirms } });
  const { text, tone } = decidedWords[one.state];
  const named = (words: string): string | undefined => (amongOthers ? `${words}：${one.title}` : undefined);
  return (
    <View className="after-field">
      <Sheet pad>
        <View className="entry-title">{one.title}</View>
        <View className="entry-sub">{`${one.merchantName} · ${one.kindTitle} · ${whenWords(one.askedAt)} 请您确认`}</View>
        {one.facts.length > 0 && <TallFacts facts={one.facts} />}
        {problem && <Banner tone="warn" title={problem.title} text={problem.detail} />}
        {one.state !== 'asked' ? (
          <View className="entry-states">
            <Chip tone={tone} text={text} />
            {one.decidedAt && <View className="note soft">{whenWords(one.decidedAt)}</View>}
          </View>
        ) : declining ? (
          <>
            <View className="note soft">对方会知道您说不是这样，核对的人也会看到。您不用写原因。</View>
            <View className="after-field">
              <Button kind="danger" busy={busy} text="确定，不是这样" label={named('确定，不是这样')} onClick={() => decide(false)} />
              <Button kind="plain" text="再想想" label={named('再想想')} disabled={busy} onClick={() => setDeclining(false)} />
            </View>
          </>
        ) : (
          <View className="chosen">
            <View className="bar-cell">
              <Button kind="line" text="不是这样" label={named('不是这样')} disabled={busy} onClick={() => setDeclining(true)} />
            </View>
            <View className="bar-cell">
              <Button text="是这样，确认" label={named('是这样，确认')} busy={busy} onClick={() => decide(true)} />
            </View>
          </View>
        )}
      </Sheet>
    </View>
  );
};

const Merchant = ({ subjectId, name }: { subjectId: string; name: string }) => {
  const { load, asks, hasMore, busy, problem, readMore, take } = useAsks(subjectId);
  const of = (...states: Confirmation['state'][]) => asks.filter(({ state }) => states.includes(state));
  const answered = of('confirmed', 'declined');
  const over = of('over');
  const open = load.data?.open ?? 0;
  const card = (one: Confirmation) => (
    <Card key={one.confirmationId} one={one} subjectId={subjectId} amongOthers={open > 1} onDone={take} />
  );
  const title = open > 0 ? `有 ${open} 件事请您确认` : '没有等您确认的';
  return (
    <Page
      name="请我确认的"
      title={load.data ? title : undefined}
      lead={`别的商户登记了和${name}有关的事。只给您看要确认的几项。`}
      load={load}
      skeleton={<Skeleton rows={4} />}
    >
      {load.data && asks.length === 0 && (
        <Empty icon="people" title="没有人请您确认" text="别的商户登记和您签的合同、给您的捐赠时，会在这里请您确认。" />
      )}
      {of('asked').map(card)}
      {answered.length > 0 && <Label text="您回答过的" />}
      {answered.map(card)}
      {over.length > 0 && <Label text="不用再回答的" />}
      {over.map(card)}
      {hasMore && (
        <View className="after-sheet">
          {problem && <Banner tone="warn" title={problem.title} text={problem.detail} />}
          <Button kind="plain" busy={busy} text="再看一些" onClick={() => void readMore()} />
        </View>
      )}
    </Page>
  );
};

/** 对方确认: what others say about this merchant; it says whether it is so. */
export default function ConfirmationsPage() {
  const { subject } = useActing();
  if (subject && subject.kind !== 'merchant') return <NotMerchant />;
  if (subject) return <Merchant key={subject.subjectId} subjectId={subject.subjectId} name={subject.name} />;
  return <Page name="请我确认的" needs="subject" />;
}

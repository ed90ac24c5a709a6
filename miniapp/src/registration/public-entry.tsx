import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { dayOf, dayWords, fullDayWords } from '../shared/dates';
import { trustWords } from '../shared/trust-words';
import { Facts, Link, Seal, Sheet } from '../shared/ui';
import { CommitmentCard } from './commitment';

export type PublicEntry = Reply<'registration.publicPage'>['entries'][number];

/** One published entry as a customer sees it: what, since when, who confirmed it, and the promise that was signed. */
export const PublicEntryCard = ({ entry }: { entry: PublicEntry }) => {
  const [reading, setReading] = useState(false);
  const { kindTitle, title, trust, facts, since, endsOn, confirmedBy, commitment } = entry;
  return (
    <View className="after-field">
      <Sheet>
        <View className="entry">
          <Seal trust={trust} size={40} />
          <View className="entry-main">
            <Text className="entry-title">{title}</Text>
            <Text className="entry-sub">{`${kindTitle} · ${trustWords[trust].title} · ${dayWords(dayOf(since))}起公开`}</Text>
            <Facts
              facts={[
                ...facts,
                ...(endsOn ? [{ label: '有效到', value: fullDayWords(endsOn) }] : []),
                ...(confirmedBy ? [{ label: '对方确认', value: `${confirmedBy}确认过` }] : []),
              ]}
            />
            <Link
              text={reading ? '收起承诺' : '看签的真实性承诺'}
              label={`${reading ? '收起承诺' : '看签的真实性承诺'}：${title}`}
              onClick={() => setReading(now => !now)}
            />
          </View>
        </View>
      </Sheet>
      {reading && <CommitmentCard {...commitment} />}
    </View>
  );
};

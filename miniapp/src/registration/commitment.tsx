import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { whenWords } from '../shared/dates';
import { Link, Sheet } from '../shared/ui';
import { type Side, sidesOf } from './compare-wordings';
import type { Entry } from './registration-words';

type Signed = Pick<Entry['commitment'], 'version' | 'text'> & {
  readonly signedAt: string;
  readonly today: { readonly version: string; readonly text: string } | null;
};

const Cell = ({ text, same, none, what }: { text: string | null; same: boolean; none: string; what: string }) => (
  <View className={`versus-cell ${text === null ? 'versus-none' : same ? 'versus-same' : 'versus-other'}`}>
    {!same && <Text className="versus-what">{what}</Text>}
    <Text className="versus-text">{text === null ? none : text.trim()}</Text>
  </View>
);

/** The wording that was signed on the left, today's on the right, a sentence beside the one that stands in its place. */
const Sides = ({ version, text, today }: { version: string; text: string; today: NonNullable<Signed['today']> }) => {
  const sides = sidesOf(text, today.text);
  const others = sides.filter(({ same }) => !same).length;
  return (
    <View className="versus">
      <View className="note soft">{`${sides.length} 句里有 ${others} 句不同。签过的那一份一直按当时的原文算。`}</View>
      <View className="versus-row">
        <View className="versus-cell versus-head">
          <Text className="versus-title">当时签的</Text>
          <Text className="versus-version">{`第 ${version} 版`}</Text>
        </View>
        <View className="versus-cell versus-head">
          <Text className="versus-title">今天的</Text>
          <Text className="versus-version">{`第 ${today.version} 版`}</Text>
        </View>
      </View>
      {sides.map(({ signed, today: now, same }: Side, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may stand twice
        <View key={i} className={same ? 'versus-row' : 'versus-row versus-row-other'}>
          <Cell text={signed} same={same} none="没有这一句" what="当时" />
          <Cell text={now} same={same} none="没有这一句" what="今天" />
        </View>
      ))}
    </View>
  );
};

/** A truth commitment word for word as it was signed and, where today's wording is another, both side by side. */
export const CommitmentCard = ({ version, text, signedAt, today }: Signed) => {
  const [comparing, setComparing] = useState(false);
  return (
    <Sheet>
      {comparing && today !== null ? <Sides version={version} text={text} today={today} /> : <View className="wording">{text}</View>}
      <View className="wording-foot">
        <Text className="note soft">{`${whenWords(signedAt)} 签，第 ${version} 版，原文一字未改`}</Text>
        {today !== null && (
          <Link text={comparing ? '只看当时签的原文' : `和今天的第 ${today.version} 版比一比`} onClick={() => setComparing(now => !now)} />
        )}
      </View>
    </Sheet>
  );
};

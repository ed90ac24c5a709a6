import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { whenWords } from '../shared/dates';
import { Link, Sheet } from '../shared/ui';
import { type Piece, piecesBetween } from './compare-wordings';
import type { Entry } from './registration-words';

const pieceWords = { same: '', gone: '（删去了）', new: '（新增）' } as const;

const Difference = ({ pieces }: { pieces: readonly Piece[] }) => (
  <View className="wording">
    {pieces.map(({ kind, text }, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may stand twice
      <Text key={i} className={`piece piece-${kind}`}>
        {kind === 'same' ? text : `${text}${pieceWords[kind]}`}
      </Text>
    ))}
  </View>
);

type Signed = Pick<Entry['commitment'], 'version' | 'text'> & { readonly signedAt: string; readonly today: string | null };

/** A truth commitment word for word as it was signed and, where today's wording is another, what has changed. */
export const CommitmentCard = ({ version, text, signedAt, today }: Signed) => {
  const [comparing, setComparing] = useState(false);
  return (
    <Sheet>
      {comparing && today !== null ? <Difference pieces={piecesBetween(text, today)} /> : <View className="wording">{text}</View>}
      <View className="wording-foot">
        <Text className="note soft">{`${whenWords(signedAt)} 签，第 ${version} 版，原文一字未改`}</Text>
        {today !== null && <Link text={comparing ? '看当时签的原文' : '和今天的版本比一比'} onClick={() => setComparing(now => !now)} />}
      </View>
    </Sheet>
  );
};

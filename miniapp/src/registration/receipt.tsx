import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { clockWords, dayOf, fullDayWords, whenWords } from '../shared/dates';
import { platform } from '../shared/platform';
import { Button, Facts, Label, Sheet } from '../shared/ui';
import { OwnPaper } from './own-paper';
import { type Entry, sizeWords } from './registration-words';

const receiptText = ({ number, revision, title, submittedAt, attachments, commitment }: Entry, merchant: string): string =>
  [
    merchant,
    `登记号 ${number}，第 ${revision} 次提交`,
    title,
    `收到时间 ${fullDayWords(dayOf(submittedAt))} ${clockWords(submittedAt)}（北京时间）`,
    ...attachments.map(({ name, sentDigest }) => `${name} ${sentDigest}`),
    `真实性承诺第 ${commitment.version} 版 ${commitment.digest}`,
  ].join('\n');

/** What was received, provable later: the number, and of each file the digest of exactly what was sent. */
export const Receipt = ({ entry, subjectId, merchant }: { entry: Entry; subjectId: string; merchant: string }) => {
  const [copied, setCopied] = useState<boolean | null>(null);
  const { number, revision, submittedAt, attachments } = entry;
  return (
    <>
      <Label text="回执" note="证明收到了什么" />
      <Sheet pad>
        <Facts
          facts={[
            { label: '登记号', value: number },
            { label: '收到', value: `${whenWords(submittedAt)}，第 ${revision} 次提交` },
          ]}
        />
        {attachments.map(paper => {
          const { attachmentId, name, sizeBytes, sentDigest, state } = paper;
          return (
            <View key={attachmentId} className="receipt-row">
              <Text className="receipt-name">{`${name}，${sizeWords(sizeBytes)}${state === 'held' ? '，等待检查' : ''}`}</Text>
              <Text className="digest" userSelect>
                {sentDigest}
              </Text>
              <OwnPaper subjectId={subjectId} paper={paper} />
            </View>
          );
        })}
        {attachments.length > 0 && (
          <View className="note soft">
            每份附件下面的一串是它的指纹（SHA-256）：文件改了一点，指纹就对不上。打开看一次，就在查询记录里记一次。
          </View>
        )}
        <Button
          kind="line"
          text={copied ? '已复制' : '复制回执'}
          onClick={() => void platform.copy(receiptText(entry, merchant)).then(setCopied)}
        />
        {copied === false && <View className="note soft">没能复制，请记下登记号。</View>}
      </Sheet>
    </>
  );
};

import { Button as NativeButton, Text, View } from '@tarojs/components';
import { useShareAppMessage } from '@tarojs/taro';
import { useState } from 'react';
import { call } from '../shared/call';
import { pages } from '../shared/pages';
import { platform } from '../shared/platform';
import { Icon, ProblemBanner, Sheet } from '../shared/ui';
import { usePdf } from '../shared/use-pdf';
import { type Report, sizeWords } from './report-words';

const codeOf = (verifyUrl: string): string => /[?&]code=([^&]+)/.exec(verifyUrl)?.[1] ?? verifyUrl.split('/').pop() ?? '';

/** Hand it over: the verify link to the other side, the PDF to oneself. */
export const ReportDeeds = ({ report, subjectId }: { report: Report; subjectId: string }) => {
  const { reportId, number, variantTitle } = report;
  const { busy, problem, take } = usePdf(
    () => call('report.download', { params: { subjectId, reportId } }),
    `${variantTitle}-${number}.pdf`,
  );
  const [copied, setCopied] = useState<boolean | null>(null);
  const url = report.verifyUrl ?? '';
  useShareAppMessage(() => ({ title: `${variantTitle}，点开查验`, path: pages.verify(codeOf(url)) }));
  const openWords = platform.isWeapp ? '看全文，可转发' : '存成 PDF';
  const size = report.pages && report.sizeBytes ? `${report.pages} 页，${sizeWords(report.sizeBytes)}` : null;
  const share = (
    <>
      <Icon name="send" tone="brand" />
      <Text>{platform.canShare ? '转给对方查验' : copied ? '已复制' : '复制查验网址'}</Text>
    </>
  );
  return (
    <View className="after-paper">
      <Sheet>
        <View className="deeds">
          {platform.canShare ? (
            <NativeButton className="deed" openType="share">
              {share}
            </NativeButton>
          ) : (
            <View className="deed" role="button" aria-label="复制查验网址" onClick={async () => setCopied(await platform.copy(url))}>
              {share}
            </View>
          )}
          <View
            className="deed"
            role="button"
            aria-label={[busy ? '正在取' : openWords, size].filter(Boolean).join('，')}
            aria-disabled={busy ? 'true' : 'false'}
            onClick={busy ? undefined : () => void take()}
          >
            <Icon name="download" tone="brand" />
            <Text>{busy ? '正在取…' : openWords}</Text>
            {size && <Text className="deed-size">{size}</Text>}
          </View>
        </View>
      </Sheet>
      {copied === false && <Text className="note soft">没能复制，请让对方直接扫上面的码。</Text>}
      {problem && <ProblemBanner problem={problem} onRetry={() => void take()} />}
    </View>
  );
};

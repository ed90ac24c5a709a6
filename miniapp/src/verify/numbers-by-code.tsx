import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { Button, Label, ProblemBanner, Sheet, TextField } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';

/** Document numbers of the records, for a clerk to whom the holder told the 6-digit code. */
export const NumbersByCode = ({ verifyCode }: { verifyCode: string }) => {
  const [code, setCode] = useState('');
  const [numbers, setNumbers] = useState<Reply<'report.verifyNumbers'> | null>(null);
  const { busy, problem, submit } = useSubmit('report.verifyNumbers', setNumbers);
  return (
    <>
      <Label text="再对文书号" />
      <Sheet pad>
        {numbers ? (
          numbers.sections.map(({ title, documentNos }) => (
            <View key={title} className="numbers">
              <Text className="numbers-title">{title}</Text>
              {documentNos.length === 0 && <Text className="numbers-no soft">没有记录</Text>}
              {documentNos.map((number, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: numbers may repeat and never change places
                <Text key={i} className="numbers-no">
                  {number ?? '文书号未提供'}
                </Text>
              ))}
            </View>
          ))
        ) : (
          <>
            <TextField
              label="持有人给您的 6 位码"
              hint="持有人的手机上能看到。有了它，可以逐条对文书号。"
              pointer="/code"
              problem={problem}
              type="number"
              maxLength={6}
              value={code}
              onChange={setCode}
            />
            {problem && <ProblemBanner problem={problem} />}
            <Button
              kind="line"
              busy={busy}
              disabled={!/^\d{6}$/.test(code)}
              text="看文书号"
              onClick={() => submit({ params: { verifyCode }, body: { code } })}
            />
          </>
        )}
      </Sheet>
    </>
  );
};

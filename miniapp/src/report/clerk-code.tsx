import { Text, View } from '@tarojs/components';
import { Banner, Button, Label, Sheet } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';
import type { Report } from './report-words';

/** The 6-digit code with which a clerk may compare document numbers; the holder gives it and takes it away. */
export const ClerkCode = ({ report, subjectId, onChanged }: { report: Report; subjectId: string; onChanged: (report: Report) => void }) => {
  const { busy, problem, submit } = useSubmit('report.setClerkCode', onChanged);
  const allow = (value: boolean) => submit({ params: { subjectId, reportId: report.reportId }, body: { allow: value } });
  return (
    <>
      <Label text="让对方核对文书号" />
      <Sheet pad>
        {report.clerkCode ? (
          <>
            <Text className="clerk-code">{report.clerkCode}</Text>
            <View className="code-note">念给核对的人听。有这个码，他能看到每条记录的文书号。</View>
            <Button kind="line" busy={busy} text="不再允许" onClick={() => allow(false)} />
          </>
        ) : (
          <>
            <View className="code-note">现在不允许。允许后会给您一个 6 位码，您告诉谁，谁才能看。</View>
            <Button kind="line" busy={busy} text="允许，给我一个码" onClick={() => allow(true)} />
          </>
        )}
      </Sheet>
      {problem && <Banner tone="bad" title={problem.title} text={problem.detail ?? '请再点一次。'} />}
    </>
  );
};

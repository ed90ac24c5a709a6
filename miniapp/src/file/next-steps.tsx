import { Text, View } from '@tarojs/components';
import { call } from '../shared/call';
import { platform } from '../shared/platform';
import { Banner, Button, Item, Label, ProblemBanner, Sheet } from '../shared/ui';
import { usePdf } from '../shared/use-pdf';
import type { CreditRecord } from './file-words';

/** What to do when a record is wrong or can be repaired: steps, papers, whom to ask, the slip to take along. */
export const NextSteps = ({ record, subjectId }: { record: CreditRecord; subjectId: string }) => {
  const { contact, sectionId, recordId } = record;
  const slip = usePdf(() => call('profile.readCounterSlip', { params: { subjectId, sectionId, recordId } }), '办事单.pdf');

  return (
    <>
      <Label text={record.effect === 'harm' ? '下一步怎么办' : '有错怎么办'} />
      <Sheet>
        <View className="step-list">
          {record.steps.map((step, i) => (
            <View key={step} className="step">
              <Text className="step-no">{i + 1}</Text>
              <Text className="step-text">{step}</Text>
            </View>
          ))}
        </View>
      </Sheet>
      {record.papers.length > 0 && (
        <Banner tone="info" icon="info" title="带这些材料，免费" text={`${record.papers.join('；')}。不用找代办，有人收费可以投诉。`} />
      )}
      <Label text="找谁" />
      <Sheet>
        {contact?.phone ? (
          <Item icon="phone" name={`打电话问${contact.agency}`} sub={contact.phone} onClick={() => platform.dial(contact.phone ?? '')} />
        ) : (
          <Item
            icon="phone"
            name="打 12345 问"
            sub={`${contact?.agency ?? record.agency ?? '机关'}的电话未提供`}
            onClick={() => platform.dial('12345')}
          />
        )}
        <Item
          icon="shop"
          name={contact?.office ? `去${contact.office}` : '窗口地址未提供'}
          sub={contact?.hours ?? '时间未提供，去之前先打电话'}
        />
      </Sheet>
      {slip.problem && <ProblemBanner problem={slip.problem} onRetry={() => void slip.take()} />}
      {record.hasCounterSlip && (
        <View className="take-along">
          <Button kind="line" icon="download" busy={slip.busy} text="打开办事单，带去柜台" onClick={() => void slip.take()} />
        </View>
      )}
    </>
  );
};

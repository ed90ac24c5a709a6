import { Text, View } from '@tarojs/components';
import { fullDayWords } from '../shared/dates';
import { Chip, Seal, Sheet } from '../shared/ui';
import { type RecordBrief, trustWords } from './file-words';

/** One record on the spine: date, state, plain title, number. */
export const RecordCard = ({ record, onOpen }: { record: RecordBrief; onOpen: () => void }) => (
  <Sheet>
    <View className="rec">
      <View className="stitch-thread" />
      <View className="stitch-in" />
      <View className="rec-top">
        <Text className="rec-date">{record.decidedOn ? fullDayWords(record.decidedOn) : '日期未提供'}</Text>
        <Seal trust={record.trust} text={trustWords[record.trust]} />
      </View>
      <Text className="rec-title">{record.title}</Text>
      <Text className="rec-note">{record.documentNo ?? '文书号未提供'}</Text>
      <Text className="rec-note">{record.agency ?? '机关未提供'}</Text>
      {record.marks.length > 0 && (
        <View className="rec-marks">
          {record.marks.map(mark => (
            <Chip key={mark.text} tone={mark.tone} text={mark.text} />
          ))}
        </View>
      )}
      <View className="rec-acts">
        <View className="rec-act" role="button" aria-label={`看详情：${record.title}`} onClick={onOpen}>
          看详情
        </View>
      </View>
    </View>
  </Sheet>
);

import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useActing } from '../../../shared/acting';
import { fullDayWords } from '../../../shared/dates';
import { Banner, Chip, Facts, Label, Page, Seal, Sheet, Skeleton, Source } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { ClockLine } from '../../clock-line';
import { type CreditRecord, disclosureWords, type SectionHead, trustWords } from '../../file-words';
import { NextSteps } from '../../next-steps';
import '../../file.scss';

/** Each name once: what every record has, then what this kind of record adds. */
const factsOf = (record: CreditRecord): { label: string; value: string | null }[] => {
  const told = record.facts.some(({ value }) => value !== null && value === record.legalBasis);
  const all = [
    { label: '文书号', value: record.documentNo },
    { label: '机关', value: record.agency },
    ...record.facts,
    ...(told ? [] : [{ label: '依据', value: record.legalBasis }]),
    { label: '谁能看到', value: disclosureWords[record.disclosure] },
  ];
  return all.filter(({ label }, i) => all.findIndex(one => one.label === label) === i);
};

/** One record: what it means, until when, every fact with its source, and what to do when it is wrong. */
export default function RecordPage() {
  const { subjectId } = useActing();
  const { sectionId = '', recordId = '' } = useRouter().params;
  const params = { subjectId, sectionId: sectionId as SectionHead['sectionId'], recordId };
  const load = useLoad('profile.readRecord', { params });
  const record = load.data;

  const facts = record ? factsOf(record) : [];
  const given = facts.filter(({ value }) => value !== null);
  // What to do comes before sixteen facts where there is something to do.
  const urgent = record?.effect === 'harm';
  const absent = facts.flatMap(({ label, value }) => (value === null && label ? [label] : []));

  return (
    <Page name="一条记录" title={record?.title} load={load} skeleton={<Skeleton rows={6} />}>
      {record && (
        <>
          <View className="rec-head">
            {record.marks.map(mark => (
              <Chip key={mark.text} tone={mark.tone} text={mark.text} />
            ))}
            <Text className="note soft">{record.decidedOn ? fullDayWords(record.decidedOn) : '日期未提供'}</Text>
          </View>
          {record.viaRole && (
            <Banner
              tone="info"
              title="这条是因任职归到您名下的"
              text={`您在${record.viaRole.orgName}任${record.viaRole.role}，这条记录是这家单位的。`}
            />
          )}
          {record.clock && <ClockLine clock={record.clock} />}
          <Label text="这是什么意思" />
          <Sheet pad>{record.meaning}</Sheet>
          {record.clock && (
            <>
              <Label text="为什么是这个日期" />
              <Sheet pad>
                <View className="law">{record.clock.note}</View>
                {record.clock.basis && <View className="basis">{record.clock.basis}。类别由作出决定的部门认定，本应用不推断。</View>}
              </Sheet>
            </>
          )}
          {urgent && <NextSteps record={record} subjectId={subjectId} />}
          <Label text="这条记录" />
          <Sheet pad>
            <Facts facts={given} />
            {absent.length > 0 && (
              <View className="absent">
                来源没有提供 {absent.length} 项：{absent.join('、')}。没有提供不等于没有。
              </View>
            )}
            <View className="hr" />
            <View className="rec-trust">
              <Seal trust={record.trust} text={trustWords[record.trust]} />
            </View>
            <Source source={record.source} asOf={record.asOf} />
          </Sheet>
          {!urgent && <NextSteps record={record} subjectId={subjectId} />}
        </>
      )}
    </Page>
  );
}

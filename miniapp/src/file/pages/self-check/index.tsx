import { Text, View } from '@tarojs/components';
import type { Reply } from '../../../../../bff/contract/types';
import { useActing } from '../../../shared/acting';
import { fullDayWords, whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { Chip, Icon, Item, Label, Link, Page, Sheet, Skeleton, Source } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import '../../file.scss';

type Check = Reply<'profile.checkSelf'>;
type CheckItem = Check['items'][number];

const openRecord = ({ sectionId, recordId }: CheckItem) => open(pages.fileRecord(sectionId, recordId));
const until = ({ until: day, untilNote }: CheckItem): string => (day ? `到 ${fullDayWords(day)}。${untilNote}` : untilNote);

const Sum = ({ harm, help, missing }: { harm: number; help: number; missing: number }) => (
  <Sheet>
    <View className="sum">
      <View className="sum-cell">
        <View className="sum-number">
          <Icon name="bang" tone="warn" size={22} />
          <Text>{harm}</Text>
        </View>
        <Text>有影响</Text>
      </View>
      <View className="sum-cell">
        <View className="sum-number">
          <Icon name="check-circle" tone="good" size={22} />
          <Text>{help}</Text>
        </View>
        <Text>有帮助</Text>
      </View>
      <View className="sum-cell">
        <View className="sum-number">
          <Icon name="ask" tone="soft" size={22} />
          <Text>{missing}</Text>
        </View>
        <Text>还不清楚</Text>
      </View>
    </View>
  </Sheet>
);

const Harm = ({ item }: { item: CheckItem }) => (
  <View className="check">
    <View className="check-head">
      <View className="check-mark">
        <Icon name="bang" tone="warn" size={22} />
      </View>
      <Text className="check-title">{item.title}</Text>
    </View>
    {item.underObjection && (
      <View className="check-chip">
        <Chip tone="pending" text="异议处理中" />
      </View>
    )}
    <Text className="check-why">{item.why}</Text>
    <Text className="check-why soft">{until(item)}</Text>
    <View className="check-next">
      <Text className="check-next-label">下一步</Text>
      <Text className="check-next-text">{item.next}</Text>
    </View>
    <View className="source check-source">
      <Text>{item.agency ?? '机关未提供'}</Text>
      <Text>{item.sectionTitle}</Text>
    </View>
    <Link text="看这条要做什么" label={`看这条要做什么：${item.title}`} onClick={() => openRecord(item)} />
  </View>
);

/** 自测: which records matter, why, until when, what next. Never a score of ours. */
export default function SelfCheckPage() {
  const { subjectId } = useActing();
  const check = useLoad('profile.checkSelf', { params: { subjectId } });
  const { data } = check;
  const of = (effect: CheckItem['effect']) => data?.items.filter(item => item.effect === effect) ?? [];
  const [harm, help, neutral] = [of('harm'), of('help'), of('neutral')];
  const rows = (items: readonly CheckItem[], tone: 'good' | 'soft') =>
    items.map(item => (
      <Item
        key={`${item.sectionId}/${item.recordId}`}
        icon={tone === 'good' ? 'check-circle' : 'file'}
        name={item.title}
        sub={`${item.why}${item.until ? ` ${until(item)}` : ''}`}
        onClick={() => openRecord(item)}
      />
    ));

  return (
    <Page
      name="自测"
      title={data?.headline}
      lead={data && `${whenWords(data.readAt)} 逐条核对。只说明，不打分。`}
      load={check}
      skeleton={<Skeleton rows={5} />}
    >
      {data && (
        <>
          <Sum harm={harm.length} help={help.length} missing={data.missing.length} />
          {data.missing.length > 0 && (
            <>
              <Label text="还不清楚的" />
              <View className="gone">
                {data.missing.map(({ sectionId, title }) => (
                  <Item
                    key={sectionId}
                    icon="cloud-off"
                    tone="warn"
                    name={title}
                    sub="暂未取到，不知道有没有影响"
                    onClick={() => open(pages.fileSection(sectionId))}
                  />
                ))}
              </View>
            </>
          )}
          {harm.length > 0 && (
            <>
              <Label text="有影响的" />
              <Sheet>
                {harm.map(item => (
                  <Harm key={`${item.sectionId}/${item.recordId}`} item={item} />
                ))}
              </Sheet>
            </>
          )}
          {help.length > 0 && (
            <>
              <Label text="有帮助的" />
              <Sheet>{rows(help, 'good')}</Sheet>
            </>
          )}
          {neutral.length > 0 && (
            <>
              <Label text="没有影响的" />
              <Sheet>{rows(neutral, 'soft')}</Sheet>
            </>
          )}
          <Label text="评价" />
          <Sheet pad>
            {data.evaluation && (
              <View>
                <View className="grade">
                  {data.evaluation.name}：{data.evaluation.grade}
                </View>
                <Source source={data.evaluation.source} asOf={data.evaluation.asOf} />
              </View>
            )}
            <View className="small soft">{data.evaluationNote}</View>
          </Sheet>
        </>
      )}
    </Page>
  );
}

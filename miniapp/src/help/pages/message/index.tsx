import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { dayWords, weekdayWords, whenWords } from '../../../shared/dates';
import { platform } from '../../../shared/platform';
import { ReminderOffer } from '../../../shared/reminders';
import { Item, Label, Page, Sheet, Skeleton, Thread } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { type HelpMessage, kindTitle } from '../../help-words';
import '../../help.scss';

const knotsOf = ({ state, sentAt, answerBy, answer }: HelpMessage) => [
  { title: '收到了', note: whenWords(sentAt), state: 'done' as const },
  {
    title: '转给信用办',
    note: state === 'received' ? '马上就转，没转到会一直重试' : '已转到',
    state: state === 'received' ? ('now' as const) : ('done' as const),
  },
  answer
    ? { title: '有答复', note: `${answer.by} · ${whenWords(answer.at)}`, state: 'done' as const }
    : {
        title: '等答复',
        note: `最晚 ${dayWords(answerBy)}（${weekdayWords(answerBy)}）`,
        state: state === 'forwarded' ? ('now' as const) : ('todo' as const),
      },
];

/** One message: its number, where it is, the answer. */
export default function HelpMessagePage() {
  const { messageId = '' } = useRouter().params;
  const load = useLoad('help.read', { params: { messageId } });
  const message = load.data;
  return (
    <Page
      name="投诉建议"
      title={message && (message.answer ? '信用办答复您了' : `收到了，${dayWords(message.answerBy)}前答复`)}
      lead={message && `编号 ${message.number}，打电话时说这个号。`}
      load={load}
      skeleton={<Skeleton rows={4} />}
    >
      {message?.answer && (
        <>
          <Label text="答复" />
          <Sheet pad>
            <Text className="message-text">{message.answer.text}</Text>
            <View className="answer-by">
              {message.answer.by} · {whenWords(message.answer.at)}
            </View>
          </Sheet>
        </>
      )}
      {message && (
        <>
          <Label text={`您的${kindTitle(message.kind)}`} note={message.page ? `写在“${message.page}”` : undefined} />
          <Sheet pad>
            <Text className="message-text">{message.text}</Text>
          </Sheet>
          <Label text="办到哪了" />
          <Sheet pad>
            <Thread knots={knotsOf(message)} />
          </Sheet>
          {!message.answer && <ReminderOffer kind="progress" />}
          <Sheet>
            <Item icon="phone" name="还是着急？打 12345" sub={`说编号 ${message.number}`} onClick={() => platform.dial('12345')} />
          </Sheet>
        </>
      )}
    </Page>
  );
}

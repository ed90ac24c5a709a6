import { useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { platform } from './platform';
import { Item, Label, ProblemBanner, Sheet } from './ui';
import { useLoad } from './use-load';
import { useSubmit } from './use-submit';

type Reminder = Reply<'notice.listReminders'>['kinds'][number];

const banned = '您在微信里关了它。要打开：点右上角“···”，设置，订阅消息。';

/** What may be reminded of, and WeChat's question about it. Null while it is not known, or where WeChat reaches nobody. */
const useReminders = () => {
  const load = useLoad('notice.listReminders');
  const [unasked, setUnasked] = useState(false);
  const { problem, submit } = useSubmit('notice.answerReminders', reply => load.change(() => reply));
  const ask = async ({ kind, templateId }: Reminder): Promise<void> => {
    const said = await platform.askReminders([templateId]);
    setUnasked(said === null);
    const answer = said?.[0];
    if (answer) await submit({ body: { answers: [{ kind, answer }] } });
  };
  return { kinds: load.data?.reachable ? load.data.kinds : null, ask, problem, unasked };
};

const leftWords = ({ remaining, answer }: Reminder, unasked: boolean): string => {
  if (answer === 'ban') return banned;
  if (remaining > 0) return `还能发 ${remaining} 次`;
  return unasked ? '微信这次没有问您，请再点一次' : '现在不会发';
};

const Offer = ({ kind }: { kind: Reminder['kind'] }) => {
  const { kinds, ask, problem, unasked } = useReminders();
  const one = kinds?.find(reminder => reminder.kind === kind);
  if (!one) return null;
  const on = one.remaining > 0 && one.answer !== 'ban';
  const sub = () => {
    if (on || one.answer === 'ban' || unasked) return leftWords(one, unasked);
    return one.answer === 'reject' ? '没有打开。有了结果照样在“消息”里看' : '同意一次，发一次。只说有进展，不写内容';
  };
  return (
    <>
      <Sheet>
        <Item
          icon="bell"
          tone={on ? 'good' : 'brand'}
          name={on ? '有结果时，微信会告诉您' : '有结果时用微信告诉我'}
          sub={sub()}
          onClick={on ? undefined : () => void ask(one)}
        />
      </Sheet>
      {problem && <ProblemBanner problem={problem} />}
    </>
  );
};

/** Where something is waited for: one tap, and WeChat tells of it once. A browser has no such thing and shows nothing. */
export const ReminderOffer = ({ kind }: { kind: Reminder['kind'] }) => (platform.isWeapp ? <Offer kind={kind} /> : null);

const Reminders = () => {
  const { kinds, ask, problem, unasked } = useReminders();
  if (!kinds) return null;
  return (
    <>
      <Label text="用微信提醒我" note="同意一次，发一次" />
      <Sheet>
        {kinds.map(one => (
          <Item
            key={one.kind}
            name={one.title}
            sub={`${one.when}\n${leftWords(one, unasked)}`}
            value={one.answer === 'ban' ? null : '加一次'}
            onClick={one.answer === 'ban' ? undefined : () => void ask(one)}
          />
        ))}
      </Sheet>
      {problem && <ProblemBanner problem={problem} />}
    </>
  );
};

/** Every kind with what is left of it. */
export const ReminderList = () => (platform.isWeapp ? <Reminders /> : null);

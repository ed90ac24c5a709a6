import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { useCity } from '../../../shared/city';
import { whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { platform } from '../../../shared/platform';
import { useSession } from '../../../shared/session';
import { Button, Chip, Choice, Item, Label, Page, ProblemBanner, Sheet, TextField } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import { type HelpMessage, helpKinds, helpStateWords } from '../../help-words';
import '../../help.scss';

/** Enough to know it again. */
const short = (text: string): string => (text.length > 22 ? `${text.slice(0, 21)}…` : text);

const Phones = () => {
  const { city } = useCity();
  return (
    <Sheet>
      <Item
        icon="phone"
        name={`打 ${city?.hotline ?? '12345'}`}
        sub="政务服务热线，随时有人接"
        onClick={() => platform.dial(city?.hotline ?? '12345')}
      />
      {city && (
        <Item
          icon="phone"
          name={`打${city.officeName}`}
          sub={`${city.officePhone} · ${city.officeHours}`}
          onClick={() => platform.dial(city.officePhone)}
        />
      )}
      {city && <Item icon="shop" name="去窗口" sub={city.officeAddress} />}
    </Sheet>
  );
};

const MyMessages = () => {
  const list = useLoad('help.list');
  const messages = list.data?.messages ?? [];
  if (messages.length === 0) return null;
  return (
    <>
      <Label text="您发过的" />
      <Sheet>
        {messages.map(message => (
          <Item
            key={message.messageId}
            name={short(message.text)}
            sub={`${message.number} · ${whenWords(message.sentAt)}`}
            end={<Chip tone={helpStateWords[message.state].tone} text={helpStateWords[message.state].text} />}
            endWords={helpStateWords[message.state].text}
            onClick={() => open(pages.helpMessage(message.messageId))}
          />
        ))}
      </Sheet>
    </>
  );
};

/** Writes to the office; the number and the promised day come back on the message's own page. */
const Write = ({ from }: { from: string | null }) => {
  const [kind, setKind] = useState<HelpMessage['kind']>('help');
  const [text, setText] = useState('');
  const { busy, problem, submit } = useSubmit('help.send', ({ messageId }) => {
    setText('');
    open(pages.helpMessage(messageId));
  });
  return (
    <>
      <Label text="写给信用办" note={from ? `关于“${from}”这一页` : undefined} />
      <Sheet>
        {helpKinds.map(({ code, title, note }) => (
          <Choice key={code} kind="radio" title={title} note={note} on={kind === code} onPick={() => setKind(code)} />
        ))}
      </Sheet>
      <View className="after-sheet" />
      <TextField
        label="想说什么"
        hint="不用写证件号和手机号。5 到 1000 个字。"
        pointer="/text"
        problem={problem}
        multi
        maxLength={1000}
        value={text}
        onChange={setText}
      />
      {problem && <ProblemBanner problem={problem} />}
      <Button
        kind="main"
        busy={busy}
        disabled={text.trim().length < 5}
        text="发送"
        onClick={() => submit({ body: { kind, text: text.trim(), page: from } })}
      />
    </>
  );
};

/** 投诉建议与帮助: people to call first, then a message that gets a number and an answer. */
export default function HelpPage() {
  const { from } = useRouter().params;
  const { phase } = useSession();
  return (
    <Page name="投诉建议与帮助" title="找人帮忙" lead="打电话、写一句、去窗口都可以，都不收费。">
      <Phones />
      {phase === 'in' ? (
        <>
          <MyMessages />
          <Write from={from ? decodeURIComponent(from).slice(0, 80) : null} />
        </>
      ) : (
        <>
          <Label text="写给信用办" />
          <Sheet pad>
            <View className="small">登录后可以写，会得到一个编号和答复。不登录请打上面的电话。</View>
            <Button kind="line" text="去登录" onClick={() => open(pages.signIn())} />
          </Sheet>
        </>
      )}
    </Page>
  );
}

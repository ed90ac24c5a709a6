import { Text } from '@tarojs/components';
import { useDidHide, useDidShow, useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { refreshIdentity } from '../../../shared/acting';
import { open, pages, replace } from '../../../shared/pages';
import { actAs } from '../../../shared/session';
import { Banner, Button, Choice, Empty, Label, Page, Sheet, SubmitBar, TextField, Thread } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

const lookAgainMs = 10_000;

/** 完成经办人绑定: the legal representative agrees in the app, or tells the SMS code, or the counter gives one. */
export default function ConfirmBindingPage() {
  const { bindingId = '' } = useRouter().params;
  const [by, setBy] = useState<'sms' | 'counter_code'>('sms');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState<Reply<'merchant.sendSmsCode'> | null>(null);
  const sending = useSubmit('merchant.sendSmsCode', setSent);
  const act = (subjectId: string) =>
    void refreshIdentity().then(() => {
      actAs(subjectId);
      open(pages.home());
    });
  const confirming = useSubmit('merchant.confirm', ({ subjectId }) => act(subjectId));
  const load = useLoad('merchant.list');
  const binding = load.data?.bindings.find(one => one.bindingId === bindingId);
  const waiting = binding === undefined || binding.state === 'pending';
  const [shown, setShown] = useState(true);
  useDidShow(() => {
    setShown(true);
    if (load.data) void load.reload();
  });
  useDidHide(() => setShown(false));
  // His consent comes from another phone: looked for while one waits here.
  useEffect(() => {
    if (!waiting || !shown) return undefined;
    const timer = setInterval(() => void load.reload(), lookAgainMs);
    return () => clearInterval(timer);
  }, [waiting, shown, load.reload]);
  const wanted = by === 'sms' ? 6 : 8;
  const why = code.length === wanted ? null : `还差 ${wanted} 位${by === 'sms' ? '同意码' : '柜台核验码'}`;
  if (binding && !waiting) {
    const agreed = binding.state === 'active';
    return (
      <Page name="完成绑定" title={agreed ? '法定代表人已同意' : '这次申请已结束'} needs="verified">
        <Empty
          icon={agreed ? 'check-circle' : 'info'}
          title={binding.merchantName}
          text={agreed ? '您可以办这家的事了。' : (binding.endedReason ?? '可以重新申请。')}
          action={
            agreed ? (
              <Button text="办这家的事" onClick={() => act(binding.subjectId)} />
            ) : (
              <Button text="回商户" onClick={() => replace(pages.merchants())} />
            )
          }
        />
      </Page>
    );
  }
  return (
    <Page
      name="完成绑定"
      title="等法定代表人同意"
      lead="他在自己的手机上点同意，您这边就生效，不用守着这一页。也可以用下面两种码当场完成。"
      needs="verified"
      problem={confirming.problem ?? sending.problem}
      bar={
        <SubmitBar
          why={why}
          disabled={why !== null}
          busy={confirming.busy}
          text="完成绑定"
          onSubmit={() => confirming.submit({ params: { bindingId }, body: { by, code } })}
        />
      }
    >
      <Sheet pad>
        <Thread
          knots={[
            { title: '申请已收到', note: null, state: 'done' },
            { title: '法定代表人同意', note: '在他的手机上，或告诉您同意码', state: 'now' },
            { title: '您可以办这家的事', note: null, state: 'todo' },
          ]}
        />
      </Sheet>
      <Label text="用码完成" />
      <Sheet>
        <Choice kind="radio" title="短信同意码" note="发到法定代表人登记的手机，由他告诉您" on={by === 'sms'} onPick={() => setBy('sms')} />
        <Choice
          kind="radio"
          title="柜台核验码"
          note="带授权书到窗口取 8 位码"
          on={by === 'counter_code'}
          onPick={() => setBy('counter_code')}
        />
      </Sheet>
      {by === 'sms' && (
        <>
          {sent && <Banner tone="good" title={`已发到 ${sent.maskedPhone}`} text="请向法定代表人要 6 位码。" />}
          <Button
            kind="line"
            busy={sending.busy}
            text={sent ? '再发一次同意码' : '给法定代表人发同意码'}
            onClick={() => sending.submit({ params: { bindingId } })}
          />
        </>
      )}
      <TextField
        label={by === 'sms' ? '同意码' : '柜台核验码'}
        hint={by === 'sms' ? '6 位数字' : '8 位数字，只能用一次'}
        pointer="/code"
        problem={confirming.problem}
        type="number"
        maxLength={wanted}
        value={code}
        onChange={setCode}
      />
      <Text className="quiet">不想等了，可以在“商户”里撤回申请。</Text>
    </Page>
  );
}

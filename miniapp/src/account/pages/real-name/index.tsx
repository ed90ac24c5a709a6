import { Text } from '@tarojs/components';
import { useState } from 'react';
import { refreshIdentity } from '../../../shared/acting';
import { documentTitle } from '../../../shared/document-words';
import { pages, replace } from '../../../shared/pages';
import { useSession } from '../../../shared/session';
import { Banner, Button, Choice, Empty, Label, Page, Sheet, SubmitBar, TextField } from '../../../shared/ui';
import { ConsentBox, type ConsentKind, useConsents } from '../../consent-box';
import { bodyOf, filled, nobody, PersonFields } from '../../person-fields';
import { type Proof, useVerification } from '../../use-verification';
import '../../account.scss';

const ways = [
  { method: 'face', title: '人脸核验', note: '由核验服务比对，我们只收到通过或没有通过' },
  { method: 'bank_card', title: '银行卡核验', note: '本人名下的银行卡，只核对，不扣钱' },
  { method: 'counter_code', title: '柜台核验码', note: '带证件到窗口，当场取一个 8 位码' },
] as const;
type Method = (typeof ways)[number]['method'];

const digits = (text: string): string => text.replace(/\D/g, '');

/** 实名核验: name and document, then any one of three ways with equal service, each consent on its own. */
export default function RealNamePage() {
  const { verified, identity } = useSession();
  const [person, setPerson] = useState(nobody);
  const [method, setMethod] = useState<Method>('bank_card');
  const [bankCard, setBankCard] = useState('');
  const [counterCode, setCounterCode] = useState('');
  const { agreed, set, give } = useConsents();
  const { busy, problem, verify } = useVerification(() => void refreshIdentity().then(() => replace(pages.home())));

  if (verified) {
    return (
      <Page name="实名核验" title="您已完成实名核验" needs="citizen">
        <Empty
          icon="check-circle"
          title={identity?.maskedName ?? '已实名'}
          text={`${documentTitle(identity?.idType ?? null)} ${identity?.maskedIdNumber ?? ''}`}
          action={<Button text="回首页" onClick={() => replace(pages.home())} />}
        />
      </Page>
    );
  }

  const proof: Proof =
    method === 'face'
      ? { method }
      : method === 'bank_card'
        ? { method, bankCard: digits(bankCard) }
        : { method, counterCode: digits(counterCode) };
  const kinds: readonly ConsentKind[] = method === 'face' ? ['identity', 'face'] : ['identity'];
  const why = !filled(person)
    ? '还差姓名或证件号码'
    : proof.method === 'bank_card' && proof.bankCard.length < 12
      ? '还差银行卡号'
      : proof.method === 'counter_code' && proof.counterCode.length !== 8
        ? '还差 8 位柜台核验码'
        : kinds.some(kind => !agreed[kind])
          ? '还没有勾选同意书'
          : null;

  return (
    <Page
      name="实名核验"
      title="确认是您本人"
      lead="只为一件事：让您的档案只给您看。三种方式得到的服务一样。"
      needs="citizen"
      problem={problem}
      bar={
        <SubmitBar
          why={why}
          disabled={why !== null}
          busy={busy !== null}
          text="核验"
          onSubmit={() => verify(bodyOf(person), proof, () => give(kinds, agreed))}
        />
      }
    >
      {busy === 'face' && <Banner tone="pending" title="在等人脸核验的结果" text="结果由核验服务直接给我们的服务器，请别关这一页。" />}
      {identity !== null && identity.attemptsLeftToday < 3 && (
        <Banner tone="warn" title={`今天还能试 ${identity.attemptsLeftToday} 次`} text="用完后可以明天再试，或到窗口取柜台核验码。" />
      )}
      <PersonFields whose="您的" person={person} problem={problem} onChange={part => setPerson(now => ({ ...now, ...part }))} />
      <Label text="怎么核验" note="任选一种" />
      <Sheet>
        {ways.map(way => (
          <Choice
            key={way.method}
            kind="radio"
            title={way.title}
            note={way.note}
            on={method === way.method}
            onPick={() => setMethod(way.method)}
          />
        ))}
      </Sheet>
      {method === 'bank_card' && (
        <TextField
          label="银行卡号"
          hint="12 到 19 位，只用这一次，不保存"
          pointer="/bankCard"
          problem={problem}
          type="number"
          maxLength={23}
          value={bankCard}
          onChange={setBankCard}
        />
      )}
      {method === 'counter_code' && (
        <TextField
          label="柜台核验码"
          hint="窗口给您的 8 位数字，只能用一次"
          pointer="/counterCode"
          problem={problem}
          type="number"
          maxLength={8}
          value={counterCode}
          onChange={setCounterCode}
        />
      )}
      <Label text="需要您单独同意" />
      {kinds.map(kind => (
        <ConsentBox key={kind} kind={kind} on={agreed[kind] !== undefined} onChange={version => set(kind, version)} />
      ))}
      <Text className="quiet">未满 14 岁，请由监护人在自己的账号里添加。不用国家网号网证也能办，服务一样。</Text>
    </Page>
  );
}

import { useState } from 'react';
import { refreshIdentity } from '../../../shared/acting';
import type { Problem } from '../../../shared/call';
import { pages, replace } from '../../../shared/pages';
import { actAs } from '../../../shared/session';
import { Choice, Label, Page, Sheet, SubmitBar, TextField } from '../../../shared/ui';
import { useSubmit } from '../../../shared/use-submit';
import { ConsentBox, useConsents } from '../../consent-box';
import { bodyOf, filled, nobody, PersonFields } from '../../person-fields';
import '../../account.scss';

/** 添加孩子: the registry proves the relation, or a counter code does. Ends by itself at 14. */
export default function ChildPage() {
  const [child, setChild] = useState(nobody);
  const [by, setBy] = useState<'registry' | 'counter_code'>('registry');
  const [counterCode, setCounterCode] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  const { agreed, set, give } = useConsents();
  const adding = useSubmit('identity.addChild', ({ subjectId }) => {
    void refreshIdentity().then(() => {
      actAs(subjectId);
      replace(pages.home());
    });
  });
  const problem = refused ?? adding.problem;
  const why = !filled(child)
    ? '还差孩子的姓名或证件号码'
    : by === 'counter_code' && !/^\d{8}$/.test(counterCode)
      ? '还差 8 位柜台核验码'
      : agreed.child
        ? null
        : '还没有勾选同意书';
  const add = async () => {
    const wrong = await give(['child'], agreed);
    setRefused(wrong);
    if (!wrong) await adding.submit({ body: { ...bodyOf(child), proof: by === 'registry' ? { by } : { by, counterCode } } });
  };
  return (
    <Page
      name="添加孩子"
      title="添加未满 14 岁的孩子"
      lead="您是监护人，就可以代孩子看档案。孩子满 14 岁那天自动结束，由本人自己实名。"
      needs="verified"
      problem={problem}
      bar={<SubmitBar why={why} disabled={why !== null} busy={adding.busy} text="添加" onSubmit={add} />}
    >
      <PersonFields whose="孩子的" person={child} problem={problem} onChange={part => setChild(now => ({ ...now, ...part }))} />
      <Label text="怎么证明监护关系" />
      <Sheet>
        <Choice
          kind="radio"
          title="查登记信息"
          note="向核验服务核对，不用上传材料"
          on={by === 'registry'}
          onPick={() => setBy('registry')}
        />
        <Choice
          kind="radio"
          title="柜台核验码"
          note="带出生证或户口簿到窗口取 8 位码"
          on={by === 'counter_code'}
          onPick={() => setBy('counter_code')}
        />
      </Sheet>
      {by === 'counter_code' && (
        <TextField
          label="柜台核验码"
          hint="8 位数字，只能用一次"
          pointer="/proof/counterCode"
          problem={problem}
          type="number"
          maxLength={8}
          value={counterCode}
          onChange={setCounterCode}
        />
      )}
      <Label text="需要您单独同意" />
      <ConsentBox kind="child" on={agreed.child !== undefined} onChange={version => set('child', version)} />
    </Page>
  );
}

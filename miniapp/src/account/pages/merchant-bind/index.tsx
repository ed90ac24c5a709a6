import { useState } from 'react';
import { refreshIdentity } from '../../../shared/acting';
import { open, pages, replace } from '../../../shared/pages';
import { actAs } from '../../../shared/session';
import { Choice, Label, Page, Sheet, SubmitBar, TextField } from '../../../shared/ui';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

/** 绑定商户: by unified code, as legal representative (checked against the register) or as agent (waits for consent). */
export default function BindMerchantPage() {
  const [code, setCode] = useState('');
  const [role, setRole] = useState<'legal_representative' | 'agent'>('legal_representative');
  const { busy, problem, submit } = useSubmit('merchant.bind', binding => {
    if (binding.state !== 'active') return replace(pages.merchantConfirm(binding.bindingId));
    return void refreshIdentity().then(() => {
      actAs(binding.subjectId);
      open(pages.home());
    });
  });
  const orgCode = code.replace(/\s/g, '').toUpperCase();
  const why = orgCode.length === 18 ? null : orgCode.length === 0 ? '还差统一社会信用代码' : `已填 ${orgCode.length} 位，要 18 位`;
  return (
    <Page
      name="绑定商户"
      title="您是这家商户的什么人？"
      needs="verified"
      problem={problem}
      bar={
        <SubmitBar
          why={why}
          disabled={why !== null}
          busy={busy}
          text={role === 'agent' ? '申请做经办人' : '核对并绑定'}
          onSubmit={() => submit({ body: { orgCode, role } })}
        />
      }
    >
      <Sheet>
        <Choice
          kind="radio"
          title="法定代表人或经营者"
          note="向市信用平台核对登记信息，对上就马上绑定"
          on={role === 'legal_representative'}
          onPick={() => setRole('legal_representative')}
        />
        <Choice
          kind="radio"
          title="经办人"
          note="要法定代表人在这里同意，或用短信同意码、柜台核验码"
          on={role === 'agent'}
          onPick={() => setRole('agent')}
        />
      </Sheet>
      <Label text="是哪一家" />
      <TextField
        label="统一社会信用代码"
        hint="18 位，在营业执照或登记证书上。没有字母 I、O、Z、S、V"
        pointer="/orgCode"
        problem={problem}
        maxLength={24}
        value={code}
        onChange={setCode}
      />
    </Page>
  );
}

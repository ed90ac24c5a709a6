import { open, pages } from '../shared/pages';
import { Banner, Button } from '../shared/ui';
import { copyForm, type Form, forgetForm } from './forms';
import { isSpent } from './submissions';

/** The draft is no more at the server, and something typed here never got there: it is shown to be safe, and the person says what it becomes. */
export const DraftGone = ({ form, onCopied }: { form: Form; onCopied: (draftId: string) => void }) => {
  const copy = () => {
    const draftId = copyForm(form.draftId);
    if (draftId) onCopied(draftId);
  };
  const leave = () => {
    forgetForm(form.draftId);
    open(pages.registrations());
  };
  const spent = form.problem && isSpent(form.problem) ? form.problem : null;
  const why = spent
    ? `这份草稿已经提交过，${spent.detail ?? ''}这台手机上填的和那次不一样，没有再交一份。要改那一条，等退回再补；是另外一件事，就存成新草稿。`
    : '服务器上的这份草稿没有了：可能已在别的设备上提交，或 30 天没有改动，到期删了。先看看有没有这一条，没有再接着填。';
  return (
    <>
      <Banner tone="warn" title="您在这台手机上填的都还在" text={why} />
      <Button text="存成一份新草稿，接着填" onClick={copy} />
      <Button kind="line" text="不要了，看我的登记" onClick={leave} />
    </>
  );
};

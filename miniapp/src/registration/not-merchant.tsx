import { useEffect } from 'react';
import { useActing } from '../shared/acting';
import { open, pages } from '../shared/pages';
import { useSession } from '../shared/session';
import { Banner, Button, Item, Label, Page, Sheet } from '../shared/ui';
import { NotTaken } from './on-this-phone';
import { type Kind, kindIcons, kindWords } from './registration-words';
import { recallHere, sendWaiting } from './submissions';
import { TrustList } from './trust-list';

const examples: Readonly<Record<Kind['kind'], string>> = {
  license: '许可证、等级证、体系认证',
  operation: '门店、品牌、产品、人员',
  contract: '签过并做到的合同，对方可以来确认',
  charity: '捐过的、做过的，受助方可以来确认',
};

/** To somebody who acts for no merchant: what it is, what for, and how to act for one. */
export const NotMerchant = () => {
  const merchants = useSession(state => state.identity?.subjects.filter(({ kind }) => kind === 'merchant').length ?? 0);
  const { subjectId } = useActing();
  // What was signed for a merchant before is asked about all the same.
  useEffect(() => {
    if (subjectId) void recallHere(subjectId).then(sendWaiting);
  }, [subjectId]);
  return (
    <Page
      name="自愿登记"
      needs="subject"
      title="这是商户自己登记的信用信息"
      lead="免费，自己决定登不登、什么时候撤下。要代表一家商户才能登记。"
    >
      <NotTaken />
      <Button
        text={merchants > 0 ? '换成商户来登记' : '先绑定一家商户'}
        onClick={() => open(merchants > 0 ? pages.acting() : pages.merchantBind())}
      />
      <Label text="能登记这四类" />
      <Sheet>
        {(Object.keys(examples) as Kind['kind'][]).map(kind => (
          <Item key={kind} icon={kindIcons[kind]} name={kindWords[kind]} sub={examples[kind]} />
        ))}
      </Sheet>
      <Label text="别人看到的，写明核对到哪一步" />
      <TrustList />
      <Label text="说在前面" />
      <Banner tone="info" title="登记要真实" text="每一条都要签真实性承诺，和这一条一起公开。登记多少、登不登，都不影响您办别的事。" />
    </Page>
  );
};

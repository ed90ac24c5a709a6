import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { refreshIdentity } from '../../../shared/acting';
import { ask } from '../../../shared/ask';
import { whenWords } from '../../../shared/dates';
import { Chip, Empty, Facts, Link, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

type Consent = Reply<'consent.list'>['consents'][number];

const Given = ({ consent, busy, onWithdraw }: { consent: Consent; busy: boolean; onWithdraw: () => void }) => {
  const [reading, setReading] = useState(false);
  return (
    <Sheet pad>
      <View className="consent-head">
        <Text className="consent-main person-name">{consent.title}</Text>
        {consent.withdrawnAt ? (
          <Chip tone="plain" text="已撤回" />
        ) : (
          <Chip tone={consent.current ? 'good' : 'warn'} text={consent.current ? '有效' : '已有新版'} />
        )}
      </View>
      <Facts
        facts={[
          { label: '版本', value: consent.version },
          { label: '同意', value: whenWords(consent.givenAt) },
          ...(consent.withdrawnAt
            ? [{ label: '撤回', value: whenWords(consent.withdrawnAt) }]
            : [{ label: '撤回后', value: consent.withdrawEffect }]),
        ]}
      />
      <View className="links">
        <Link
          text={reading ? '收起原文' : '看当时的原文'}
          label={`${reading ? '收起原文' : '看当时的原文'}：《${consent.title}》`}
          onClick={() => setReading(now => !now)}
        />
        {!consent.withdrawnAt && (
          <Link
            text={busy ? '正在撤回…' : '撤回这项同意'}
            label={`${busy ? '正在撤回' : '撤回这项同意'}：《${consent.title}》`}
            onClick={onWithdraw}
          />
        )}
      </View>
      {reading && (
        <View className="wording">
          <Text>{consent.text}</Text>
        </View>
      )}
    </Sheet>
  );
};

/** 我同意过的: each time with its words, version and time; withdrawing says what it changes, then does it. */
export default function ConsentsPage() {
  const load = useLoad('consent.list');
  const withdrawing = useSubmit('consent.withdraw', () => {
    void load.reload();
    void refreshIdentity();
  });
  const consents = load.data?.consents ?? [];
  const standing = consents.filter(one => !one.withdrawnAt).length;
  const withdraw = async ({ consentId, title, withdrawEffect }: Consent) => {
    if (await ask(`撤回《${title}》`, withdrawEffect, '撤回')) await withdrawing.submit({ params: { consentId } });
  };
  return (
    <Page
      name="我同意过的"
      title={load.data && (standing > 0 ? `有 ${standing} 项同意还在生效` : '没有还在生效的同意')}
      lead="每次同意的原文、版本和时间都在这里，随时可以撤回。"
      load={load}
      problem={withdrawing.problem}
      skeleton={<Skeleton rows={3} />}
    >
      {load.data && consents.length === 0 && <Empty icon="pledge" title="还没有同意过什么" text="登录、实名时同意的事项会记在这里。" />}
      {consents.map(consent => (
        <Given key={consent.consentId} consent={consent} busy={withdrawing.busy} onWithdraw={() => withdraw(consent)} />
      ))}
    </Page>
  );
}

import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import type { Reply } from '../../../../../bff/contract/types';
import { refreshIdentity, roleWords } from '../../../shared/acting';
import { ask } from '../../../shared/ask';
import { dayWords, whenWords } from '../../../shared/dates';
import { orgTypeWords } from '../../../shared/document-words';
import { open, pages } from '../../../shared/pages';
import { actAs } from '../../../shared/session';
import { Button, Chip, Empty, Item, Label, Page, Sheet, Skeleton, type Tone } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { useSubmit } from '../../../shared/use-submit';
import '../../account.scss';

type Binding = Reply<'merchant.list'>['bindings'][number];
type Agent = Reply<'merchant.list'>['agents'][number];

const states: Readonly<Record<Binding['state'], { tone: Tone; text: string }>> = {
  pending: { tone: 'pending', text: '等同意' },
  active: { tone: 'good', text: '有效' },
  refused: { tone: 'bad', text: '没有同意' },
  ended: { tone: 'plain', text: '已结束' },
};

const subOf = ({ orgType, role, requestedAt, endsOn, endedReason }: Binding): string =>
  [
    `${orgTypeWords[orgType]} · ${roleWords[role]}`,
    endedReason ?? `${whenWords(requestedAt)} ${role === 'agent' ? '申请' : '绑定'}`,
    endsOn && !endedReason ? `到 ${dayWords(endsOn)}` : null,
  ]
    .filter(Boolean)
    .join('。');

const titleOf = ({ bindings, requests }: Reply<'merchant.list'>): string => {
  const active = bindings.filter(one => one.state === 'active').length;
  if (requests.length > 0) return `有 ${requests.length} 个经办人等您同意`;
  return active > 0 ? `您能代表 ${active} 家商户` : '您还没有绑定商户';
};

/** 商户: agents who wait for me, those I may act for, and agents who act by my consent. */
export default function MerchantsPage() {
  const load = useLoad('merchant.list');
  const again = () => {
    void refreshIdentity();
    void load.reload();
  };
  const deciding = useSubmit('merchant.decide', again);
  const ending = useSubmit('merchant.end', again);
  useDidShow(() => {
    if (load.data) void load.reload();
  });
  const list = load.data;

  const decide = async (bindingId: string, name: string, agree: boolean) => {
    const sure = await ask(
      agree ? '同意经办人' : '不同意',
      agree ? `同意后，${name}可以看这家商户的档案、开报告。您随时能结束。` : `${name}不能代表这家商户。`,
      agree ? '同意' : '不同意',
    );
    if (sure) await deciding.submit({ params: { bindingId }, body: { agree } });
  };
  const end = async ({ bindingId, merchantName }: Binding) => {
    if (await ask('结束绑定', `以后不能再看${merchantName}的档案。需要时可以重新绑定。`, '结束绑定'))
      await ending.submit({ params: { bindingId } });
  };

  const endAgent = async ({ bindingId, merchantName, agentMaskedName }: Agent) => {
    const words = `${agentMaskedName}马上不能再看${merchantName}的档案、开报告。以后可以重新申请。`;
    if (await ask('结束经办人', words, '结束')) await ending.submit({ params: { bindingId } });
  };

  return (
    <Page
      name="商户"
      title={list && titleOf(list)}
      lead="法定代表人按登记信息马上绑定；经办人要法定代表人同意，或用同意码、柜台码。"
      load={load}
      problem={deciding.problem ?? ending.problem}
      skeleton={<Skeleton rows={3} />}
    >
      {list && list.requests.length > 0 && (
        <>
          <Label text="等您决定" />
          <Sheet>
            {list.requests.map(({ bindingId, merchantName, agentMaskedName, requestedAt }) => (
              <View key={bindingId}>
                <Item name={`${agentMaskedName} 想做经办人`} sub={`${merchantName} · ${whenWords(requestedAt)}`} />
                <View className="acts">
                  <View className="acts-cell">
                    <Button kind="line" busy={deciding.busy} text="不同意" onClick={() => decide(bindingId, agentMaskedName, false)} />
                  </View>
                  <View className="acts-cell">
                    <Button busy={deciding.busy} text="同意" onClick={() => decide(bindingId, agentMaskedName, true)} />
                  </View>
                </View>
              </View>
            ))}
          </Sheet>
        </>
      )}
      {list && list.bindings.length === 0 && list.requests.length === 0 && (
        <Empty icon="shop" title="绑定后可以看商户的档案" text="准备好营业执照或登记证书上的统一社会信用代码。" />
      )}
      {list && list.bindings.length > 0 && (
        <>
          <Label text="我的绑定" />
          <Sheet>
            {list.bindings.map(binding => (
              <View key={binding.bindingId}>
                <Item
                  name={binding.merchantName}
                  sub={subOf(binding)}
                  end={<Chip tone={states[binding.state].tone} text={states[binding.state].text} />}
                />
                {(binding.state === 'active' || binding.state === 'pending') && (
                  <View className="acts">
                    <View className="acts-cell">
                      <Button
                        kind="line"
                        busy={ending.busy}
                        text={binding.state === 'active' ? '结束绑定' : '撤回申请'}
                        onClick={() => end(binding)}
                      />
                    </View>
                    <View className="acts-cell">
                      {binding.state === 'active' ? (
                        <Button
                          text="办这家的事"
                          onClick={() =>
                            void refreshIdentity().then(() => {
                              actAs(binding.subjectId);
                              open(pages.home());
                            })
                          }
                        />
                      ) : (
                        <Button text="填同意码" onClick={() => open(pages.merchantConfirm(binding.bindingId))} />
                      )}
                    </View>
                  </View>
                )}
              </View>
            ))}
          </Sheet>
        </>
      )}
      {list && list.agents.length > 0 && (
        <>
          <Label text="您的经办人" note="他们能看商户的档案、开报告，您随时能结束" />
          <Sheet>
            {list.agents.map(agent => (
              <View key={agent.bindingId}>
                <Item
                  name={agent.agentMaskedName}
                  sub={`${agent.endsOn ? `到 ${dayWords(agent.endsOn)}` : '没有定截止日'} · ${agent.merchantName}`}
                />
                <View className="acts">
                  <View className="acts-cell">
                    <Button kind="line" busy={ending.busy} text="结束经办人" onClick={() => endAgent(agent)} />
                  </View>
                </View>
              </View>
            ))}
          </Sheet>
        </>
      )}
      <View className="gap" />
      <Button
        kind={list && list.bindings.length + list.requests.length > 0 ? 'line' : 'main'}
        icon="plus"
        text="绑定一家商户"
        onClick={() => open(pages.merchantBind())}
      />
    </Page>
  );
}

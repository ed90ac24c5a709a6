import { View } from '@tarojs/components';
import { open, pages } from '../shared/pages';
import { Banner, Button, Label, Sheet } from '../shared/ui';
import { useSubmit } from '../shared/use-submit';
import type { Entry } from './registration-words';

type Told = readonly [tone: 'pending' | 'info' | 'warn' | 'bad', title: string, text: string];

const toldOf = ({ publicText, state }: Entry): Told | null => {
  switch (publicText.state) {
    case 'waiting':
      return ['pending', '公开页的文字等待检查', '检查过才放上您的公开页。核对照常进行，您不用做什么。'];
    case 'passed':
      return state === 'submitted' ? ['info', '已在您的公开页上', '写明是本人自述，没有人核对过。核实以后换成新的印。'] : null;
    case 'refused':
      return ['warn', '公开页的文字没有通过检查', '微信的内容检查没有让这些文字公开，所以没有放上公开页。核对照常进行，不影响信用。'];
    case 'asked':
      return ['pending', '工作人员在看公开页的文字', '看完会通知您，看完以前不放上公开页。核对照常进行。'];
    case 'barred':
      return ['bad', '工作人员看过，文字不能公开', `原因：${publicText.reason ?? '没有写明'}`];
  }
};

/** Published because a person read and verified it: what no machine looked at holds nothing up there. */
const standsAnyway = ({ state, permit, publicText }: Entry): boolean =>
  state === 'published' && permit?.state !== 'agreed' && publicText.state === 'waiting';

/** Whether customers may read what was written (R30), apart from whether it is true: where it stands, and what one can do. */
export const TextCheck = ({ entry, subjectId, onChanged }: { entry: Entry; subjectId: string; onChanged: (entry: Entry) => void }) => {
  const { entryId, revision, state, publicText } = entry;
  const asking = useSubmit('registration.askReview', onChanged);
  if (!['submitted', 'verified', 'published'].includes(state) || standsAnyway(entry)) return null;
  const told = toldOf(entry);
  if (!told) return null;
  const [tone, title, text] = told;
  const stopped = publicText.state === 'refused' || publicText.state === 'barred';
  return (
    <View className="after-field">
      {asking.problem && <Banner tone="warn" title={asking.problem.title} text={asking.problem.detail} />}
      <Banner tone={tone} title={title} text={text} />
      {stopped && (
        <>
          <Label text="您可以" />
          <Sheet pad>
            {state === 'submitted' && <Button icon="pencil" text="改文字再交" onClick={() => open(pages.registrationForm({ entryId }))} />}
            {state === 'submitted' && <View className="note soft">登记号不变，改过的内容重新检查和核对。</View>}
            {publicText.state === 'refused' && (
              <View className={state === 'submitted' ? 'after-field' : undefined}>
                <Button
                  kind="line"
                  icon="people"
                  busy={asking.busy}
                  text="请工作人员看"
                  onClick={() => asking.submit({ params: { subjectId, entryId }, body: { revision } })}
                />
              </View>
            )}
            {publicText.state === 'barred' && state !== 'submitted' && (
              <View className="note soft">这一条已经核实，内容不能再改。想公开别的文字，请撤下后重新登记。</View>
            )}
          </Sheet>
        </>
      )}
    </View>
  );
};

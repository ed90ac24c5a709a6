import { Text } from '@tarojs/components';
import { fullDayWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { useSession } from '../../../shared/session';
import { Item, Label, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import '../../account.scss';

/** 隐私政策: the words in force, readable by anyone without signing in. */
export default function PrivacyPage() {
  const load = useLoad('consent.readWording', { params: { kind: 'privacy' } });
  const phase = useSession(state => state.phase);
  const wording = load.data;
  return (
    <Page
      name="隐私政策"
      title={wording?.title}
      lead={wording && `${wording.version} 版，${fullDayWords(wording.effectiveFrom)}起施行`}
      load={load}
      skeleton={<Skeleton rows={6} />}
    >
      <Sheet pad>
        <Text className="small" userSelect space="nbsp">
          {wording?.text}
        </Text>
      </Sheet>
      <Label text="撤回以后" />
      <Sheet pad>
        <Text className="small">{wording?.withdrawEffect}</Text>
      </Sheet>
      {phase === 'in' && (
        <>
          <Label text="我的同意" />
          <Sheet>
            <Item icon="pledge" name="看或撤回我同意过的" onClick={() => open(pages.consents())} />
          </Sheet>
        </>
      )}
    </Page>
  );
}

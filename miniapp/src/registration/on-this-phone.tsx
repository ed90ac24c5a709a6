import { View } from '@tarojs/components';
import { whenWords } from '../shared/dates';
import { open, pages } from '../shared/pages';
import { useSession } from '../shared/session';
import { Banner, Button, Item, Label, Sheet } from '../shared/ui';
import type { Form } from './forms';
import { kindWords } from './registration-words';
import { dismissLost, dismissRefused, isSpent, type Refused, useSubmissions } from './submissions';

const refusedWords = ({ problem, since }: Refused): string => {
  const { title, status, detail } = problem;
  const signed = `${whenWords(new Date(since).toISOString())} 提交的。`;
  if (isSpent(problem)) return `${signed}${title}，${detail ?? ''}这台手机上填的不一样，点开看`;
  return `${signed}${title}。${status === 0 ? '点开看草稿' : '内容还在草稿里，点开改了再交'}`;
};

/** What lay here and can be read no more: told, never passed over. */
export const Lost = () => {
  const { waiting, draft } = useSubmissions(({ lost }) => lost);
  return (
    <>
      {waiting.length > 0 && (
        <Banner
          tone="warn"
          title={`有 ${waiting.length} 份提交过的登记，没等到答复`}
          text="它在这台手机上放过了 35 天，或者打不开了。请看下面有没有这一条；没有，请再登记一次。"
          action={{ text: '知道了', onClick: () => dismissLost('waiting') }}
        />
      )}
      {draft.length > 0 && (
        <Banner
          tone="warn"
          title={`有 ${draft.length} 份草稿的改动打不开了`}
          text="是只存在这台手机上的那一部分。存到服务器的还在“接着填”里，请打开核对。"
          action={{ text: '知道了', onClick: () => dismissLost('draft') }}
        />
      )}
    </>
  );
};

/** Signed for a merchant whom one could no longer act for when it was sent. Its list of entries is not theirs to open any more. */
export const NotTaken = () => {
  const subjects = useSession(({ identity }) => identity?.subjects);
  const refused = useSubmissions(state => state.refused);
  const draftIds = Object.entries(refused)
    .filter(([, one]) => subjects && !subjects.some(({ subjectId }) => subjectId === one.subjectId))
    .map(([draftId]) => draftId);
  if (draftIds.length === 0) return null;
  return (
    <Banner
      tone="bad"
      title={`有 ${draftIds.length} 份签过的登记没有收下`}
      text="签的时候您还能代表那家商户，发出去的时候已经不能了。要登记，请联系它的法定代表人，或重新申请代表它。"
      action={{ text: '知道了', onClick: () => dismissRefused(draftIds) }}
    />
  );
};

/** What was signed without a network. */
export const Outbox = ({ subjectId }: { subjectId: string }) => {
  const { waiting, busy } = useSubmissions();
  const own = waiting.filter(one => one.subjectId === subjectId);
  if (own.length === 0) return null;
  return (
    <>
      <Label text="等着发出去" />
      <Sheet>
        {own.map(({ draftId, since, body }) => (
          <Item
            key={draftId}
            icon="offline"
            tone="pending"
            name={kindWords[body.kind]}
            sub={`${whenWords(new Date(since).toISOString())} 提交的，${busy ? '正在发' : '连上网就发，不会发两次'}`}
            onClick={() => open(pages.registrationForm({ draftId }))}
          />
        ))}
      </Sheet>
    </>
  );
};

/** What was signed, sent later and not taken, with why; it stands here until read or signed anew. */
export const RefusedLater = ({ subjectId }: { subjectId: string }) => {
  const refused = useSubmissions(state => state.refused);
  const own = Object.entries(refused).filter(([, one]) => one.subjectId === subjectId);
  if (own.length === 0) return null;
  return (
    <>
      <Label text="没有被收下" note="草稿还在，没有丢" />
      <Sheet>
        {own.map(([draftId, one]) => (
          <Item
            key={draftId}
            icon="bang"
            tone="bad"
            name={kindWords[one.kind]}
            sub={refusedWords(one)}
            onClick={() => open(pages.registrationForm({ draftId }))}
          />
        ))}
      </Sheet>
      <View className="after-sheet">
        <Button kind="plain" text="知道了，放回草稿里" onClick={() => dismissRefused(own.map(([draftId]) => draftId))} />
      </View>
    </>
  );
};

const phoneWords = ({ saving, problem, kept }: Form): string => {
  if (saving === 'conflict') return '在别的设备上也改过，点开选留哪一份';
  if (saving === 'gone') return '服务器上没有了，您填的还在这台手机上';
  if (saving === 'refused') return `没存上：${problem?.title ?? '请过一会儿再试'}`;
  if (saving !== 'offline') return '正在存到服务器…';
  return kept ? '加密存在这台手机上，连上网就存到服务器' : '还没存上，请先不要关掉城信';
};

/** What was typed here and is not at the server yet. */
export const OnPhone = ({ forms }: { forms: readonly Form[] }) =>
  forms.length > 0 && (
    <>
      <Label text="只在这台手机上" note="还没存到服务器" />
      <Sheet>
        {forms.map(form => (
          <Item
            key={form.draftId}
            icon="pencil"
            tone="pending"
            name={kindWords[form.kind]}
            sub={phoneWords(form)}
            onClick={() => open(pages.registrationForm({ draftId: form.draftId }))}
          />
        ))}
      </Sheet>
    </>
  );

/** Until the server has said that it has all of it. */
export const isUnsaved = ({ saving }: Form): boolean => saving !== 'saved' && saving !== 'untouched';

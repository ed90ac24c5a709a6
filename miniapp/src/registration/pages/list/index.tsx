import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { useActing } from '../../../shared/acting';
import { dayWords, whenWords } from '../../../shared/dates';
import { open, pages } from '../../../shared/pages';
import { Banner, Button, Empty, Item, Label, Page, ProblemBanner, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import { EntryRow } from '../../entry-row';
import { useForms } from '../../forms';
import { NotMerchant } from '../../not-merchant';
import { isUnsaved, Lost, NotTaken, OnPhone, Outbox, RefusedLater } from '../../on-this-phone';
import { type Draft, type EntrySummary, type Kind, kindIcons } from '../../registration-words';
import { newForm } from '../../start-form';
import { recallHere, sendWaiting, useSubmissions } from '../../submissions';
import { useEntries } from '../../use-entries';
import '../../registration.scss';

const Entries = ({ text, note, entries }: { text: string; note?: string; entries: readonly EntrySummary[] }) =>
  entries.length > 0 && (
    <>
      <Label text={text} note={note} />
      <Sheet>
        {entries.map(entry => (
          <EntryRow key={entry.entryId} entry={entry} onOpen={() => open(pages.registration(entry.entryId))} />
        ))}
      </Sheet>
    </>
  );

const Drafts = ({ drafts }: { drafts: readonly Draft[] }) =>
  drafts.length > 0 && (
    <>
      <Label text="接着填" note="30 天没有改动就删" />
      <Sheet>
        {drafts.map(({ draftId, title, changedAt, device, goneAfter }) => (
          <Item
            key={draftId}
            icon="pencil"
            name={title}
            sub={`${whenWords(changedAt)} · ${device} · 留到 ${dayWords(goneAfter)}`}
            onClick={() => open(pages.registrationForm({ draftId }))}
          />
        ))}
      </Sheet>
    </>
  );

const Begin = ({ kinds, subjectId }: { kinds: readonly Kind[]; subjectId: string }) => (
  <>
    <Label text="登记新的" note="免费" />
    <Sheet>
      {kinds.map(kind => (
        <Item
          key={kind.kind}
          icon={kindIcons[kind.kind]}
          name={kind.title}
          sub={kind.meaning}
          onClick={() => open(pages.registrationForm({ kind: kind.kind, draftId: newForm(subjectId, kind) }))}
        />
      ))}
      <Item
        icon="report"
        name="一张表登记很多条"
        sub="下载表格在电脑上填，传上来先核对。也能导出全部登记"
        onClick={() => open(pages.bulk())}
      />
    </Sheet>
  </>
);

const titleOf = (entries: readonly EntrySummary[], all: boolean): string => {
  const returned = entries.filter(({ state }) => state === 'returned').length;
  if (returned > 0) return `有 ${returned} 条退回，等您补`;
  const open = entries.filter(({ state }) => state === 'submitted' || state === 'verified').length;
  if (open > 0) return `有 ${open} 条正在办`;
  const shown = entries.filter(({ state }) => state === 'published').length;
  return shown > 0 ? `公布了 ${shown} 条${all ? '' : '以上'}` : '还没有登记过';
};

const Merchant = ({ subjectId, name }: { subjectId: string; name: string }) => {
  const { load, entries, hasMore, busy, problem, readMore } = useEntries(subjectId);
  const drafts = useLoad('draft.list', { params: { subjectId }, query: { form: 'registration' } });
  const kinds = useLoad('registration.kinds');
  const asked = load.data?.asks ?? 0;
  const { waiting, refused, sent } = useSubmissions();
  const [shown, setShown] = useState(0);
  useDidShow(() => setShown(now => now + 1));
  const { reload: reloadEntries } = load;
  const { reload: reloadDrafts } = drafts;
  const sentCount = Object.keys(sent).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when the page is shown again, and when something was sent
  useEffect(() => {
    void recallHere(subjectId).then(sendWaiting);
    if (shown < 2 && sentCount === 0) return;
    void reloadEntries();
    void reloadDrafts();
  }, [shown, sentCount]);
  const forms = useForms(({ all }) => all);
  const waits = new Set(waiting.map(({ draftId }) => draftId));
  const unsaved = Object.values(forms).filter(form => form.subjectId === subjectId && !waits.has(form.draftId) && isUnsaved(form));
  // What has just got to the server stands among its drafts from now on.
  const savedNow = Object.values(forms)
    .filter(({ saving }) => saving === 'saved')
    .map(({ draftId, revision }) => `${draftId} ${revision}`)
    .join();
  const savedBefore = useRef(savedNow);
  useEffect(() => {
    if (savedBefore.current !== savedNow) void reloadDrafts();
    savedBefore.current = savedNow;
  }, [savedNow, reloadDrafts]);

  const inState = (...states: readonly EntrySummary['state'][]) => entries.filter(({ state }) => states.includes(state));
  const hidden = new Set([...waits, ...Object.keys(refused), ...Object.keys(sent), ...unsaved.map(({ draftId }) => draftId)]);
  const known = drafts.data?.drafts ?? [];
  const onPhone = (
    <>
      <Lost />
      <NotTaken />
      <RefusedLater subjectId={subjectId} />
      <Outbox subjectId={subjectId} />
      <OnPhone forms={unsaved} />
    </>
  );
  return (
    <Page
      name="自愿登记"
      title={load.data ? titleOf(entries, !hasMore) : undefined}
      lead={`${name}自己登记的信用信息。随时可以撤下，不影响信用。`}
      load={load}
      kept={onPhone}
      skeleton={<Skeleton rows={5} />}
    >
      <Entries text="等您补" note="计时暂停" entries={inState('returned')} />
      {asked > 0 && (
        <>
          <Label text="等您确认" />
          <Sheet>
            <Item
              icon="people"
              tone="warn"
              name={`有 ${asked} 件事请您确认`}
              sub="别的商户登记的内容提到了您"
              onClick={() => open(pages.confirmations())}
            />
          </Sheet>
        </>
      )}
      {onPhone}
      <Drafts drafts={known.filter(({ draftId }) => !hidden.has(draftId))} />
      {drafts.problem && <ProblemBanner problem={drafts.problem} onRetry={() => void drafts.reload()} />}
      <Entries text="正在办" entries={inState('submitted', 'verified')} />
      <Entries text="已公布" entries={inState('published')} />
      {load.data && entries.length === 0 && (
        <Empty icon="pledge" title="登记什么，您自己定" text="证照、经营、合同、公益，选一类开始。填到一半会存成草稿。" />
      )}
      {kinds.data && <Begin kinds={kinds.data.kinds} subjectId={subjectId} />}
      {kinds.problem && <ProblemBanner problem={kinds.problem} onRetry={() => void kinds.reload()} />}
      <Entries text="办完了的" entries={inState('refused', 'withdrawn', 'expired')} />
      {hasMore && (
        <View className="after-sheet">
          {problem && <Banner tone="warn" title={problem.title} text={problem.detail} />}
          <Button kind="plain" busy={busy} text="再看一些" onClick={readMore} />
        </View>
      )}
      {load.data?.page && (
        <>
          <Label text="给顾客看" />
          <Sheet>
            <Item
              icon="eye"
              name="我的公开页"
              sub="名称、代码、登记的内容和承诺，不用登录就能看"
              onClick={() => open(pages.merchantPage(load.data?.page.code ?? ''))}
            />
            <Item icon="qr" name="店里的海报" sub="带码的一张纸，贴在店里给顾客扫" onClick={() => open(pages.merchantPoster())} />
          </Sheet>
        </>
      )}
    </Page>
  );
};

/** 自愿登记: what needs the merchant first, then what waits, what is published, and the four kinds to begin. */
export default function RegistrationListPage() {
  const { subject } = useActing();
  if (subject && subject.kind !== 'merchant') return <NotMerchant />;
  if (subject) return <Merchant key={subject.subjectId} subjectId={subject.subjectId} name={subject.name} />;
  return <Page name="自愿登记" needs="subject" />;
}

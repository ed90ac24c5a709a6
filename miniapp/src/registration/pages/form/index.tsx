import { View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow, useRouter } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/call';
import { back, open, pages, replace } from '../../../shared/pages';
import { Banner, Button, Label, Page, ProblemBanner, Skeleton, Steps } from '../../../shared/ui';
import { AttachmentList, isReady, isSent, uploadsFieldId, useUploadsOf } from '../../attachment-list';
import { fieldFault, fieldsOf } from '../../check-fields';
import { DiscardDraft } from '../../discard-draft';
import { DraftConflict } from '../../draft-conflict';
import { DraftGone } from '../../draft-gone';
import { type Fault, FaultList } from '../../fault-list';
import { FieldBox, fieldId } from '../../fields';
import { FormBar } from '../../form-bar';
import { attachmentIdsOf, changeForm, type Form, formOf, saveForm } from '../../forms';
import { NotMerchant } from '../../not-merchant';
import { PermitSearch, permitKey } from '../../permit-search';
import { beginWords, type Kind } from '../../registration-words';
import { ReviewStep } from '../../review-step';
import { StillWaiting } from '../../still-waiting';
import { isSpent, submitForm, useSubmissions } from '../../submissions';
import { TrustList } from '../../trust-list';
import { type SaidFault, saidFaults, standing, stepOf, useForm } from '../../use-form';
import '../../registration.scss';

/** Fields of one step that are wrong by themselves. */
const ownFaults = (form: Form, kind: Kind, step: number): Fault[] =>
  (kind.steps[step]?.fields ?? []).flatMap(key => {
    const definition = kind.fields.find(field => field.key === key);
    const text = definition ? fieldFault(definition, form.typed[key]) : null;
    return definition && text ? [{ id: fieldId(key), label: definition.label, text }] : [];
  });

interface FillingProps {
  readonly form: Form;
  readonly kind: Kind;
  readonly merchant: string;
  /** Why it cannot be handed in now. */
  readonly held: string | null;
  readonly returned: readonly SaidFault[];
  readonly goOnWith: (draftId: string) => void;
}

const Filling = ({ form, kind, merchant, held, returned, goOnWith }: FillingProps) => {
  const { draftId, subjectId, step, typed, recordId } = form;
  const fieldSteps = kind.steps.length;
  const steps = fieldSteps + 2;
  const uploads = useUploadsOf(form.uploads);
  const [tried, setTried] = useState(-1);
  const [said, setSaid] = useState<readonly SaidFault[]>([]);
  const [promised, setPromised] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sending = useRef(false);
  const [busy, setBusy] = useState(false);
  const now = () => formOf(draftId) ?? form;

  useEffect(() => {
    if (returned.length === 0) return;
    setSaid(returned);
    changeForm(draftId, { step: stepOf(returned, kind) });
  }, [returned, kind, draftId]);
  // The ids of attachments come while they are sent: the draft has them too.
  const ids = attachmentIdsOf(form).join();
  const savedIds = useRef(ids);
  useEffect(() => {
    if (savedIds.current !== ids) changeForm(draftId, {});
    savedIds.current = ids;
  }, [ids, draftId]);

  const go = (to: number) => {
    setTried(-1);
    setProblem(null);
    changeForm(draftId, { step: to });
    void Taro.pageScrollTo({ scrollTop: 0, duration: 0 });
  };
  const least = recordId ? 0 : kind.attachments.least;
  const unsent = uploads.filter(one => !isSent(one)).length;
  const current = standing(said, form);
  const here = step < fieldSteps ? (kind.steps[step]?.fields.map(fieldId) ?? []) : step === fieldSteps ? [uploadsFieldId] : [];
  const own = tried === step ? ownFaults(form, kind, step) : [];
  const isHere = ({ id, upload }: SaidFault): boolean => (upload ? step === fieldSteps : here.includes(id));
  const faults = [...own, ...current.filter(one => isHere(one) && !own.some(({ id }) => id === one.id))];
  const paperFaults = Object.fromEntries(current.flatMap(({ upload, text }) => (upload ? [[upload, text]] : [])));
  const faultOf = (id: string): string | null => faults.find(one => one.id === id)?.text ?? null;

  const type = (key: string, value: string) => {
    const before = now();
    const touched = before.recordId !== null && (before.typed[key] ?? '') !== value;
    changeForm(draftId, { typed: { ...before.typed, [key]: value }, ...(touched ? { recordId: null } : {}) });
  };

  const submit = async () => {
    if (sending.current || held) return;
    sending.current = true;
    setBusy(true);
    setProblem(null);
    const sent = await submitForm(draftId, {
      kind: kind.kind,
      kindVersion: kind.version,
      fields: fieldsOf(kind.fields, now().typed),
      attachmentIds: attachmentIdsOf(now()),
      commitmentVersion: kind.commitment.version,
      draftId,
      mends: form.mends,
      recordId,
    });
    sending.current = false;
    setBusy(false);
    // Spent: the page says so in place of the form.
    if (sent === 'waiting' || 'entry' in sent || isSpent(sent.problem)) return;
    const found = saidFaults(
      (sent.problem.errors ?? []).map(({ pointer, detail }) => ({ pointer, text: detail })),
      now(),
      kind,
    );
    setSaid(found);
    setProblem(sent.problem);
    if (found.length > 0) changeForm(draftId, { step: stepOf(found, kind) });
  };

  const review = step === steps - 1;
  const next = () => {
    if (review) return void submit();
    if (step === fieldSteps) return go(step + 1);
    setTried(step);
    const wrong = ownFaults(form, kind, step);
    if (wrong.length > 0) void Taro.pageScrollTo({ scrollTop: 0, duration: 200 });
    else go(step + 1);
  };
  /** Every blocked button says why. */
  const why = (): string | null => {
    if (held) return held;
    if (step === fieldSteps) {
      if (unsent > 0) return `还有 ${unsent} 份没传好，传完或删去才能下一步`;
      return uploads.length < least ? `至少要 ${least} 份：${kind.attachments.what.replace(/。$/, '')}` : null;
    }
    if (!review) return null;
    if (uploads.some(one => !isReady(one))) return '附件正在检查，好了就能提交';
    return promised ? null : '先读真实性承诺，再点“我承诺”';
  };
  const words = (): string => {
    if (review) return '提交';
    if (step + 1 < fieldSteps) return `下一步：${kind.steps[step + 1]?.title.replace(/[？?。]$/, '')}`;
    return step + 1 === fieldSteps ? '下一步：上传附件' : '下一步：看一遍再提交';
  };

  const title = review ? '看一遍，再承诺' : step === fieldSteps ? '上传附件' : kind.steps[step]?.title;
  const lead = review
    ? '提交以后，核对期间不能改；退回时可以改了再交。'
    : step === fieldSteps
      ? `${kind.attachments.what.replace(/。$/, '')}。最多 ${kind.attachments.most} 份，每份 32 MB 以内，照片或 PDF。`
      : step === 0
        ? kind.meaning
        : merchant;
  const apart = form.theirs !== null || form.saving === 'gone';
  return (
    <Page
      name={form.mends ? `补${kind.title}` : beginWords[kind.kind]}
      needs="subject"
      above={apart ? undefined : <Steps done={step + 1} of={steps} spoken />}
      title={
        form.theirs
          ? '留哪一份？'
          : apart
            ? form.problem && isSpent(form.problem)
              ? '这份草稿已经提交过'
              : '这份草稿在服务器上没有了'
            : title
      }
      lead={apart ? undefined : lead}
      problem={problem}
      bar={
        apart ? undefined : (
          <FormBar
            form={form}
            text={words()}
            why={why()}
            held={held !== null}
            busy={busy}
            onNext={next}
            onBack={step > 0 ? () => go(step - 1) : null}
            onLater={() => void saveForm(draftId).then(back)}
          />
        )
      }
    >
      {form.theirs ? (
        <DraftConflict form={form} kind={kind} />
      ) : apart ? (
        <DraftGone form={form} onCopied={goOnWith} />
      ) : (
        <>
          <FaultList faults={faults} />
          {step < fieldSteps &&
            kind.steps[step]?.fields.map(key => {
              const definition = kind.fields.find(field => field.key === key);
              if (!definition) return null;
              const box = (
                <FieldBox
                  key={key}
                  definition={definition}
                  value={typed[key] ?? ''}
                  error={faultOf(fieldId(key))}
                  onChange={value => type(key, value)}
                />
              );
              if (kind.kind !== 'license' || key !== permitKey) return box;
              return (
                <View key={key}>
                  {box}
                  <PermitSearch
                    form={form}
                    kind={kind}
                    onTake={(found, id) => changeForm(draftId, { typed: { ...now().typed, ...found }, recordId: id })}
                    onDrop={() => changeForm(draftId, { recordId: null })}
                  />
                </View>
              );
            })}
          {step === fieldSteps && (
            <>
              <AttachmentList
                subjectId={subjectId}
                purpose="entry"
                rules={kind.attachments}
                localIds={form.uploads}
                error={faultOf(uploadsFieldId)}
                errors={paperFaults}
                onChange={change => changeForm(draftId, { uploads: change(now().uploads) })}
              />
              <View className="note soft">附件只给核对的人看，不公开。照片里的拍摄地点会去掉。</View>
              <Label text="这一条会显示成" />
              <TrustList />
            </>
          )}
          {review && <ReviewStep form={form} kind={kind} promised={promised} onPromise={() => setPromised(on => !on)} onMend={go} />}
          <View className="after-sheet">
            <DiscardDraft form={form} onGone={back} />
          </View>
        </>
      )}
    </Page>
  );
};

/** 登记: one thing a page, a draft from the first keystroke, sent once however often one taps. */
export default function RegistrationFormPage() {
  const asked = useRouter().params;
  const { form, kind, kinds, problem, returned, held, isMerchant, subject, begin, goOnWith } = useForm(asked);
  const { waiting, sent } = useSubmissions();
  const draftId = form?.draftId ?? asked.draftId ?? '';
  const shown = useRef(draftId);
  if (form) shown.current = form.draftId;
  const entryId = sent[shown.current];
  // Covered by another page, it waits: what would be replaced is the page that the person looks at.
  const [onTop, setOnTop] = useState(true);
  useDidShow(() => setOnTop(true));
  useDidHide(() => setOnTop(false));
  useEffect(() => {
    if (entryId && onTop) replace(pages.registration(entryId));
  }, [entryId, onTop]);

  if (subject && !isMerchant && !held) return <NotMerchant />;
  if (waiting.some(one => one.draftId === shown.current) && form?.saving !== 'conflict') return <StillWaiting draftId={shown.current} />;
  if (form && kind) {
    const merchant = subject?.name ?? '';
    return <Filling key={form.draftId} form={form} kind={kind} merchant={merchant} held={held} returned={returned} goOnWith={goOnWith} />;
  }
  return (
    <Page name="自愿登记" needs="subject" load={kinds.data ? undefined : kinds} skeleton={<Skeleton rows={5} />}>
      {problem && problem.status === 404 ? (
        <>
          <Banner tone="warn" title="这份草稿没有了" text="可能已经提交，或 30 天没有改动，到期删了。" />
          <Button text="看我的登记" onClick={() => open(pages.registrations())} />
        </>
      ) : problem ? (
        <ProblemBanner problem={problem} onRetry={() => void begin()} />
      ) : (
        <Skeleton rows={5} />
      )}
    </Page>
  );
}

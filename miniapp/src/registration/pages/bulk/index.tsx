import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useActing } from '../../../shared/acting';
import { callFile, type Problem } from '../../../shared/call';
import { whenWords } from '../../../shared/dates';
import { newKey } from '../../../shared/new-key';
import { platform } from '../../../shared/platform';
import { type PickedFile, platformFiles } from '../../../shared/platform-files';
import { Banner, Choice, Item, Label, Page, ProblemBanner, Sheet, Skeleton } from '../../../shared/ui';
import { forSheets, recallForSheets, useUploads } from '../../../shared/uploads';
import { useFile } from '../../../shared/use-file';
import { useLoad } from '../../../shared/use-load';
import { AttachmentList } from '../../attachment-list';
import { ExportEntries } from '../../export-entries';
import { NotMerchant } from '../../not-merchant';
import { type Kind, sizeWords } from '../../registration-words';
import { type SheetImport, sendSheet } from '../../send-sheet';
import { SheetResult } from '../../sheet-result';
import { grouped, sheetAnswer, sheetTones } from '../../sheet-words';
import '../../registration.scss';

/** As many as may wait for an entry at once (bff/policy/attachments.ts). */
const papersAtOnce = 30;

const Recent = ({ imports, onOpen }: { imports: readonly SheetImport[]; onOpen: (importId: string) => void }) =>
  imports.length > 0 && (
    <>
      <Label text="传过的表" note="30 天没有动静就删" />
      <Sheet>
        {imports.map(sheet => (
          <Item
            key={sheet.importId}
            icon="report"
            tone={sheetTones[sheet.state]}
            name={sheetAnswer(sheet)}
            sub={`${sheet.kindTitle}，${sheet.name}，${whenWords(sheet.createdAt)} 传的`}
            onClick={() => onOpen(sheet.importId)}
          />
        ))}
      </Sheet>
    </>
  );

const gone: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: '手机上找不到这个文件了',
  detail: '请重新选一次。',
};

/** Sends the chosen file; the same file once more goes under the same key. */
const useSheet = (subjectId: string, kind: Kind, onSent: (importId: string) => void) => {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const held = useRef<{ file: PickedFile; key: string } | null>(null);
  const send = async (): Promise<void> => {
    if (!held.current || share !== null) return;
    setShare(0);
    setProblem(null);
    const { file, key } = held.current;
    const outcome = await sendSheet({ subjectId, kind: kind.kind, file, key }, setShare).catch(() => ({
      ok: false as const,
      problem: gone,
    }));
    setShare(null);
    if (outcome.ok) onSent(outcome.reply.importId);
    else setProblem(outcome.problem);
  };
  const choose = async (mostBytes: number): Promise<void> => {
    if (share !== null) return;
    const picked = await platformFiles.chooseSheet();
    if (!('files' in picked) || !picked.files[0]) {
      if ('why' in picked && picked.why === 'refused')
        setProblem({ ...gone, title: '没有拿到文件', detail: '手机没有允许选文件，请在设置里允许再试。' });
      return;
    }
    const [file] = picked.files;
    if (file.sizeBytes > mostBytes) {
      setProblem({ ...gone, title: '这个文件太大', detail: `最大 ${sizeWords(mostBytes)}，请分成几张表再传。` });
      return;
    }
    held.current = { file, key: newKey() };
    await send();
  };
  return { share, problem, choose, again: held.current ? send : undefined };
};

interface StepProps {
  readonly subjectId: string;
  readonly kind: Kind;
  readonly limits: { readonly sizeBytes: number; readonly rows: number };
  readonly onSent: (importId: string) => void;
}

const KindSteps = ({ subjectId, kind, limits, onSent }: StepProps) => {
  const file = useFile();
  const all = useUploads(state => state.all);
  const papers = forSheets(all, subjectId);
  const [unread, setUnread] = useState<Problem | null>(null);
  const readPapers = useCallback(() => void recallForSheets(subjectId).then(setUnread), [subjectId]);
  useEffect(readPapers, [readPapers]);
  const { share, problem, choose, again } = useSheet(subjectId, kind, onSent);
  const template = () =>
    void file.take(() => callFile('bulk.template', { params: { kind: kind.kind } }), `自愿登记表-${kind.title}.xlsx`, 'xlsx');
  const from = platform.isWeapp ? '先发到微信“文件传输助手”，再从聊天里选' : '从这台设备里选';
  return (
    <>
      <Label text="第二步，下载表格来填" />
      <Sheet>
        <Item
          icon="download"
          name={file.busy ? '正在下载，请稍等…' : `下载${kind.title}的登记表`}
          sub={platform.isWeapp ? '打开后点右上角，发到电脑上填' : '用表格软件打开，从第 5 行开始填'}
          onClick={template}
        />
      </Sheet>
      {file.problem && <ProblemBanner problem={file.problem} onRetry={template} />}
      {kind.attachments.least > 0 && (
        <>
          <Label text="第三步，传材料" note={`一次最多 ${papersAtOnce} 份`} />
          <Banner
            tone="info"
            title="这一类每条都要有材料"
            text={`传好以后，把文件名照抄到表里的“材料文件名”。${kind.kind === 'license' ? '档案里查得到的许可不用传。' : ''}`}
          />
          <AttachmentList
            subjectId={subjectId}
            purpose="sheet"
            rules={{ ...kind.attachments, most: papersAtOnce }}
            localIds={papers.map(({ localId }) => localId)}
            error={null}
          />
          {unread && <ProblemBanner problem={unread} onRetry={readPapers} />}
        </>
      )}
      <Label text={`第${kind.attachments.least > 0 ? '四' : '三'}步，传填好的表`} />
      <Sheet>
        <Item
          icon="send"
          name={share === null ? '选填好的表' : `正在上传，${Math.floor(share * 100)}%`}
          sub={`${from}。xlsx，最大 ${sizeWords(limits.sizeBytes)}，最多 ${grouped(limits.rows)} 行`}
          onClick={() => void choose(limits.sizeBytes)}
        />
      </Sheet>
      {problem && <ProblemBanner problem={problem} onRetry={again && (() => void again())} />}
    </>
  );
};

const Begin = ({ subjectId, onOpen }: { subjectId: string; onOpen: (importId: string) => void }) => {
  const load = useLoad('bulk.list', { params: { subjectId } });
  const kinds = useLoad('registration.kinds');
  const [chosen, setChosen] = useState<Kind['kind'] | null>(null);
  const kind = kinds.data?.kinds.find(one => one.kind === chosen) ?? null;
  return (
    <Page
      name="批量登记"
      title="一张表登记很多条"
      lead="下载表格填好传上来，先替您核对，您看过、点头了才登记。"
      load={load}
      skeleton={<Skeleton rows={5} />}
    >
      <Recent imports={load.data?.imports ?? []} onOpen={onOpen} />
      <Label text="第一步，选一类" />
      {kinds.problem && <ProblemBanner problem={kinds.problem} onRetry={() => void kinds.reload()} />}
      {!kinds.data && !kinds.problem && <Skeleton rows={4} />}
      {kinds.data && (
        <View role="radiogroup" aria-label="选一类">
          <Sheet>
            {kinds.data.kinds.map(one => (
              <Choice
                key={one.kind}
                kind="radio"
                title={one.title}
                note={one.meaning}
                on={one.kind === chosen}
                onPick={() => setChosen(one.kind)}
              />
            ))}
          </Sheet>
        </View>
      )}
      {kind && load.data && <KindSteps key={kind.kind} subjectId={subjectId} kind={kind} limits={load.data.limits} onSent={onOpen} />}
      {!kind && kinds.data && <Banner tone="info" title="一类用一张表" text="选好上面的一类，就能下载它的表格。" />}
      <ExportEntries subjectId={subjectId} />
    </Page>
  );
};

/** 批量登记: a sheet a kind, downloaded, filled in elsewhere, checked, and registered on the merchant's word; all own entries to take along. */
export default function BulkPage() {
  const { subject } = useActing();
  const [importId, setImportId] = useState<string | null>(useRouter().params.importId ?? null);
  if (subject && subject.kind !== 'merchant') return <NotMerchant />;
  if (!subject) return <Page name="批量登记" needs="subject" />;
  const { subjectId } = subject;
  if (importId) return <SheetResult key={importId} subjectId={subjectId} importId={importId} onLeave={() => setImportId(null)} />;
  return <Begin key={subjectId} subjectId={subjectId} onOpen={setImportId} />;
}

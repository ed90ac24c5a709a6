import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import { ask } from '../shared/ask';
import { callFile } from '../shared/call';
import { whenWords } from '../shared/dates';
import { open, pages } from '../shared/pages';
import { Banner, Button, Choice, Item, Label, Page, ProblemBanner, Sheet, Skeleton } from '../shared/ui';
import { useFile } from '../shared/use-file';
import { useLoad } from '../shared/use-load';
import { useSubmit } from '../shared/use-submit';
import { sizeWords } from './registration-words';
import type { SheetImport } from './send-sheet';
import { grouped, sheetAnswer, sheetLead } from './sheet-words';

const lookAgainMs = 1_500;

const Faults = ({ sheet, onOpen, busy }: { sheet: SheetImport; onOpen: () => void; busy: boolean }) => (
  <>
    <Label text="要改的地方" note={sheet.bad > sheet.faults.length ? '只列出前面几处，全部在表里' : null} />
    <Sheet>
      {sheet.faults.map(({ row, label, text }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one cell may be named twice
        <Item key={i} icon="bang" tone="bad" name={`第 ${row} 行，${label}`} sub={text} />
      ))}
    </Sheet>
    <View className="after-sheet">
      <Button kind="line" icon="download" busy={busy} text="打开标出错处的表" onClick={onOpen} />
    </View>
  </>
);

const Promise_ = ({ sheet, promised, onPromise }: { sheet: SheetImport; promised: boolean; onPromise: () => void }) => (
  <>
    <Label text="真实性承诺" note={`第 ${sheet.commitment.version} 版，会和每一条一起公开`} />
    <Sheet>
      <View className="wording">{sheet.commitment.text}</View>
      <Choice
        kind="check"
        title="我承诺"
        note={`上面的承诺我读完了，这 ${grouped(sheet.good)} 条的内容都真实`}
        on={promised}
        onPick={onPromise}
      />
    </Sheet>
  </>
);

/** One sheet: what was found in it, the promise for all its rows, and what became of them. */
export const SheetResult = ({ subjectId, importId, onLeave }: { subjectId: string; importId: string; onLeave: () => void }) => {
  const params = { subjectId, importId };
  const load = useLoad('bulk.read', { params });
  const decide = useSubmit('bulk.decide', reply => {
    load.change(() => reply);
    if (reply.state === 'dropped') onLeave();
  });
  const file = useFile();
  const [promised, setPromised] = useState(false);
  const sheet = load.data;
  const waits = sheet?.state === 'checking' || sheet?.state === 'importing';
  const { reload } = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again after every answer, as long as something is under way
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => void reload(), lookAgainMs);
    return () => clearTimeout(timer);
  }, [waits, sheet, load.problem, reload]);
  const openMarked = () => void file.take(() => callFile('bulk.marked', { params }), `要改的登记表-${sheet?.kindTitle ?? ''}.xlsx`, 'xlsx');
  const sign = (decision: 'all' | 'good') =>
    void decide.submit({ params, body: { decision, commitmentVersion: sheet?.commitment.version ?? null } });
  const drop = async (): Promise<void> => {
    if (await ask('放弃这张表', '表里还没有登记的内容会删去，登记过的不受影响。', '放弃'))
      await decide.submit({ params, body: { decision: 'drop', commitmentVersion: null } });
  };
  const canDrop =
    sheet && (sheet.state === 'sending' || sheet.state === 'checking' || sheet.state === 'checked' || sheet.state === 'refused');
  return (
    <Page
      name="批量登记"
      title={sheet ? sheetAnswer(sheet) : undefined}
      lead={sheet ? sheetLead(sheet) : undefined}
      load={load}
      problem={decide.problem}
      skeleton={<Skeleton rows={4} />}
    >
      {sheet && (
        <>
          {sheet.reason && <Banner tone="bad" title="请换一张表" text={sheet.reason} />}
          <Sheet>
            <Item
              icon="report"
              name={sheet.name}
              sub={`${sheet.kindTitle}，${sizeWords(sheet.sizeBytes)}，${whenWords(sheet.createdAt)} 传的`}
            />
          </Sheet>
          {sheet.state === 'checking' || sheet.state === 'importing' ? (
            <View className="att-bar" aria-hidden="true">
              <View
                className="att-done"
                style={{
                  width:
                    sheet.state === 'importing'
                      ? `${Math.floor((sheet.imported / Math.max(1, sheet.imported + sheet.good)) * 100)}%`
                      : '30%',
                }}
              />
            </View>
          ) : null}
          {sheet.faults.length > 0 && <Faults sheet={sheet} busy={file.busy} onOpen={openMarked} />}
          {file.problem && <ProblemBanner problem={file.problem} onRetry={openMarked} />}
          {sheet.state === 'checked' && sheet.good > 0 && (
            <>
              <Promise_ sheet={sheet} promised={promised} onPromise={() => setPromised(now => !now)} />
              <View className="after-sheet">
                <Button
                  text={sheet.bad === 0 ? `登记这 ${grouped(sheet.good)} 条` : `只登记没有问题的 ${grouped(sheet.good)} 条`}
                  busy={decide.busy}
                  disabled={!promised}
                  onClick={() => sign(sheet.bad === 0 ? 'all' : 'good')}
                />
                {!promised && <View className="note soft">先读完承诺并勾选，才能登记。</View>}
              </View>
            </>
          )}
          <View className="after-sheet">
            {sheet.state === 'done' && <Button text="去看登记的进度" onClick={() => open(pages.registrations())} />}
            {canDrop && <Button kind="danger" text="放弃这张表" busy={decide.busy} onClick={() => void drop()} />}
            <Button kind="plain" text="回到批量登记" onClick={onLeave} />
          </View>
        </>
      )}
    </Page>
  );
};

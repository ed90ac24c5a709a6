import { View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { callFile, type Problem } from '../shared/call';
import { platform } from '../shared/platform';
import { readyToSend, sendToChat, takeBackLent } from '../shared/platform-lent';
import { Banner, Button, Item, Label, ProblemBanner, Sheet } from '../shared/ui';
import { useFile } from '../shared/use-file';

const full: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: '手机里放不下这个文件',
  detail: '腾出一些地方再试，或在电脑上打开网页版下载。',
};

const jsonName = '自愿登记.json';

/** WeChat opens no JSON. It sends one into a chat, in a tap of its own: first it is made ready, then it is sent. */
const SendJson = ({ subjectId }: { subjectId: string }) => {
  const [ready, setReady] = useState<string | null>(null);
  const [became, setBecame] = useState<'sent' | 'cancelled' | 'failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  useEffect(() => takeBackLent, []);
  const make = async (): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    setBecame(null);
    const fetched = await callFile('bulk.export', { params: { subjectId, format: 'json' } });
    const path = fetched.ok ? await readyToSend(fetched.reply.bytes, jsonName) : null;
    setReady(path);
    if (!path) setProblem(fetched.ok ? full : fetched.problem);
    under.current = false;
    setBusy(false);
  };
  const send = async (): Promise<void> => {
    if (!ready) return;
    const now = await sendToChat(ready, jsonName);
    setBecame(now);
    if (now !== 'sent') return;
    takeBackLent();
    setReady(null);
  };
  return (
    <>
      <Sheet>
        <Item
          icon="download"
          name={busy ? '正在准备，请稍等…' : '准备全部登记（JSON）'}
          sub="给软件读的，内容一样。微信打不开它，准备好后发到聊天，在电脑上存"
          onClick={() => void make()}
        />
      </Sheet>
      {problem && <ProblemBanner problem={problem} onRetry={() => void make()} />}
      {ready && (
        <View className="after-sheet">
          <Banner
            tone={became === 'failed' ? 'warn' : 'info'}
            title={became === 'failed' ? '微信没能发出' : became === 'cancelled' ? '还没有发出，文件还在' : 'JSON 文件准备好了'}
            text={
              became === 'failed'
                ? '请把微信更新到新版本再发，或在电脑上打开网页版下载。'
                : '可以发给“文件传输助手”，在电脑上存。发出去的文件没有加密，请只发给自己或信得过的人。'
            }
          />
          <Button icon="send" text="发到微信聊天" onClick={() => void send()} />
        </View>
      )}
      {became === 'sent' && <Banner tone="good" title="发到聊天了" text="手机上准备的那一份已经删去。" />}
    </>
  );
};

/** All own entries to take along. */
export const ExportEntries = ({ subjectId }: { subjectId: string }) => {
  const file = useFile();
  const [format, setFormat] = useState<'xlsx' | 'json'>('xlsx');
  const take = (wanted: 'xlsx' | 'json'): void => {
    setFormat(wanted);
    void file.take(() => callFile('bulk.export', { params: { subjectId, format: wanted } }), `自愿登记.${wanted}`, wanted);
  };
  return (
    <>
      <Label text="导出自己的登记" note="会记在查询记录里" />
      <Sheet>
        <Item
          icon="download"
          name={file.busy ? '正在导出，请稍等…' : '导出全部登记（表格）'}
          sub="每一条的内容、状态、核对到哪一步"
          onClick={() => take('xlsx')}
        />
        {!platform.isWeapp && <Item icon="download" name="导出全部登记（JSON）" sub="给软件读的，内容一样" onClick={() => take('json')} />}
      </Sheet>
      {file.problem && <ProblemBanner problem={file.problem} onRetry={() => take(format)} />}
      {platform.isWeapp && <SendJson subjectId={subjectId} />}
    </>
  );
};

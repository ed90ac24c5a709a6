import { useRef, useState } from 'react';
import type { Fetched, Problem } from './call';
import { type FileEnding, platform } from './platform';

const unopened = (ending: FileEnding): Problem => ({
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: ending === 'pdf' ? '这台设备打不开 PDF' : '这台设备打不开表格',
  detail: platform.isWeapp ? '请换一台手机打开。' : '请换一个浏览器打开。',
});

/** Hands files to the person, one at a time: WeChat's reader on weapp, a saved file on H5. A second tap meanwhile is ignored. */
export const useFile = () => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  const take = async (fetch: () => Promise<Fetched>, fileName: string, ending: FileEnding): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const fetched = await fetch();
    if (!fetched.ok) setProblem(fetched.problem);
    else if (!(await platform.showFile(fetched.reply.bytes, fileName, ending))) setProblem(unopened(ending));
    under.current = false;
    setBusy(false);
  };
  return { busy, problem, take };
};

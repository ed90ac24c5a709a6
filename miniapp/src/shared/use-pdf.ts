import { useRef, useState } from 'react';
import type { Binary } from '../../../bff/contract/types';
import type { Problem } from './call';
import { platform } from './platform';

type Fetched = { readonly ok: true; readonly reply: Binary } | { readonly ok: false; readonly problem: Problem };

const unopened: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: '这台设备打不开 PDF',
  detail: platform.isWeapp ? '请换一台手机打开。' : '请换一个浏览器打开。',
};

/** Hands a PDF to the person: WeChat's reader on weapp, a saved file on H5. A second tap meanwhile is ignored. */
export const usePdf = (fetch: () => Promise<Fetched>, fileName: string) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  const take = async (): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const fetched = await fetch();
    if (!fetched.ok) setProblem(fetched.problem);
    else if (!(await platform.showPdf(fetched.reply.bytes, fileName))) setProblem(unopened);
    under.current = false;
    setBusy(false);
  };
  return { busy, problem, take };
};

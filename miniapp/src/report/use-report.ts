import { useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../shared/call';
import { platform } from '../shared/platform';
import { useLoad } from '../shared/use-load';
import type { Report } from './report-words';

const pollMs = 1000;
/** After this the page stops asking and says that the report will appear in the list. */
const patienceMs = 60_000;

/** A report, asked again each second while it is being made. */
export const useReport = (subjectId: string, reportId: string) => {
  const report = useLoad('report.read', { params: { subjectId, reportId } });
  const since = useRef(Date.now());
  const { data, problem, reload } = report;
  useEffect(() => {
    if (data?.state !== 'making' || problem || Date.now() - since.current > patienceMs) return;
    const timer = setTimeout(() => void reload(), pollMs);
    return () => clearTimeout(timer);
  }, [data, problem, reload]);
  return report;
};

/** Hands the PDF to the person: WeChat's reader on weapp, a saved file on H5. A second tap meanwhile is ignored. */
export const useDownload = (subjectId: string) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  const download = async ({ reportId, number, variantTitle }: Report) => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const outcome = await call('report.download', { params: { subjectId, reportId } });
    const shown = outcome.ok && (await platform.showPdf(outcome.reply.bytes, `${variantTitle}-${number}.pdf`));
    if (!outcome.ok) setProblem(outcome.problem);
    else if (!shown)
      setProblem({
        type: 'about:blank',
        status: 0,
        code: 'network.failed',
        title: '这台设备打不开 PDF',
        detail: '请换一个浏览器，或把查验网址发给对方。',
      });
    under.current = false;
    setBusy(false);
  };
  return { busy, problem, download };
};

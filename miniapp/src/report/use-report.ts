import { useEffect, useRef } from 'react';
import { useLoad } from '../shared/use-load';

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

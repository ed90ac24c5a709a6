import type { Fetched } from './call';
import { useFile } from './use-file';

/** One PDF of a page. */
export const usePdf = (fetch: () => Promise<Fetched>, fileName: string) => {
  const { busy, problem, take } = useFile();
  return { busy, problem, take: () => take(fetch, fileName, 'pdf') };
};

import { withDocumentCheck } from '../check-digits';

/** Prefecture 99 of province 41 does not exist: nobody has such a number. */
const impossibleRegion = '419901';

const serial = (n: number): string => String(n % 1000).padStart(3, '0');

/** Number of a synthetic document. `born` as YYYY-MM-DD; `n` keeps numbers of one birthday apart. */
export const documentNumber = (zjlx: string, born: string, n: number): string => {
  const day = born.replaceAll('-', '');
  const long = String(n).padStart(8, '0').slice(-8);
  switch (zjlx) {
    case '02':
      return `DEMO${long.slice(-6)}`;
    case '03':
      return `H${long}`;
    case '04':
      return long;
    case '05':
      return withDocumentCheck(`941999${day}${serial(n)}`);
    case '06':
      return withDocumentCheck(`${['810000', '820000', '830000'][n % 3]}${day}${serial(n)}`);
    default:
      return withDocumentCheck(impossibleRegion + day + serial(n));
  }
};

import type { Tone } from '../shared/ui';
import type { SheetImport } from './send-sheet';

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** The answer on top of a sheet's page. */
export const sheetAnswer = ({ state, good, bad, imported, rows }: SheetImport): string => {
  switch (state) {
    case 'sending':
      return '这张表没有传完';
    case 'checking':
      return rows > 0 ? `正在核对，看了 ${grouped(rows)} 行` : '正在核对这张表';
    case 'refused':
      return '这张表没法登记';
    case 'checked':
      if (bad === 0) return `${grouped(good)} 条都没有问题`;
      return good === 0 ? `${grouped(bad)} 行都要改` : `有 ${grouped(bad)} 行要改，${grouped(good)} 条没有问题`;
    case 'importing':
      return `正在登记，登记好 ${grouped(imported)} 条`;
    case 'done':
      return `登记好了 ${grouped(imported)} 条`;
    case 'dropped':
      return '这张表已放弃';
  }
};

export const sheetTones: Readonly<Record<SheetImport['state'], Tone>> = {
  sending: 'plain',
  checking: 'pending',
  refused: 'bad',
  checked: 'warn',
  importing: 'pending',
  done: 'good',
  dropped: 'plain',
};

/** What happens next, or what to do. */
export const sheetLead = ({ state, bad, good }: SheetImport): string => {
  switch (state) {
    case 'sending':
      return '请放弃这一次，重新选文件再传。';
    case 'checking':
      return '可以先去办别的，一会儿回来看。现在什么都还没有登记。';
    case 'refused':
      return '一条也没有登记。';
    case 'checked':
      if (bad === 0) return '还没有登记。读完承诺，点下面的按钮才登记。';
      return good === 0 ? '一条也没有登记。打开标出错处的表，改好再传。' : '还没有登记。可以改好再传，也可以先登记没有问题的。';
    case 'importing':
      return '可以先去办别的，办好了会在消息里告诉您。';
    case 'done':
      return bad > 0 ? `有 ${grouped(bad)} 行没有登记，改好可以再传。` : '每一条都会像单独登记的一样核对，进度在自愿登记里看。';
    case 'dropped':
      return '一条也没有登记。';
  }
};

export { grouped };

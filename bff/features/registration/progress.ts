import type { Reply } from '../../contract/types';
import { dayInWords } from '../../lib/time';
import { dueAfter } from '../../lib/working-days';
import type { RegistrationCity } from './deps';
import type { EntryRow } from './store';

export type Progress = Reply<'registration.read'>['progress'];

/** Who has an entry now, since when, until when and what happens next. The day is computed anew from the clock: the calendar may have come. */
export const progressOf = (row: EntryRow, { office }: Pick<RegistrationCity, 'office'>): Progress => {
  const platform = '市公共信用信息平台';
  const names = { merchant: '您', office: office.name, platform, agency: row.holderName ?? '掌握这项内容的部门', nobody: '已办结' };
  const due = row.clockFrom === null || row.clockDays === null ? null : dueAfter(row.clockFrom, row.clockDays);
  return {
    holder: row.holder,
    holderName: names[row.holder],
    since: row.heldSince,
    until: due?.day ?? null,
    untilExpected: due?.expected ?? false,
    next: nextOf(row, office),
  };
};

const nextOf = ({ state, holder, endsOn }: EntryRow, office: RegistrationCity['office']): string => {
  switch (state) {
    case 'submitted':
      if (holder === 'agency') return `部门核对相符就成为“部门核验”；没有掌握的，转${office.name}看材料。`;
      if (holder === 'office') return `${office.name}对照材料逐项看，核实、退回补正或不予核实都会通知您。`;
      return `平台收下后先找掌握这项内容的部门核对；没有部门掌握的，由${office.name}看材料。`;
    case 'returned':
      return '按退回的理由改好再提交。登记号不变，期限先停下，您提交后接着算。';
    case 'verified':
      return '正送平台公布；公布后进入信用档案和报告。';
    case 'published':
      return endsOn === null ? '一直公布，您随时可以撤下。' : `公布到 ${dayInWords(endsOn)}，到期前 60、30、7 天各提醒一次。`;
    case 'refused':
      return `这一条已办结。可以改好后重新登记；有疑问请打 ${office.phone}。`;
    case 'withdrawn':
      return '已撤下，不再公布。需要时可以重新登记。';
    case 'expired':
      return '已到期，不再公布。换了新证照的请登记新的一条。';
  }
};

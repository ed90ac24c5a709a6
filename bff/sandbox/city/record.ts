import type { Random } from '../random';
import { addDays } from '../units';
import { type AgencyId, agencies } from './agencies';
import type { Merchant, Person, Subject, WireRecord } from './types';

export type Fields = Readonly<Record<string, unknown>>;

/** What a maker of records may use. */
export interface Pen {
  readonly random: Random;
  readonly subject: Subject;
  readonly today: string;
  /** Beijing day `days` before today. */
  ago(days: number): string;
  agency(id: AgencyId): { name: string; code: string };
  /** Puts the fields every record has before `fields`; the id follows from subject, section and number. */
  write(section: string, category: string, fields: Fields): WireRecord;
}

export const makePen = (subject: Subject, random: Random, today: string): Pen => {
  let count = 0;
  return {
    random,
    subject,
    today,
    ago: days => addDays(today, -days),
    agency: id => agencies[id],
    write: (section, category, fields) => {
      count += 1;
      const common = {
        jlbs: `${subject.ztbs}-${section}-${count}`,
        mllb: category,
        gkfs: '1',
        sjsj: `${addDays(today, -2)} 02:00:00`,
        flyj: null,
        xfzt: '0',
        yyzt: '0',
        kxcd: '1',
      };
      return { ...common, ...fields };
    },
  };
};

export const nameOf = (subject: Subject): string => (subject.kind === 'person' ? subject.document.xm : subject.name);

/** 行政相对人 as the 双公示 columns name it. `prefix`: XK or CF. */
export const counterparty = (prefix: 'XK' | 'CF', subject: Subject): Fields =>
  subject.kind === 'person'
    ? {
        [`${prefix}_XDR_MC`]: subject.document.xm,
        [`${prefix}_XDR_LB`]: '自然人',
        [`${prefix}_XDR_ZJLX`]: subject.document.zjlx,
        [`${prefix}_XDR_ZJHM`]: subject.document.zjhm,
      }
    : {
        [`${prefix}_XDR_MC`]: subject.name,
        [`${prefix}_XDR_LB`]: subject.orgKind === '2' ? '个体工商户' : '法人及非法人组织',
        [`${prefix}_XDR_SHXYM`]: subject.code,
        [`${prefix}_XDR_ZZJG`]: subject.code.slice(8, 17),
      };

export const isPerson = (subject: Subject): subject is Person => subject.kind === 'person';
export const isMerchant = (subject: Subject): subject is Merchant => subject.kind === 'merchant';

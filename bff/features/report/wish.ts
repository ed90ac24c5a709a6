import type { Body } from '../../contract/types';
import { Problem } from '../../lib/problem';
import type { Day } from '../../platform/ports';
import type { ReportCity } from './deps';

/** What the holder asked for; sealed in the row, because a recipient may be a person. */
export type Wish = Body<'report.request'>;

const wrong = (pointer: string, detail: string) => new Problem('request.invalid', { errors: [{ pointer, detail }] });

/** @throws Problem `request.invalid`, `report.period_wrong`, `report.domains_required` */
export const checkWish = (wish: Wish, city: ReportCity, today: Day): void => {
  const { variant, purpose, periodFrom, periodTo, domains } = wish;
  if (!city.report.purposes.some(({ code }) => code === purpose)) throw wrong('/purpose', '没有这个用途，请从列表里选一个');
  const known = new Set(city.report.domains.map(({ code }) => code));
  const at = domains.findIndex(code => !known.has(code));
  if (at >= 0) throw wrong(`/domains/${at}`, '没有这个领域，请从列表里选');
  const half = (periodFrom === null) !== (periodTo === null);
  const needed = variant === 'no_violation' && periodFrom === null;
  const turned = periodFrom !== null && periodTo !== null && (periodFrom > periodTo || periodTo > today);
  if (half || needed || turned) {
    const pointer = periodFrom === null ? '/periodFrom' : '/periodTo';
    throw new Problem('report.period_wrong', { errors: [{ pointer, detail: '请选起止日期：开始不晚于结束，结束不晚于今天' }] });
  }
  if (variant === 'no_violation' && domains.length === 0) {
    throw new Problem('report.domains_required', { errors: [{ pointer: '/domains', detail: '请至少选一个领域' }] });
  }
};

export const purposeTitle = (city: ReportCity, code: string): string =>
  city.report.purposes.find(purpose => purpose.code === code)?.title ?? code;

export const variantTitles = { full: '公共信用信息报告', no_violation: '信用代证' } as const;

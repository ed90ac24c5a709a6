import type { ProblemTable } from '../route';

export const reportProblems = {
  'report.not_found': [404, '没有这份报告'],
  'report.not_ready': [409, '报告还在生成，请稍等几秒'],
  'report.closed': [409, '这份报告已过期、撤回或被新版本替代，不能再下载'],
  'report.period_wrong': [422, '起止日期不对：开始不能晚于结束，结束不能晚于今天'],
  'report.domains_required': [422, '请至少选一个领域'],
  'report.too_many': [429, '今天开的报告太多了，请明天再开'],
  'verify.unknown': [404, '没有查到这份报告：二维码不是本平台出具的，或内容被改过'],
  'verify.code_wrong': [422, '6 位码不对，请向持有人核对'],
  'verify.code_locked': [429, '6 位码试错太多，请让持有人重新设一个'],
} as const satisfies ProblemTable;

import type { ProblemTable } from '../route';

export const profileProblems = {
  'profile.section_unavailable': [503, '这一类信息暂时没有取到，不表示没有记录'],
  'profile.section_not_applicable': [404, '这类主体没有这一类信息'],
  'profile.record_not_found': [404, '没有这条记录，可能已更新或移出'],
  'platform.unavailable': [503, '市信用平台暂时没有应答，请稍后再试'],
  'platform.subject_unknown': [404, '市信用平台里没有这个主体的档案'],
} as const satisfies ProblemTable;

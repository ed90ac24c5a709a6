import type { ProblemTable } from '../route';

export const noticeProblems = { 'notice.not_found': [404, '没有这条消息'] } as const satisfies ProblemTable;

import type { ProblemTable } from '../route';

export const noticeProblems = {
  'notice.not_found': [404, '没有这条消息'],
  'notice.not_in_wechat': [409, '这个账号不是用微信登录的，收不到微信提醒'],
} as const satisfies ProblemTable;

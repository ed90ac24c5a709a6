import type { ProblemTable } from '../route';

export const attachmentProblems = {
  'attachment.not_found': [404, '没有这个附件'],
  'attachment.other_place': [409, '这一段接不上，请从已收到的地方接着传'],
  'attachment.closed': [409, '这个附件已经传完或不再需要，不能再加内容'],
  'attachment.chunk_wrong': [422, '这一段的大小不对，请按要求分段'],
  'attachment.too_many': [409, '没有用上的附件太多，请先去掉几个再传'],
  'attachment.day_full': [429, '今天传的附件已到上限，请明天再传'],
  'attachment.not_ready': [409, '附件还没有传完或没有通过检查，请先处理它'],
  'attachment.in_use': [409, '这个附件已随申报提交，不能单独去掉'],
  'attachment.store_unavailable': [503, '附件暂时存不进去，请过一会儿再试'],
} as const satisfies ProblemTable;

import type { ProblemTable } from '../route';

export const bulkProblems = {
  'bulk.not_found': [404, '没有这次批量登记'],
  'bulk.too_many': [409, '有几张表还没办完，请先办完或放弃一张，再传新的'],
  'bulk.other_place': [409, '这一段接不上，请从已收到的地方接着传'],
  'bulk.chunk_wrong': [400, '这一段的大小不对，请重新传'],
  'bulk.closed': [409, '这张表已经不在这一步了，请刷新后再看'],
  'bulk.has_faults': [409, '表里还有错，一条也没有登记。可以只登记没有问题的，也可以改好再传'],
} as const satisfies ProblemTable;

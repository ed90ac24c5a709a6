import type { ProblemTable } from '../route';

/** Problems that any route can give; they belong to no feature. */
export const cityProblems = {
  'request.invalid': [400, '填写的内容有误，请看标出的地方'],
  'request.not_json': [400, '请求格式不对'],
  'request.too_large': [413, '内容太大，请精简后再试'],
  'request.not_found': [404, '没有这个地址'],
  'request.method_not_allowed': [405, '这个地址不支持这种操作'],
  'request.media_type': [415, '请求类型不对，应为 JSON'],
  'idempotency.missing': [400, '缺少 Idempotency-Key,请更新应用后再试'],
  'idempotency.in_flight': [409, '上一次提交还在处理，请稍等'],
  'idempotency.other_body': [422, '同一个提交编号的内容不一样，请重新填写'],
  'server.busy': [503, '现在人多，请稍后再试'],
  'server.rate_limited': [429, '操作太频繁，请稍后再试'],
  'server.fault': [500, '我们这边出了错，已记录，请稍后再试'],
  'server.storage_away': [503, '现在存取不了数据，请过几分钟再试'],
  'server.stopping': [503, '服务正在重启，请稍后再试'],
} as const satisfies ProblemTable;

import type { ProblemTable } from '../route';

export const draftProblems = {
  'draft.not_found': [404, '没有这份草稿'],
  'draft.changed_elsewhere': [409, '这份草稿在别的设备上改过'],
  'draft.too_many': [409, '草稿太多了，请先删去几份'],
  'draft.too_large': [422, '草稿太长，存不下'],
} as const satisfies ProblemTable;

import type { Reply } from '../../../bff/contract/types';

export type Trust = Reply<'registration.read'>['trust'];

/** Three states of trust, never merged: each has its own words, its own seal and its own sentence, on every screen. */
export const trustWords: Readonly<Record<Trust, { readonly title: string; readonly means: string }>> = {
  self_declared: { title: '本人自述', means: '商户自己说的，没有人核对过' },
  document_checked: { title: '材料已核', means: '工作人员看过材料，和填的一致' },
  agency_verified: { title: '部门核验', means: '主管部门确认过' },
};

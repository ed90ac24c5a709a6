import { agencies } from './city/agencies';
import type { Usage } from './city/types';
import type { State } from './state';
import { fromBeijing } from './units';

/** Reads of one app and subject within this time are one use. */
const sameUseMs = 60_000;
const maxOwnReads = 500;

/** The platform notes that this app used the subject's data. Newest first. */
export const recordRead = (state: State, ztbs: string, appId: string): void => {
  const uses = state.ownReads.get(ztbs) ?? [];
  const last = uses.find(({ receiverSystem }) => receiverSystem === appId);
  if (last && state.now() - fromBeijing(last.logtime) < sameUseMs) return;
  const use: Usage = {
    id: state.newId('U'),
    logtime: state.time(),
    action: '本人查询公共信用信息',
    receiverCode: agencies.credit.code,
    receiverName: agencies.credit.name,
    receiverSystem: appId,
  };
  state.ownReads.set(ztbs, [use, ...uses].slice(0, maxOwnReads));
};

export const ownReadsOf = (state: State, ztbs: string): readonly Usage[] => state.ownReads.get(ztbs) ?? [];

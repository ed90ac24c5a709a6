import type { Reply } from './contract';
import type { Staff } from './session';
import type { Tone } from './ui/icon';

export type Case = Reply<'desk.queue'>['cases'][number];
/** One case with everything in it. */
export type CaseFile = Reply<'desk.open'>;
export type Decision = CaseFile['needsTwo'][number];

/** The four kinds (F6), as short as a column. */
export const kindTitles: Readonly<Record<Case['kind'], string>> = {
  license: '资质证照',
  operation: '市场经营',
  contract: '合同履约',
  charity: '社会公益',
};

export const stateWords: Readonly<Record<Case['state'], readonly [tone: Tone, words: string]>> = {
  submitted: ['info', '等核对'],
  returned: ['warn', '已退回'],
  verified: ['good', '已核实'],
  refused: ['bad', '不予核实'],
  published: ['good', '已公布'],
  withdrawn: ['plain', '已撤下'],
  expired: ['plain', '已到期'],
};

export const decisionWords: Readonly<Record<Decision, string>> = { verify: '核实', return: '退回', refuse: '不予核实' };

export const roleTitles: Readonly<Record<Staff['roles'][number], string>> = {
  author: '撰写',
  reviewer: '审核',
  jury: '评审',
  operator: '运维',
};

import type { Reply } from '../../../bff/contract/types';

export type HelpMessage = Reply<'help.read'>;

export const helpKinds = [
  { code: 'complaint', title: '投诉', note: '服务不好，或办得不对' },
  { code: 'suggestion', title: '建议', note: '希望改进的地方' },
  { code: 'help', title: '求助', note: '不会用，或看不懂' },
] as const;

export const kindTitle = (kind: HelpMessage['kind']): string => helpKinds.find(one => one.code === kind)?.title ?? '';

export const helpStateWords = {
  received: { text: '收到了', tone: 'info' },
  forwarded: { text: '已转给信用办', tone: 'pending' },
  answered: { text: '有答复', tone: 'good' },
} as const;

import type { Reply } from '../../../bff/contract/types';
import { fullDayWords, lastDayBefore, whenWords } from '../shared/dates';

export type Verified = Reply<'report.verify'>;

const codePattern = /^[A-Za-z0-9_.-]{16,140}$/;

/**
 * The verify code out of what a person scans or pastes: the whole link, a link with more parameters, or the bare code.
 * @returns null when there is no code in it.
 */
export const codeIn = (text: string): string | null => {
  // Copied from the paper the link is broken over two lines.
  const trimmed = /^\s*https?:/.test(text) ? text.replace(/\s/g, '') : text.trim();
  const named = /[?&#](?:code|scene)=([^&#\s]+)/.exec(trimmed)?.[1];
  const last = /^https?:/.test(trimmed) ? trimmed.split(/[?#]/)[0]?.split('/').pop() : trimmed;
  const candidate = named ?? last ?? '';
  return codePattern.test(candidate) ? candidate : null;
};

export const stateWords = (
  report: Verified,
): { title: string; lead: string; tone: 'good' | 'warn'; advice: string; adviceText: string } => {
  const ended = report.endedAt ? whenWords(report.endedAt) : null;
  switch (report.state) {
    case 'valid':
      return {
        title: '报告有效',
        lead: '这份报告确由本平台开具，现在仍有效',
        tone: 'good',
        advice: '还要和手里的纸对一对',
        adviceText: '二维码是真的，纸上的字不一定是真的。请把下面每一项和纸上逐一核对，有一项不同就不要采用。',
      };
    case 'superseded':
      return {
        title: '已被替代，请用新开的',
        lead: ended ? `${ended} 起这一份不再使用` : '这一份不再使用',
        tone: 'warn',
        advice: '请持有人重新开一份',
        adviceText: '档案里的记录变了，这份不再反映现在的情况。为保护本人，这里不显示变了什么。重新开一份是免费的，几秒就好。',
      };
    case 'revoked':
      return {
        title: '持有人已撤回',
        lead: ended ? `${ended} 由持有人撤回，不能再使用` : '由持有人撤回，不能再使用',
        tone: 'warn',
        advice: '撤回不说明有问题',
        adviceText: '持有人可以随时撤回，不用说明理由。需要的话，请对方重新开一份。',
      };
    case 'expired':
      return {
        title: '报告已过期',
        lead: `有效期到 ${fullDayWords(lastDayBefore(report.expiresAt))}`,
        tone: 'warn',
        advice: '请对方重新开一份',
        adviceText: '过期只表示内容可能已经变了，不表示报告是假的。重新开一份是免费的，几秒就好。',
      };
  }
};

export const periodWords = (from: string | null, to: string | null): string => {
  if (from && to) return `${fullDayWords(from)} 至 ${fullDayWords(to)}`;
  if (from) return `${fullDayWords(from)} 起`;
  return to ? `截至 ${fullDayWords(to)}` : '不限';
};

/** The paper's words: "1 条" · "没有记录" · "没有取到": the third is never the second. */
export const countWords = ({ state, count }: Verified['sections'][number]): string => {
  if (state === 'unavailable' || count === null) return '没有取到';
  return count === 0 ? '没有记录' : `${count} 条`;
};

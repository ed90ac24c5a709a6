import type { Reply } from '../../../bff/contract/types';
import { call } from './call';
import { open, pages } from './pages';
import { actAs, useSession } from './session';

export type Notice = Reply<'notice.list'>['notices'][number];

const pageOf = ({ target }: Notice): string | null => {
  if (!target) return null;
  if (target.page === 'report') return target.id ? pages.report(target.id) : pages.reports();
  if (target.page === 'help') return target.id ? pages.helpMessage(target.id) : pages.help();
  if (target.page === 'registration') return target.id ? pages.registration(target.id) : pages.registrations();
  if (target.page === 'confirmations') return pages.confirmations();
  if (target.page === 'bulk') return pages.bulk(target.id ?? undefined);
  return target.page === 'merchants' ? pages.merchants() : pages.file();
};

/** Marks it read, takes on the subject it is about when one still may, and goes there. True when newly read. */
export const openNotice = async (notice: Notice): Promise<boolean> => {
  const subjectId = notice.target?.subjectId;
  const may = useSession.getState().identity?.subjects.some(one => one.subjectId === subjectId);
  if (subjectId && may) actAs(subjectId);
  const page = pageOf(notice);
  if (page && (!subjectId || may)) open(page);
  if (notice.readAt) return false;
  return (await call('notice.markRead', { params: { noticeId: notice.noticeId } })).ok;
};

import type { Db } from '../../lib/db';
import type { Change } from '../../platform/ports';
import type { Notify } from '../offers';

/** Good news is told like bad news; what exactly changed is on the page, not in the notice. */
const told: Readonly<Record<Change['kind'], readonly [title: string, text: string]>> = {
  added: ['您的档案有新记录', '市平台新收到一条记录，点开看看是不是对的。'],
  corrected: ['您的档案有一条更正', '一条记录按规定更正了，之前开的报告如果写着旧内容，已标为被新版本替代。'],
  withdrawn: ['您的档案有一条记录移出', '一条记录已移出，不再显示和使用。'],
  repaired: ['信用修复已完成', '一条处罚记录已停止公示，不再共享和使用。'],
  objection: ['一条记录正在核实', '有一条记录标为异议处理中，核实期间会一直带着这个标记。'],
};

/** Tells everybody who may act for a subject that its file changed; the feed and the callback together tell it once. */
export const tellChange =
  ({ db, notify, citizensOf }: { db: Db; notify: Notify; citizensOf: (subjectId: string) => Promise<readonly string[]> }) =>
  async ({ changeId, kind }: Change, subjectId: string | null): Promise<void> => {
    if (subjectId === null) return;
    const [title, text] = told[kind];
    for (const citizenId of await citizensOf(subjectId)) {
      const target = { page: 'file' as const, id: null, subjectId };
      await db.inTx(tx =>
        notify(tx, citizenId, { eventKey: `change:${changeId}:${citizenId}`.slice(0, 120), title, text, target, reminder: 'change' }),
      );
    }
  };

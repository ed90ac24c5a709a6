import type { Handlers } from '../../http/call';
import type { CreditPort } from '../../platform/ports';
import { type AppendDeps, appendRead } from './append-read';
import { auditLedger } from './audit-ledger';
import { type CheckpointDeps, restartCheckpoints } from './checkpoint';
import { type ListDeps, listReads } from './list-reads';
import { readChain } from './read-chain';
import { eraseContent } from './store';
import { watchCheckpoints } from './watch-checkpoints';

export { checkpointTopic } from './checkpoint';

export interface LedgerDeps extends AppendDeps, ListDeps, CheckpointDeps {
  readonly credit: Pick<CreditPort, 'listUsage'>;
}

/** 查询记录: who looked at a file, one hash chain a subject, signed checkpoints outside the database (F14). */
export const wireLedger = (deps: LedgerDeps) => ({
  handlers: {
    'ledger.list': listReads(deps),
    'ledger.readChain': readChain(deps),
  } satisfies Handlers<'ledger'>,
  appendRead: appendRead(deps),
  ...watchCheckpoints(deps),
  restartCheckpoints: restartCheckpoints(deps),
  audit: auditLedger(deps),
  eraseContent: (subjectId: string, before: string) => eraseContent(deps.db, subjectId, before),
});

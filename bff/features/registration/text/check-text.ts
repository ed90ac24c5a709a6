import type { Sql } from '../../../lib/db';
import { toInstant } from '../../../lib/time';
import type { TextVerdict } from '../../../platform/ports';
import { kindOfVersion } from '../../../policy/registration/kinds';
import type { TextMoveName } from '../../../policy/registration/text-moves';
import { openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { findEntry, readRevision } from '../store';
import { piecesOf, publicText } from './public-words';
import { moveText, readText } from './store';
import { tellText } from './tell-text';

/** Whoever waited longer than this is told that the words passed; before that the page of the entry says so in time. */
const longWaitMs = 10 * 60_000;

const moveOf: Readonly<Record<TextVerdict, TextMoveName>> = { pass: 'pass', risky: 'refuse', unsure: 'hand_over', stranger: 'hand_over' };
/** Of several pieces the worst counts. */
const worst: readonly TextVerdict[] = ['risky', 'unsure', 'stranger', 'pass'];

/**
 * Outbox delivery: asks WeChat whether strangers may read the public words of one revision (R30). While WeChat does not answer they wait and
 * are not shown; the submission itself does not wait. Harmless when repeated.
 */
export const checkText = (deps: RegistrationDeps) => {
  const { db, seal, now, wechat, openIdOf, citizensOf } = deps;
  const tell = tellText(deps);

  const verdictOf = async (citizenId: string, text: string): Promise<TextVerdict> => {
    const openId = await openIdOf(citizenId);
    // WeChat checks the words of its own users only.
    if (openId === null) return 'stranger';
    const found: TextVerdict[] = [];
    for (const piece of piecesOf(text)) found.push(await wechat.checkText(openId, piece));
    return worst.find(one => found.includes(one)) ?? 'unsure';
  };

  return async (payload: unknown): Promise<void> => {
    const { entryId, revision } = payload as { entryId: string; revision: number };
    const [row, said, text] = await Promise.all([
      findEntry(db, { id: entryId }),
      readRevision(db, entryId, revision),
      readText(db, entryId, revision),
    ]);
    if (!row || !said || !text) throw new Error('a revision that was never kept');
    if (text.state !== 'waiting' || row.revision !== revision) return;
    const verdict = await verdictOf(said.citizenId, publicText(kindOfVersion(row.kind, said.kindVersion), openContent(seal, said)));
    const move = moveOf[verdict];
    const why = verdict === 'unsure' || verdict === 'stranger' ? verdict : null;
    const citizens = await citizensOf(row.subjectId);
    const at = now();
    await db.inTx(async (tx: Sql) => {
      if (!(await moveText(tx, text, move, { at: toInstant(at), why }))) return;
      const waitedLong = at.getTime() - Date.parse(text.since) > longWaitMs;
      if (move !== 'pass' || waitedLong) await tell(tx, row, move, citizens);
    });
  };
};

import type { Sql } from '../../../lib/db';
import { kindOfVersion } from '../../../policy/registration/kinds';
import type { TextMoveName } from '../../../policy/registration/text-moves';
import type { RegistrationDeps } from '../deps';
import type { EntryWithContent } from '../store';

type Words = (what: string) => readonly [title: string, text: string];

/** What the merchant's people are told about the words; nothing of the words themselves. null: they asked for it and see it. */
const told: Readonly<Record<TextMoveName, Words | null>> = {
  pass: what => ['公开页的文字检查过了', `${what}的文字可以公开，点开看现在怎么显示。`],
  refuse: what => [
    '公开页的文字没有通过检查',
    `${what}的文字没有通过微信的内容检查，没有放上公开页。核对照常进行。点开可以改文字，或请工作人员看。`,
  ],
  hand_over: null,
  ask: null,
  allow: what => ['公开页的文字可以公开', `${what}的文字工作人员看过了，可以公开。`],
  bar: what => ['公开页的文字不能公开', `${what}的文字工作人员看过了，不能公开，点开看原因。核对照常进行。`],
};

/** A notice to each of these. */
export const tellText =
  ({ notify }: Pick<RegistrationDeps, 'notify'>) =>
  async (tx: Sql, row: EntryWithContent, move: TextMoveName, citizens: readonly string[]): Promise<void> => {
    const words = told[move]?.(`${kindOfVersion(row.kind, row.kindVersion).title} ${row.number} `);
    if (!words) return;
    for (const citizenId of citizens)
      await notify(tx, citizenId, {
        eventKey: `registration.text:${row.id}:${row.revision}:${move}:${citizenId}`,
        title: words[0],
        text: words[1],
        target: { page: 'registration', id: row.id, subjectId: row.subjectId },
        reminder: 'progress',
      });
  };

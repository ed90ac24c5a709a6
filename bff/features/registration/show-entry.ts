import { confirmationOf } from './confirmation/store';
import type { RegistrationDeps } from './deps';
import { type EntryReply, presentEntry } from './present-entry';
import { type EntryWithContent, listMoves, readWordings } from './store';
import { readText } from './text/store';
import type { Wordings } from './wordings';

/** An entry as its merchant sees it now. */
export const showEntry = ({ db, seal, now, city, describeAttachments }: RegistrationDeps, wordings: Wordings) => {
  const present = presentEntry({ seal, now, city, wordings });
  return async (row: EntryWithContent): Promise<EntryReply> => {
    const [history, wording, attachments, asked, text] = await Promise.all([
      listMoves(db, row.id),
      readWordings(db, [row.commitmentDigest]),
      describeAttachments({ kind: 'registration', id: row.id }),
      confirmationOf(db, row.id, row.revision),
      readText(db, row.id, row.revision),
    ]);
    if (!text) throw new Error('a revision whose words nobody checks');
    return present(row, history, wording.get(row.commitmentDigest) ?? '', attachments, asked, text);
  };
};

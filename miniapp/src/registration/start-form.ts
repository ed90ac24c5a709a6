import { rememberUpload } from '../shared/uploads';
import { type Typed, typedOf } from './check-fields';
import { beginForm, freshForm, useForms } from './forms';
import type { Entry, Kind } from './registration-words';

export const newForm = (subjectId: string, { kind, version }: Pick<Kind, 'kind' | 'version'>): string =>
  beginForm({ ...freshForm(), subjectId, kind, kindVersion: version, typed: {} as Typed, uploads: [], mends: null });

/** A returned entry into the boxes again, with its attachments as they are. */
export const mendForm = (entry: Entry, { fields, version }: Kind, subjectId: string): string => {
  const { kind, entryId, revision } = entry;
  const open = Object.values(useForms.getState().all).find(
    form => form.mends?.entryId === entryId && form.mends.revision === revision && form.subjectId === subjectId,
  );
  if (open) return open.draftId;
  return beginForm({
    ...freshForm(),
    subjectId,
    kind,
    kindVersion: version,
    typed: typedOf(fields, entry.fields),
    uploads: entry.attachments.map(one => rememberUpload(subjectId, one)),
    mends: { entryId, revision },
  });
};

/** An entry that is over, into the boxes of a new form. Its attachments stay with it. */
export const likeForm = ({ kind, fields }: Entry, { fields: definitions, version }: Kind, subjectId: string): string =>
  beginForm({ ...freshForm(), subjectId, kind, kindVersion: version, typed: typedOf(definitions, fields), uploads: [], mends: null });

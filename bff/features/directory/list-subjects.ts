import type { Reply } from '../../contract/types';
import type { Db } from '../../lib/db';
import { maskName } from '../../lib/mask';
import type { Seal } from '../../lib/seal';
import { beijingDay, type Clock } from '../../lib/time';
import { namePurpose } from './keep-subject';
import { listBindings, listTies, readPersonId, readSubjectRows } from './store';

export type ListedSubject = Reply<'identity.read'>['subjects'][number];

/** Whom this citizen may act as today: oneself, children, merchants. Names of persons come masked: they stand on every page. */
export const listSubjects =
  ({ db, seal, now }: { readonly db: Db; readonly seal: Seal; readonly now: Clock }) =>
  async (citizenId: string): Promise<ListedSubject[]> => {
    const personId = await readPersonId(db, citizenId);
    if (personId === null) return [];
    const today = beijingDay(now());
    const [ties, bindings] = await Promise.all([listTies(db, personId, today), listBindings(db, citizenId, personId, today)]);
    const places = [
      { subjectId: personId, role: 'self' as const, until: null },
      ...ties.map(({ subjectId, endsOn }) => ({ subjectId, role: 'guardian' as const, until: endsOn })),
      ...bindings.map(({ subjectId, role, endsOn }) => ({ subjectId, role, until: endsOn })),
    ];
    const rows = await readSubjectRows(
      db,
      places.map(({ subjectId }) => subjectId),
    );
    const rowOf = new Map(rows.map(row => [row.id, row]));
    return places.flatMap(place => {
      const row = rowOf.get(place.subjectId);
      if (!row) return [];
      const name = seal.openText(row.nameSealed, namePurpose);
      return [{ ...place, kind: row.kind, name: row.kind === 'person' ? maskName(name) : name, orgType: row.orgType }];
    });
  };

import type { City } from '../../cities/city';
import type { Staff } from '../../http/call';
import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type {
  AppendRead,
  CaseFile,
  CaseReason,
  CaseSummary,
  DecideCase,
  DecideText,
  ListCases,
  ListTextCases,
  OpenAttachment,
  ReadCase,
  RecordAct,
} from '../offers';
import type { DeskRow } from './store';

export interface DeskDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly city: City;
  readonly listCases: ListCases;
  readonly readCase: ReadCase;
  readonly decideCase: DecideCase;
  readonly listTextCases: ListTextCases;
  readonly decideText: DecideText;
  readonly openAttachment: OpenAttachment;
  readonly appendRead: AppendRead;
  readonly recordAct: RecordAct;
  /** Names of members of the staff, by id. */
  readonly namesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** What waits for a second person. */
export interface Proposal {
  readonly revision: number;
  readonly decision: 'verify' | 'return' | 'refuse';
  readonly reasons: readonly CaseReason[];
}

export const purposes = { proposal: 'desk_case.proposalSealed', objection: 'desk_case.objectionSealed' } as const;

/** null: nothing waits, or what was proposed is about a revision that is no more. */
export const proposalOf = (seal: Seal, row: DeskRow | null, { revision }: Pick<CaseSummary, 'revision'>): Proposal | null => {
  if (row === null || row.proposalSealed === null) return null;
  const proposal = JSON.parse(seal.openText(row.proposalSealed, purposes.proposal)) as Proposal;
  return proposal.revision === revision ? proposal : null;
};

/**
 * Whose cases somebody sees: those of merchants whose code names their county as the registrar's place (digits 3 to 8 of the unified
 * code); whoever has no county sees all.
 */
export const sees = ({ county }: Pick<Staff, 'county'>, { regionCode }: Pick<CaseSummary, 'regionCode'>): boolean =>
  county === null || county === regionCode;

/** Another county's case is none. @throws Problem `desk.case_not_found` */
export const findCase = async ({ readCase }: Pick<DeskDeps, 'readCase'>, staff: Staff, number: string): Promise<CaseFile> => {
  const file = await readCase(number);
  if (!file || !sees(staff, file)) throw new Problem('desk.case_not_found');
  return file;
};

export const organisationOf = (city: City, { orgId }: Pick<Staff, 'orgId'>): string =>
  city.desk.organisations.find(({ id }) => id === orgId)?.name ?? city.office.name;

export const needsTwo = (city: City, kind: CaseSummary['kind']): readonly Proposal['decision'][] =>
  city.desk.fourEyes.needed.find(one => one.kind === kind)?.decisions ?? [];

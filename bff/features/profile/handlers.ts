import type { Call, Handlers } from '../../http/call';
import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Clock } from '../../lib/time';
import type { CreditPort, CreditRecord, SectionId } from '../../platform/ports';
import { readerOf } from '../../policy/reader';
import type { AppendRead, ReadFile, ReadSubject, SubjectRecord } from '../offers';
import { checkSelf } from './check-self';
import { type CounterSlip, counterSlipOf, type SlipCity } from './counter-slip';
import { pageOf } from './page-cursor';
import { type AgencyContact, briefOf, contactOf, presentRecord } from './present-record';
import type { SectionResult } from './read-file';

export interface HandlerDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly city: SlipCity & { readonly appName: string };
  readonly credit: Pick<CreditPort, 'readAgency'>;
  readonly readFile: ReadFile;
  readonly readSubject: ReadSubject;
  readonly appendRead: AppendRead;
  /** One-page PDF. */
  readonly makeCounterSlip: (slip: CounterSlip) => Promise<Uint8Array>;
  readonly isFreshnessUnconfirmed: () => boolean;
}

type Reading = Pick<Call<'profile.read'>, 'subject' | 'signal' | 'client'>;
type RecordCall = Reading & Pick<Call<'profile.readRecord'>, 'params'>;

/** `total` stays null where nothing was fetched: it is not zero. */
const headOf = ({ sectionId, title, state, asOf, source, reason, records, marks }: SectionResult) => ({
  sectionId,
  title,
  state,
  asOf,
  source,
  total: records === null ? null : records.length,
  reason,
  marks: [...marks],
});

/** Reads of a file. Each writes its row of the ledger before it answers: no row, no reply. */
export const profileHandlers = (deps: HandlerDeps): Handlers<'profile'> => {
  const { db, now, city, credit, appendRead } = deps;

  /** @throws Problem `ledger.unwritable` */
  const noteRead = async ({ subject, client }: Reading, reason: string, fields: readonly string[]): Promise<void> => {
    const content = { ...readerOf(subject, client, city.appName), reason, fields };
    try {
      await db.inTx(tx => appendRead(tx, subject.subjectId, content));
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem('ledger.unwritable', { cause, retryAfterSec: 5 });
    }
  };

  const subjectOf = async ({ subject }: Reading): Promise<SubjectRecord> => {
    const known = await deps.readSubject(subject.subjectId);
    if (!known) throw new Problem('subject.not_found');
    return known;
  };

  const fetched = (sections: readonly SectionResult[]): string[] =>
    sections.filter(({ records }) => records !== null).map(({ title }) => title);

  /** @throws Problem `profile.section_unavailable` with the sentence that names the agency */
  const sectionOf = async (call: Reading, sectionId: SectionId, refresh: boolean) => {
    const subject = await subjectOf(call);
    const [section] = await deps.readFile(subject, { sections: [sectionId], refresh, signal: call.signal });
    if (!section) throw new Problem('profile.section_not_applicable');
    if (section.records === null)
      throw new Problem('profile.section_unavailable', { detail: section.reason ?? undefined, retryAfterSec: 5 });
    return { subject, section, records: section.records };
  };

  const recordOf = async (
    call: RecordCall,
  ): Promise<{ subject: SubjectRecord; section: SectionResult; record: CreditRecord; contact: AgencyContact | null }> => {
    const { subject, section, records } = await sectionOf(call, call.params.sectionId, false);
    const record = records.find(({ id }) => id === call.params.recordId);
    if (!record) throw new Problem('profile.record_not_found');
    return { subject, section, record, contact: await contactOf(credit, record) };
  };

  return {
    async 'profile.read'(call) {
      const subject = await subjectOf(call);
      const sections = await deps.readFile(subject, { refresh: call.query.refresh === '1', signal: call.signal });
      await noteRead(call, '查看档案总览', fetched(sections));
      return {
        subjectId: subject.subjectId,
        kind: subject.kind,
        name: subject.name,
        readAt: now().toISOString(),
        sections: sections.map(headOf),
        recordTotal: sections.reduce((sum, { records }) => sum + (records?.length ?? 0), 0),
        freshnessUnconfirmed: deps.isFreshnessUnconfirmed(),
      };
    },

    async 'profile.readSection'(call) {
      const { section, records } = await sectionOf(call, call.params.sectionId, call.query.refresh === '1');
      const { page, nextCursor } = pageOf(records, call.query.cursor, call.query.limit);
      await noteRead(call, '查看一类信息', [section.title]);
      const at = now();
      return { head: headOf(section), items: page.map(record => briefOf(record, at)), nextCursor };
    },

    async 'profile.readRecord'(call) {
      const { section, record, contact } = await recordOf(call);
      await noteRead(call, '查看一条记录', [section.title]);
      return presentRecord(record, section, contact, now());
    },

    async 'profile.readCounterSlip'(call) {
      const { subject, section, record, contact } = await recordOf(call);
      const slip = counterSlipOf(subject, record, section, contact, city, now());
      const [bytes] = await Promise.all([deps.makeCounterSlip(slip), noteRead(call, '打印办事单', [section.title])]);
      return { contentType: 'application/pdf', fileName: `办事单-${section.title}.pdf`, bytes };
    },

    async 'profile.checkSelf'(call) {
      const sections = await deps.readFile(await subjectOf(call), { signal: call.signal });
      await noteRead(call, '自测', fetched(sections));
      return checkSelf(sections, now());
    },
  };
};

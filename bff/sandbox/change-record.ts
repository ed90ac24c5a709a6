import type { Callbacks } from './callbacks';
import { makePen } from './city/record';
import type { Subject, WireRecord } from './city/types';
import { seededRandom } from './random';
import { sectionByCode, sections } from './section-fields';
import type { Change, State } from './state';

export type ChangeKind = 'added' | 'corrected' | 'withdrawn' | 'repaired' | 'objection';

export interface ChangeRequest {
  /** `ztbs`, a person's or merchant's key, or a unified code. */
  readonly subject: string;
  /** sectionId or wire code; null = a change of the whole file. */
  readonly section: string | null;
  readonly kind: ChangeKind;
  /** Absent: the section's first record. */
  readonly recordId?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const kinds: Readonly<Record<ChangeKind, Change['bdlx']>> = { added: '1', corrected: '2', withdrawn: '3', repaired: '4', objection: '5' };

export const findSubject = (state: State, name: string): Subject | undefined =>
  state.subject(name) ?? state.personByKey(name) ?? state.merchantByKey(name) ?? state.merchantByCode(name);

export const sectionCode = (name: string): string | null =>
  sectionByCode.has(name) ? name : (sections.find(({ sectionId }) => sectionId === name)?.code ?? null);

const markOf: Readonly<Record<ChangeKind, Readonly<Record<string, unknown>>>> = {
  added: {},
  corrected: {},
  withdrawn: {},
  repaired: { xfzt: '2' },
  objection: { yyzt: '1' },
};

/** Changes a record and tells of it by feed and callback. null: no such subject, section or record. */
export const changeRecord = (state: State, callbacks: Callbacks, request: ChangeRequest): Change | null => {
  const subject = findSubject(state, request.subject);
  const code = request.section === null ? null : sectionCode(request.section);
  if (!subject || (request.section !== null && code === null)) return null;
  let recordId: string | null = null;
  if (code !== null) {
    const records = state.sectionOf(subject, code);
    const fields = { ...markOf[request.kind], ...request.fields, sjsj: state.time() };
    if (request.kind === 'added') {
      recordId = state.newId(`${subject.ztbs}-`).slice(0, 60);
      const blank = makePen(subject, seededRandom(recordId), state.city.today).write(
        code,
        sectionByCode.get(code)?.categories[0] ?? '10',
        {},
      );
      state.setSection(subject, code, [{ ...blank, ...fields, jlbs: recordId } as WireRecord, ...records]);
    } else {
      recordId = request.recordId ?? records[0]?.jlbs ?? null;
      if (!records.some(({ jlbs }) => jlbs === recordId)) return null;
      const changed =
        request.kind === 'withdrawn'
          ? records.filter(({ jlbs }) => jlbs !== recordId)
          : records.map(record => (record.jlbs === recordId ? { ...record, ...fields } : record));
      state.setSection(subject, code, changed);
    }
  }
  const change: Change = {
    bdbs: state.newId('B'),
    ztbs: subject.ztbs,
    xxlb: code,
    jlbs: recordId,
    bdlx: kinds[request.kind],
    bdsj: state.time(),
  };
  state.changes.push(change);
  callbacks.send({ sjlx: 'bd', sj: change });
  return change;
};

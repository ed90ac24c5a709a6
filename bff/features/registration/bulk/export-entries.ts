import { registrationKinds } from '../../../contract/registration/schema';
import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { beijingDay, beijingMinute } from '../../../lib/time';
import { readerOf } from '../../../policy/reader';
import type { FieldValue } from '../../../policy/registration/check-fields';
import { currentKind, type FieldPolicy, type Kind, kindOfVersion } from '../../../policy/registration/kinds';
import type { EntryState, Trust } from '../../../policy/registration/moves';
import { type EntryContent, openContent } from '../content';
import { merchantOf } from '../prepare-entry';
import type { EntryWithContent, Place } from '../store';
import type { BulkDeps } from './deps';
import { listOfKind } from './store';
import { headFill, type SheetWriter, streamWorkbook, xlsxType } from './write-workbook';

const atOnce = 200;

/** Never one word for two of them. */
const trustWords: Readonly<Record<Trust, string>> = {
  self_declared: '本人自述',
  document_checked: '材料已核',
  agency_verified: '部门核验',
};
const stateWords: Readonly<Record<EntryState, string>> = {
  submitted: '正在核对',
  returned: '退回补正',
  verified: '已核实',
  refused: '不予核实',
  published: '已公布',
  withdrawn: '已撤下',
  expired: '已到期',
};

const yuanOf = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

const shown = ({ input, choices }: FieldPolicy, value: FieldValue | undefined): string => {
  if (value === null || value === undefined) return '';
  if (input === 'amount') return yuanOf(Number(value));
  if (input === 'choice') return choices.find(({ code }) => code === value)?.title ?? String(value);
  return String(value);
};

const common = ['登记号', '标题', '状态', '核对到哪一步', '提交时间', '公布时间', '到期日', '承诺书版本', '签署时间'];

/** All own entries, as a table or as data, made while they are read; who took them stands in the read ledger. */
export const exportHandler = (deps: BulkDeps): Handlers<'bulk'>['bulk.export'] => {
  const { db, seal, now, city, appendRead } = deps;

  async function* entriesOf(subjectId: string, kind: Kind): AsyncGenerator<readonly [EntryWithContent, EntryContent]> {
    for (let after: Place | null = null; ; ) {
      const rows: EntryWithContent[] = await listOfKind(db, subjectId, kind, after, atOnce);
      for (const row of rows) yield [row, openContent(seal, row)];
      const last = rows.at(-1);
      if (!last || rows.length < atOnce) return;
      after = { at: last.submittedAt, id: last.id };
    }
  }

  const writeKind = async ({ add, stopped }: SheetWriter, subjectId: string, kind: Kind): Promise<void> => {
    const { title, fields } = currentKind(kind, beijingDay(now()));
    const sheet = add(title, [20, 30, 12, 14, 26, 26, 14, 14, 26, ...fields.map(() => 24), 40]);
    const unit = ({ label, input }: FieldPolicy) => (input === 'amount' ? `${label}（元）` : label);
    const head = sheet.addRow([...common, ...fields.map(unit), '附件（名称 SHA-256）']);
    head.eachCell(cell => {
      cell.fill = headFill;
    });
    head.commit();
    for await (const [row, content] of entriesOf(subjectId, kind)) {
      if (stopped()) return;
      const written = new Map(kindOfVersion(row.kind, row.kindVersion).fields.map(field => [field.key, field]));
      sheet
        .addRow([
          row.number,
          content.title,
          stateWords[row.state],
          trustWords[row.trust],
          beijingMinute(row.submittedAt),
          row.publishedAt === null ? '' : beijingMinute(row.publishedAt),
          row.endsOn ?? '',
          row.commitmentVersion,
          beijingMinute(row.signedAt),
          ...fields.map(field => shown(written.get(field.key) ?? field, content.fields[field.key])),
          content.attachments.map(({ name, sentDigest }) => `${name} ${sentDigest}`).join('\n'),
        ])
        .commit();
    }
    sheet.commit();
  };

  async function* jsonOf(subjectId: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`{"format":"chengxin-registrations/1","entries":[`);
    let lead = '';
    for (const kind of registrationKinds)
      for await (const [row, content] of entriesOf(subjectId, kind)) {
        const { number, kindVersion, state, trust, revision, submittedAt, publishedAt, endsOn } = row;
        const commitment = { version: row.commitmentVersion, digest: row.commitmentDigest, signedAt: row.signedAt };
        const attachments = content.attachments.map(({ name, contentType, sizeBytes, sentDigest }) => ({
          name,
          contentType,
          sizeBytes,
          sentDigest,
        }));
        const told = { number, kind, kindVersion, title: content.title, state, trust, revision, submittedAt, publishedAt, endsOn };
        yield Buffer.from(`${lead}\n${JSON.stringify({ ...told, fields: content.fields, attachments, commitment })}`);
        lead = ',';
      }
    yield Buffer.from('\n]}\n');
  }

  return async call => {
    const { subjectId } = await merchantOf(deps, call);
    const { format } = call.params;
    const reader = readerOf(call.subject, call.client, city.appName);
    try {
      await db.inTx(tx => appendRead(tx, subjectId, { ...reader, reason: `导出全部自愿登记（${format}）`, fields: ['自愿登记'] }));
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem('ledger.unwritable', { cause, retryAfterSec: 5 });
    }
    return {
      contentType: format === 'json' ? 'application/json; charset=utf-8' : xlsxType,
      fileName: `自愿登记-${beijingDay(now())}.${format}`,
      sizeBytes: null,
      content: () =>
        format === 'json'
          ? jsonOf(subjectId)
          : streamWorkbook(async writer => {
              for (const kind of registrationKinds) await writeKind(writer, subjectId, kind);
            }),
    };
  };
};

import { z } from 'zod';
import { zId, zInstant, zLine } from '../atoms';
import { zRegistrationKind } from '../registration/schema';

/** Most bytes of a filled-in sheet; 10,000 rows of long text stay below it. Chunks are those of attachments. */
export const bulkLimits = { sizeBytes: 4_000_000 } as const;

/** `sending` → `checking` → `checked` | `refused` (the file as a whole) → `importing` → `done`; `dropped`: given up before. */
export const bulkStates = ['sending', 'checking', 'checked', 'refused', 'importing', 'done', 'dropped'] as const;

const zImport = z.object({
  importId: zId,
  kind: zRegistrationKind,
  kindTitle: z.string(),
  name: z.string(),
  state: z.enum(bulkStates),
  /** Why the file was refused as a whole, a sentence with what to do. */
  reason: z.string().nullable(),
  sizeBytes: z.int(),
  receivedBytes: z.int(),
  /** Rows checked so far. */
  rows: z.int(),
  /** Without a fault and not registered (yet). */
  good: z.int(),
  /** With a fault, found by the check or when it was to be registered. */
  bad: z.int(),
  imported: z.int(),
  /** The first of them, in the order of the sheet; all of them are in `bulk.marked`. */
  faults: z.array(z.object({ row: z.int(), label: z.string(), text: z.string() })),
  /** The truth commitment: today's until it is signed, then the one that was. */
  commitment: z.object({ version: z.string(), text: z.string(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  createdAt: zInstant,
});

const zSubjectParams = z.object({ subjectId: zId });
const zImportParams = zSubjectParams.extend({ importId: zId });

export const bulkSchemas = {
  'bulk.template': { params: z.object({ kind: zRegistrationKind }), reply: 'file' as const },
  'bulk.list': {
    params: zSubjectParams,
    reply: z.object({ imports: z.array(zImport), limits: z.object({ sizeBytes: z.int(), rows: z.int() }) }),
  },
  'bulk.begin': {
    params: zSubjectParams,
    body: z.object({
      kind: zRegistrationKind,
      name: zLine(120).pipe(z.string().min(1)),
      sizeBytes: z.int().min(1).max(bulkLimits.sizeBytes),
    }),
    reply: zImport,
  },
  /** As `attachment.append`: the body is the chunk itself; beside what is here 409 `bulk.other_place` with `resumeFrom`. */
  'bulk.append': {
    params: zImportParams,
    query: z.object({ from: z.coerce.number().int().min(0).max(bulkLimits.sizeBytes) }),
    body: 'bytes' as const,
    reply: zImport,
  },
  'bulk.finish': { params: zImportParams, reply: zImport },
  'bulk.read': { params: zImportParams, reply: zImport },
  'bulk.decide': {
    params: zImportParams,
    body: z.object({
      /** `all`: only if every row is good; `good`: those that are; `drop`: none. */
      decision: z.enum(['all', 'good', 'drop']),
      /** Version of the truth commitment that was read and signed; of `drop` null. */
      commitmentVersion: z.string().max(20).nullable(),
    }),
    reply: zImport,
  },
  'bulk.marked': { params: zImportParams, reply: 'file' as const },
  'bulk.export': { params: zSubjectParams.extend({ format: z.enum(['xlsx', 'json']) }), reply: 'file' as const },
};

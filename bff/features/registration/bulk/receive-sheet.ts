import { attachmentLimits } from '../../../contract/attachment/schema';
import type { Handlers } from '../../../http/call';
import { UniqueViolation } from '../../../lib/db';
import { nextOfMark } from '../../../lib/db/marks';
import { Problem } from '../../../lib/problem';
import { beijingDay, toInstant } from '../../../lib/time';
import { bulkPolicy } from '../../../policy/registration/bulk';
import { currentKind } from '../../../policy/registration/kinds';
import { merchantOf } from '../prepare-entry';
import { namePurpose, partPurpose } from './content';
import { type BulkDeps, bulkTopics } from './deps';
import { findOwn } from './find-own';
import { presentImport } from './present-import';
import { advance, countOpen, type ImportRow, insertImport, insertPart, moveImport } from './store';

type Own = 'bulk.begin' | 'bulk.append' | 'bulk.finish';

const fits = ({ sizeBytes }: ImportRow, from: number, size: number): boolean =>
  size > 0 && from + size <= sizeBytes && (from + size === sizeBytes || size >= attachmentLimits.leastChunkBytes);

/** A sheet comes in chunks that only ever grow at its end, each sealed in the database: it is small, and gone once it was checked. */
export const receiveHandlers = (deps: BulkDeps): Pick<Handlers<'bulk'>, Own> => {
  const { db, now, newId, seal, enqueue } = deps;
  const present = presentImport(deps);
  const own = findOwn(deps);

  return {
    async 'bulk.begin'(call) {
      const { citizen, client, subject, body, keep } = call;
      const { subjectId } = await merchantOf(deps, call);
      const at = toInstant(now());
      const row: ImportRow = {
        id: newId(),
        subjectId,
        citizenId: citizen.citizenId,
        role: subject.role,
        client,
        kind: body.kind,
        kindVersion: currentKind(body.kind, beijingDay(now())).version,
        nameSealed: seal.seal(body.name, namePurpose),
        sizeBytes: body.sizeBytes,
        receivedBytes: 0,
        state: 'sending',
        reason: null,
        commitmentVersion: null,
        commitmentDigest: null,
        signedAt: null,
        createdAt: at,
        changedAt: at,
      };
      return db.inTx(async tx => {
        // Its row stays locked until the end: of two phones at once the limit is counted by one after the other.
        await nextOfMark(tx, `bulk:${subjectId}`, at);
        if ((await countOpen(tx, subjectId)) >= bulkPolicy.openAtOnce) throw new Problem('bulk.too_many');
        await insertImport(tx, row);
        const reply = await present(row, tx);
        await keep(tx, reply);
        return reply;
      });
    },

    async 'bulk.append'({ subject, params, query: { from }, body }) {
      const row = await own(subject.subjectId, params.importId);
      const to = from + body.byteLength;
      // The newest chunk once more: its answer was lost.
      if (to === row.receivedBytes) return present(row);
      if (row.state !== 'sending') throw new Problem('bulk.closed');
      if (from !== row.receivedBytes) throw new Problem('bulk.other_place', { resumeFrom: row.receivedBytes });
      if (!fits(row, from, body.byteLength)) throw new Problem('bulk.chunk_wrong');
      const sealed = seal.seal(body, partPurpose);
      const added = await db
        .inTx(async tx => {
          if ((await advance(tx, row.id, from, to, toInstant(now()))) === 0) return false;
          await insertPart(tx, row.id, from, body.byteLength, sealed);
          return true;
        })
        .catch(error => {
          if (error instanceof UniqueViolation) return false;
          throw error;
        });
      const after = await own(subject.subjectId, params.importId);
      if (!added) throw new Problem('bulk.other_place', { resumeFrom: after.receivedBytes });
      return present(after);
    },

    async 'bulk.finish'({ subject, params }) {
      const row = await own(subject.subjectId, params.importId);
      if (row.state === 'sending' && row.receivedBytes < row.sizeBytes)
        throw new Problem('bulk.other_place', { resumeFrom: row.receivedBytes });
      if (row.state === 'sending')
        await db.inTx(async tx => {
          if (await moveImport(tx, row.id, 'sending', 'checking', toInstant(now())))
            await enqueue(tx, bulkTopics.check, `bulk:${row.id}`, { importId: row.id });
        });
      return present(await own(subject.subjectId, params.importId));
    },
  };
};

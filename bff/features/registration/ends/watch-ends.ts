import { Problem } from '../../../lib/problem';
import { beijingDay, dayInWords } from '../../../lib/time';
import { dueAfter } from '../../../lib/working-days';
import type { Day } from '../../../platform/ports';
import { kindOfVersion } from '../../../policy/registration/kinds';
import type { RegistrationDeps } from '../deps';
import { moveEntry } from '../move-entry';
import type { EntryWithContent } from '../store';
import { listEnding, listExpectedDue, listOver, markAnnounced, setDue } from './store';

/** An ending permit is announced this many days before. Source: docs/rules/registration.md#ends. */
export const announcedBefore = [60, 30, 7] as const;
const dayMs = 24 * 3600_000;
/** Entries taken up at one look. */
const batch = 200;

const daysLater = (day: Day, days: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
const daysUntil = (from: Day, to: Day): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

/** Clock job: ends what is over, announces what ends soon, and computes days anew that lay beyond the published calendar. */
export const watchEnds = (deps: RegistrationDeps) => {
  const { db, now, citizensOf, notify, log } = deps;
  const move = moveEntry(deps);

  const expire = async (today: Day): Promise<number> => {
    let ended = 0;
    for (const row of await listOver(db, today, batch)) {
      try {
        await move({ id: row.id }, { move: 'expire', actor: 'clock', by: '到期自动撤下' });
        ended += 1;
      } catch (error) {
        // Its merchant withdrew it in this very moment.
        if (!(error instanceof Problem && error.code === 'registration.moved')) throw error;
      }
    }
    return ended;
  };

  const announce = async (row: EntryWithContent, today: Day, days: number): Promise<boolean> => {
    const citizens = await citizensOf(row.subjectId);
    const endsOn = row.endsOn as Day;
    return db.inTx(async tx => {
      if (!(await markAnnounced(tx, row, days))) return false;
      const left = daysUntil(today, endsOn);
      const what = kindOfVersion(row.kind, row.kindVersion).title;
      for (const citizenId of citizens) {
        await notify(tx, citizenId, {
          eventKey: `registration.ending:${row.id}:${days}:${citizenId}`,
          title: left === 0 ? '一条自愿登记今天到期' : `一条自愿登记还有 ${left} 天到期`,
          text: `${what} ${row.number} 到 ${dayInWords(endsOn)}止。办好延续或换证以后，请登记新的一条；到期的会自动撤下。`,
          target: { page: 'registration', id: row.id, subjectId: row.subjectId },
          reminder: 'due',
        });
      }
      return true;
    });
  };

  /** The nearest mark first, so that a late entry is told once and not three times. */
  const announceAll = async (today: Day): Promise<number> => {
    let told = 0;
    for (const days of [...announcedBefore].sort((a, b) => a - b)) {
      for (const row of await listEnding(db, today, daysLater(today, days), days, batch)) if (await announce(row, today, days)) told += 1;
    }
    return told;
  };

  const recompute = async (): Promise<void> => {
    let after = '';
    for (;;) {
      const rows = await listExpectedDue(db, after, batch);
      for (const row of rows) {
        if (row.clockFrom === null || row.clockDays === null) continue;
        const due = dueAfter(row.clockFrom, row.clockDays);
        if (due.day !== row.dueOn || !due.expected) await setDue(db, row, due);
      }
      if (rows.length < batch) return;
      after = rows.at(-1)?.id ?? '';
    }
  };

  return async (): Promise<{ expired: number; announced: number }> => {
    const today = beijingDay(now());
    const expired = await expire(today);
    const announced = await announceAll(today);
    await recompute();
    if (expired + announced > 0) log.info({ expired, announced }, 'registrations: ended and announced');
    return { expired, announced };
  };
};

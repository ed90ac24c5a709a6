import { randomBytes, randomInt } from 'node:crypto';
import type { Call, Handlers } from '../../http/call';
import { UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, startOfBeijingDay, toInstant } from '../../lib/time';
import { validity } from './build-report';
import type { ReportDeps } from './deps';
import { noteOwnRead } from './note-read';
import { presentReport, type ReportReply } from './present-report';
import { countSince, holdCitizen, insertMaking, type ReportRow } from './store';
import { purposes } from './summary';
import { checkWish, purposeTitle, variantTitles } from './wish';

/** Outbox topic of the making. */
export const makeTopic = 'report.make';

export const newClerkCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Region, day and six random digits: says nothing of how many reports there are. */
const newNumber = (regionCode: string, at: Date): string =>
  `BG${regionCode}-${beijingDay(at).replaceAll('-', '')}-${String(randomInt(1_000_000)).padStart(6, '0')}`;

/**
 * Takes a wish: row, making, ledger row and the idempotent answer in one transaction; the relay makes the report.
 * @throws Problem `report.too_many`, `report.period_wrong`, `report.domains_required`, `request.invalid`
 */
export const requestReport = (deps: ReportDeps): Handlers<'report'>['report.request'] => {
  const { db, seal, now, newId, city, enqueue } = deps;
  const present = presentReport(deps);
  const noteRead = noteOwnRead(deps);

  const takeOnce = async (call: Call<'report.request'>): Promise<ReportReply> => {
    const at = now();
    const wish = call.body;
    const { subjectId } = call.subject;
    const { citizenId } = call.citizen;
    const row: ReportRow = {
      id: newId(),
      number: newNumber(city.regionCode, at),
      subjectId,
      citizenId,
      variant: wish.variant,
      state: 'making',
      wishSealed: seal.seal(JSON.stringify(wish), purposes.wish),
      verifyId: randomBytes(16).toString('base64url'),
      createdAt: toInstant(at),
      expiresAt: validity(at, city.report.validDays).expiresAt,
      clerkCodeSealed: wish.allowNumbers ? seal.seal(newClerkCode(), purposes.clerkCode) : null,
      clerkTries: 0,
      readyAt: null,
      endedAt: null,
      endedReason: null,
      dataDigest: null,
      summarySealed: null,
      verifySignature: null,
      verifyKeyId: null,
      pages: null,
      sizeBytes: null,
    };
    const reply = present(row);
    await db.inTx(async tx => {
      await holdCitizen(tx, citizenId);
      if ((await countSince(tx, citizenId, startOfBeijingDay(beijingDay(at)))) >= city.report.perDay) throw new Problem('report.too_many');
      await insertMaking(tx, row);
      await enqueue(tx, makeTopic, row.id, { reportId: row.id });
      await call.keep(tx, reply);
      const reason = `申请${variantTitles[wish.variant]}，用途：${purposeTitle(city, wish.purpose)}；随后读取档案生成报告`;
      await noteRead(
        tx,
        call,
        reason,
        wish.variant === 'full' ? ['全部类别'] : ['行政处罚', '严重失信主体名单', '司法判决及执行', '其他行政行为'],
      );
    });
    return reply;
  };

  return async call => {
    checkWish(call.body, city, beijingDay(now()));
    for (let tries = 1; ; tries++) {
      try {
        return await takeOnce(call);
      } catch (error) {
        // Two reports of one day drew the same number: draw again.
        if (!(error instanceof UniqueViolation) || tries === 5) throw error;
      }
    }
  };
};

import type { Call, Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { beijingDay } from '../../lib/time';
import { selectForReport, validity } from './build-report';
import type { ReportDeps } from './deps';
import { domainsOf } from './find-domains';
import { noteOwnRead } from './note-read';
import { leftOutWords } from './select-records';
import { checkWish, variantTitles } from './wish';

/**
 * What a report would contain now, and what not. Reads the file, so it stands in the ledger.
 * @throws Problem `report.period_wrong`, `report.domains_required`, `request.invalid`, `subject.not_found`, `platform.subject_unknown`
 */
export const previewReport = (deps: ReportDeps): Handlers<'report'>['report.preview'] => {
  const { db, now, city, readSubject, readFile } = deps;
  const noteRead = noteOwnRead(deps);
  return async (call: Call<'report.preview'>) => {
    const at = now();
    const wish = call.body;
    checkWish(wish, city, beijingDay(at));
    const subject = await readSubject(call.subject.subjectId);
    if (!subject) throw new Problem('subject.not_found');
    const { sections, leftOut } = selectForReport(await readFile(subject, { signal: call.signal }), wish, city, at);
    await db.inTx(tx =>
      noteRead(
        tx,
        call,
        `开${variantTitles[wish.variant]}前的预览`,
        sections.map(({ title }) => title),
      ),
    );
    const kept = [...leftOut].flatMap(([rule, count]) =>
      rule === 'not_adverse' ? [] : [`${leftOutWords[rule].replace(/。$/, '')}（${count} 条）。`],
    );
    return {
      sections: sections.map(({ sectionId, title, state, records }) => ({
        sectionId,
        title,
        state,
        count: records === null ? null : records.length,
      })),
      leftOut: kept,
      missingDomains: domainsOf(wish, city)
        .filter(({ covered }) => !covered)
        .map(({ title }) => title),
      unavailable: sections.filter(({ records }) => records === null).map(({ title }) => title),
      expiresOn: validity(at, city.report.validDays).lastDay,
    };
  };
};

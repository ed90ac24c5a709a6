import { clockView, fileTitle, groupSections, type SectionHead } from '../../../miniapp/src/file/file-words';
import { daysBetween, dayWords, weekdayWords, whenWords } from '../../../miniapp/src/shared/dates';
import { codeIn, countWords } from '../../../miniapp/src/verify/verify-words';

const now = Date.parse('2026-06-10T01:12:00.000Z');
const head = (sectionId: SectionHead['sectionId'], state: SectionHead['state'], total: number | null): SectionHead => ({
  sectionId,
  title: sectionId,
  state,
  total,
  asOf: null,
  source: '市',
  reason: null,
  marks: [],
});

describe('phone.dates', () => {
  it('names instants by the Beijing calendar', () => {
    expect(whenWords('2026-06-10T01:12:00.000Z', now)).toBe('今天 09:12');
    expect(whenWords('2026-06-09T15:59:00.000Z', now)).toBe('昨天 23:59');
    expect(whenWords('2026-06-09T16:01:00.000Z', now)).toBe('今天 00:01');
    expect(whenWords('2026-05-04T02:00:00.000Z', now)).toBe('5 月 4 日 10:00');
    expect(whenWords('2025-12-31T15:59:00.000Z', now)).toBe('2025 年 12 月 31 日');
  });

  it('counts days over leap days and names weekdays', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-07-20', '2026-06-10')).toBe(-40);
    expect(weekdayWords('2026-07-20')).toBe('周一');
    expect(dayWords('2027-04-20', now)).toBe('2027 年 4 月 20 日');
  });
});

describe('phone.fileWords', () => {
  it('puts what was not fetched apart from what holds nothing', () => {
    const groups = groupSections([
      head('basics', 'ok', 1),
      head('penalty', 'ok', 0),
      head('judicial', 'unavailable', null),
      head('honor', 'stale', 2),
    ]);
    expect(groups.missing.map(one => one.sectionId)).toEqual(['judicial']);
    expect(groups.present.map(one => one.sectionId)).toEqual(['basics', 'honor']);
    expect(groups.none.map(one => one.sectionId)).toEqual(['penalty']);
  });

  it('never says none in the title while a section is missing', () => {
    const sections = [head('basics', 'ok', 0), head('judicial', 'unavailable', null)];
    expect(fileTitle({ kind: 'person', recordTotal: 0, sections })).toBe('取到的里面没有记录，还有 1 类没取到');
    expect(fileTitle({ kind: 'person', recordTotal: 5, sections })).toBe('您的档案里有 5 条记录，另有 1 类没取到');
    expect(fileTitle({ kind: 'person', recordTotal: 0, sections: sections.slice(0, 1) })).toBe('目前没有关于您的记录');
    expect(fileTitle({ kind: 'person', recordTotal: 0, sections: sections.slice(1) })).toBe('这次一类也没取到');
  });

  it('counts down to repair, and computes nothing without a class', () => {
    const clock = {
      penaltyClass: 'general',
      penaltyClassLabel: '一般',
      decidedOn: '2026-04-20',
      repairFrom: '2026-07-20',
      endsOn: '2027-04-20',
      basis: null,
      note: '',
    } as const;
    expect(clockView(clock, '2026-06-10')).toMatchObject({ lead: '离可以申请修复，还有', days: 40, from: '7 月 20 日（周一）起' });
    expect(clockView(clock, '2026-07-20')).toMatchObject({ lead: '现在就可以申请修复', days: null });
    expect(clockView(clock, '2027-04-20').lead).toBe('最长公示期已经满了');
    const unknown = clockView(
      { ...clock, penaltyClass: null, penaltyClassLabel: '类别未提供', repairFrom: null, endsOn: null },
      '2026-06-10',
    );
    expect(unknown).toMatchObject({ lead: '类别未提供', days: null, todayPercent: null });
    expect(unknown.points).toHaveLength(1);
  });
});

describe('phone.verifyWords', () => {
  it('finds the code in a link, a scene, a path or bare, and nothing in other text', () => {
    const code = 'AbCdEf0123456789_-xyz0';
    for (const text of [
      code,
      ` ${code}\n`,
      `https://a.cn/#/verify/pages/verify/index?code=${code}`,
      `https://a.cn/v/${code}`,
      `https://a.cn/v/${code}?from=x`,
      `https://a.cn/v/${code.slice(0, 9)}\n${code.slice(9)}`,
      `scene?scene=${code}`,
    ]) {
      expect(codeIn(text)).toBe(code);
    }
    for (const text of ['', '您好', 'https://a.cn/', 'short', `${code} ${code}`, '../../../../etc/passwd']) expect(codeIn(text)).toBeNull();
  });

  it('never writes a section that was not fetched as none', () => {
    expect(countWords({ title: '司法', state: 'unavailable', count: null })).toBe('没有取到');
    expect(countWords({ title: '司法', state: 'ok', count: 0 })).toBe('没有记录');
  });
});

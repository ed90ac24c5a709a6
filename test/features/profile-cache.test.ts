import { pageOf } from '../../bff/features/profile/page-cursor';
import { makeSectionCache } from '../../bff/features/profile/section-cache';
import { Problem } from '../../bff/lib/problem';
import { byPlace } from '../../bff/lib/record-order';
import type { PlatformSection } from '../../bff/platform/ports';

const section = (source: string): PlatformSection => ({
  asOf: '2026-11-22T00:00:00.000Z',
  source,
  records: [],
  quarantined: [],
  unreadable: 0,
});
const later = <T>() => {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  return { promise, resolve, reject };
};

describe('profile.sectionCache', () => {
  let nowMs = Date.parse('2026-11-22T08:00:00.000Z');
  const cache = () => makeSectionCache(() => new Date(nowMs));

  it('asks once for five hundred readers at once', async () => {
    const copies = cache();
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      await new Promise(resolve => setTimeout(resolve, 10));
      return section('a');
    };
    await Promise.all(Array.from({ length: 500 }, () => copies.load('ref', 'penalty', false, fetch)));
    expect(asked).toBe(1);
    await copies.load('ref', 'honor', false, fetch);
    await copies.load('other', 'penalty', false, fetch);
    expect(asked).toBe(3);
  });

  it('asks again when the copy has aged or the reader wants it anew', async () => {
    const copies = cache();
    const load = (source: string, refresh = false) => copies.load('ref', 'penalty', refresh, async () => section(source));
    expect((await load('one')).section.source).toBe('one');
    expect((await load('two')).section.source).toBe('one');
    expect((await load('two', true)).section.source).toBe('two');
    nowMs += 60_000;
    expect((await load('three')).section.source).toBe('three');
  });

  it('keeps an old copy for ten minutes and not longer', async () => {
    const copies = cache();
    await copies.load('ref', 'penalty', false, async () => section('one'));
    nowMs += 9 * 60_000;
    expect(copies.kept('ref', 'penalty')?.section.source).toBe('one');
    nowMs += 61_000;
    expect(copies.kept('ref', 'penalty')).toBeNull();
  });

  it('does not keep what a purge overtook in flight', async () => {
    const copies = cache();
    const old = later<PlatformSection>();
    const first = copies.load('ref', 'penalty', false, () => old.promise);
    copies.purge('ref', null);
    const second = copies.load('ref', 'penalty', false, async () => section('after the change'));
    expect((await second).section.source).toBe('after the change');
    old.resolve(section('before the change'));
    await first;
    expect(copies.kept('ref', 'penalty')?.section.source).toBe('after the change');
  });

  it('purges one section or all, of this subject only', async () => {
    const copies = cache();
    for (const ref of ['ref', 'other'])
      for (const id of ['penalty', 'honor'] as const) await copies.load(ref, id, false, async () => section(ref));
    copies.purge('ref', 'penalty');
    expect([copies.kept('ref', 'penalty'), copies.kept('ref', 'honor')?.section.source]).toEqual([null, 'ref']);
    copies.purge('ref', null);
    expect([copies.kept('ref', 'honor'), copies.kept('other', 'honor')?.section.source]).toEqual([null, 'other']);
  });

  it('forgets a flight that failed', async () => {
    const copies = cache();
    await expect(copies.load('ref', 'penalty', false, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect((await copies.load('ref', 'penalty', false, async () => section('up'))).section.source).toBe('up');
  });
});

describe('profile.pageOf', () => {
  const records = Array.from({ length: 400 }, (_, i) => ({
    id: `r${i % 7}-${i}`,
    decidedOn: i % 50 === 0 ? null : `2026-0${(i % 9) + 1}-11`,
  })).sort(byPlace);

  it.each([1, 7, 30, 100])('walks 400 records by %i without gaps or doubles', limit => {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const { page, nextCursor } = pageOf(records, cursor, limit);
      walked.push(...page.map(({ id }) => id));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(walked).toEqual(records.map(({ id }) => id));
  });

  it('goes on at the right place when a record comes and another goes between two pages', () => {
    const { page, nextCursor } = pageOf(records, undefined, 30);
    const changed = [{ id: 'new', decidedOn: '2026-12-01' }, ...records.filter(({ id }) => id !== page[29]?.id)];
    expect(pageOf(changed, nextCursor ?? '', 1).page[0]?.id).toBe(records[30]?.id);
  });

  it('refuses a cursor that is not ours', () => {
    for (const cursor of ['x', '', Buffer.from('2026-01-01 ../../etc').toString('base64url')])
      expect(() => pageOf(records, cursor, 10)).toThrow(Problem);
  });
});

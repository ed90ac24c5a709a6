import { seededRandom } from '../random';
import { sections } from '../section-fields';
import { makePen } from './record';
import type { Subject, WireRecord } from './types';

export const shapeNames = ['missing', 'null', 'empty', 'long'] as const;
export type Shape = (typeof shapeNames)[number];

export const shapeOf = (profile: string): Shape | null => shapeNames.find(shape => profile.replace(/^m_/, '') === `shape_${shape}`) ?? null;

const longText = (label: string, max: number): string =>
  `${label}（超出规定长度的演示内容）`.repeat(Math.ceil(max / 14) + 1).slice(0, max + 20);

/** Longer than any date, amount or code, and none of them: a reader must not guess. */
const oddValues = {
  date: '2026-11-01 及以后各日（演示）',
  datetime: '2026-11-01 02:00:00.000000 +08:00',
  money: '123456789012345678901234.567890123',
  code: '01演示编码过长',
} as const;

/**
 * Records of every section in one shape: all fields missing, null, empty; or, for `long`, one record whose texts are too long and one whose dates,
 * amounts and codes are. The id and the catalogue category stay right, or the record would be held back before anybody sees it.
 */
export const shapedFile = (subject: Subject, shape: Shape, today: string): Map<string, WireRecord[]> => {
  const pen = makePen(subject, seededRandom(subject.ztbs), today);
  const file = new Map<string, WireRecord[]>();
  for (const { code, categories, kinds, fields } of sections) {
    if (kinds !== 'both' && kinds !== subject.kind) continue;
    const category = categories[0] ?? '10';
    const blank = pen.write(code, category, {});
    const all = (value: (field: (typeof fields)[number]) => unknown): WireRecord => ({
      ...blank,
      ...Object.fromEntries(fields.map(field => [field.name, value(field)])),
    });
    if (shape === 'missing') file.set(code, [{ jlbs: blank.jlbs, mllb: category }]);
    if (shape === 'null')
      file.set(code, [
        { ...all(() => null), gkfs: null, sjsj: null, flyj: null, xfzt: null, yyzt: null, kxcd: null, zdgk: null, rzgl: null },
      ]);
    if (shape === 'empty') file.set(code, [{ ...all(() => ''), gkfs: '', sjsj: '', flyj: '', xfzt: '', yyzt: '', kxcd: '' }]);
    if (shape === 'long') {
      const texts = all(({ label, type, max }) => (type === 'text' ? longText(label, max) : null));
      const odd = all(({ type, label }) => (type === 'text' ? label : oddValues[type]));
      file.set(code, [
        { ...texts, flyj: longText('法律依据', 1000) },
        {
          ...odd,
          jlbs: `${blank.jlbs}-odd`,
          gkfs: oddValues.code,
          sjsj: oddValues.datetime,
          xfzt: oddValues.code,
          yyzt: oddValues.code,
          kxcd: oddValues.code,
        },
      ]);
    }
  }
  return file;
};

import { type Shape, shapeNames, shapeOf } from './city/shapes';
import type { City } from './city/types';
import { commonFields, sections } from './section-fields';

export interface ShapeEntry {
  readonly sectionId: string;
  readonly field: string;
  readonly shape: Shape;
  readonly key: string;
  readonly ztbs: string;
  readonly jlbs: string;
}

/** Without these a record would be held back before anybody sees it. */
const neverOdd = new Set(['jlbs', 'mllb']);

const shapeOfValue = (record: object, name: string, max: number): Shape | null => {
  if (!(name in record)) return 'missing';
  const value = (record as Readonly<Record<string, unknown>>)[name];
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return typeof value === 'string' && [...value].length > max ? 'long' : null;
};

/** Where each field of each section can be met in each shape: found by looking, not by trusting the maker. */
export const findShapes = (city: City): ShapeEntry[] => {
  const subjects = [...city.people, ...city.merchants].filter(({ profile }) => shapeOf(profile) !== null);
  const found = new Map<string, ShapeEntry>();
  for (const subject of subjects) {
    for (const { code, sectionId, fields } of sections) {
      for (const record of city.fileOf(subject).get(code) ?? []) {
        for (const { name, max } of [...commonFields.filter(({ name }) => !neverOdd.has(name)), ...fields]) {
          const shape = shapeOfValue(record, name, max);
          if (shape && shapeNames.includes(shape))
            found.set(`${sectionId} ${name} ${shape}`, {
              sectionId,
              field: name,
              shape,
              key: subject.key ?? '',
              ztbs: subject.ztbs,
              jlbs: record.jlbs,
            });
        }
      }
    }
  }
  return [...found.values()];
};

import { get_dmmf } from '@prisma/prisma-schema-wasm';

interface Field {
  readonly name: string;
  readonly dbName?: string | null;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isId: boolean;
  readonly default?: string | number;
  readonly nativeType?: readonly [string, readonly string[]] | null;
}

interface Model {
  readonly name: string;
  readonly dbName: string | null;
  readonly fields: readonly Field[];
}

interface Index {
  readonly model: string;
  readonly type: 'id' | 'normal' | 'unique' | 'fulltext';
  readonly fields: readonly { readonly name: string }[];
}

const typeOf = ({ name, type, nativeType }: Field): string => {
  if (type === 'Int' && !nativeType) return 'INTEGER';
  if (type === 'String' && nativeType)
    return `${nativeType[0].toUpperCase()}${nativeType[1].length > 0 ? `(${nativeType[1].join(', ')})` : ''}`;
  throw new Error(`${name}: ${type} without a native type has no rendering here`);
};

const literal = (value: string | number): string => (typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`);

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

/**
 * MySQL DDL of a Prisma schema, from Prisma's own parser; the engine that would write it does not exist as wasm.
 * Collation utf8mb4_bin: with Prisma's default two openids that differ in case would be one.
 */
export const renderMysql = (schema: string): string => {
  const { datamodel } = JSON.parse(get_dmmf(JSON.stringify({ prismaSchema: [['schema.prisma', schema]] }))) as {
    datamodel: { models: readonly Model[]; indexes: readonly Index[] };
  };
  return datamodel.models
    .map(model => {
      const table = model.dbName ?? model.name;
      const indexes = datamodel.indexes.filter(index => index.model === model.name);
      const lines = model.fields.map(
        field =>
          `\`${field.name}\` ${typeOf(field)} ${field.isRequired ? 'NOT NULL' : 'NULL'}${field.default === undefined ? '' : ` DEFAULT ${literal(field.default)}`}`,
      );
      for (const { type, fields } of indexes) {
        const names = fields.map(field => field.name);
        if (type === 'id') lines.push(`PRIMARY KEY (${quoted(names)})`);
        else
          lines.push(
            `${type === 'unique' ? 'UNIQUE INDEX' : 'INDEX'} \`${table}_${names.join('_')}_${type === 'unique' ? 'key' : 'idx'}\` (${quoted(names)})`,
          );
      }
      return `CREATE TABLE \`${table}\` (\n  ${lines.join(',\n  ')}\n) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n`;
    })
    .join('\n');
};

/** The SQLite twin of the one schema: provider and output changed, native types stripped. */
export const deriveSqlite = (schema: string): string =>
  schema
    .replace('provider = "mysql"', 'provider = "sqlite"')
    .replace('"./generated/mysql"', '"./sqlite"')
    .replace(/[ \t]+@db\.\w+(\([^)]*\))?/g, '');

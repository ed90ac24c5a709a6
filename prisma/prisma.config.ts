import { defineConfig } from 'prisma/config';

/** For a connected machine that prefers `prisma migrate deploy` on MySQL; the app applies the same folder at start. */
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations/mysql' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});

import type { PrismaClient } from '../../prisma/generated/mysql/client';

/** Values that both engines bind alike. Instants are ISO text, booleans 0/1, blobs base64 text. */
export type SqlValue = string | number | null;

/** The raw lane: portable SQL with `?` placeholders. */
export interface Sql {
  query<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Rows changed. @throws UniqueViolation */
  run(text: string, values?: readonly SqlValue[]): Promise<number>;
}

export interface Db extends Sql {
  readonly engine: 'sqlite' | 'mysql';
  /** The ordinary lane. Never inside `inTx`. Typed by the MySQL client; the SQLite one has the same models. */
  readonly prisma: PrismaClient;
  /** One fast transaction of the raw lane, retried on a write conflict; `work` must be free of side effects. */
  inTx<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A unique key refused the row; `key` is the constraint's name where the engine tells it. Both lanes throw this or Prisma P2002. */
export class UniqueViolation extends Error {
  constructor(
    readonly key: string,
    cause: unknown,
  ) {
    super(`unique key ${key}`, { cause });
  }
}

/**
 * What says that the database could not do it now and may soon: not there, restarting, out of room, read only, all connections taken.
 * Numbers of MySQL and MariaDB servers, then those of the MariaDB connector. Source: mariadb.com/kb/en/mariadb-error-code-reference,
 * mariadb/lib/misc/errors.js.
 */
const serverNumbers: ReadonlySet<number> = new Set([
  1020, 1021, 1026, 1030, 1040, 1041, 1047, 1053, 1114, 1158, 1159, 1160, 1161, 1180, 1203, 1205, 1213, 1226, 1290, 1317, 1836, 1927, 2006,
  2013, 45001, 45004, 45009, 45012, 45013, 45019, 45026, 45028, 45039, 45042,
]);

/** Of the system, of mysql2, and of Prisma (prisma.io/docs/orm/reference/error-reference). */
const names: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'PROTOCOL_CONNECTION_LOST',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
]);

/** BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. Source: sqlite.org/rescode.html */
const sqliteNumbers: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14]);
const sqliteName = /^SQLITE_(BUSY|LOCKED|NOMEM|READONLY|IOERR|FULL|CANTOPEN)/;
const adapterKinds: ReadonlySet<string> = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
]);

interface AdapterCause {
  readonly kind?: string;
  readonly code?: unknown;
  readonly extendedCode?: unknown;
}

const adapterSays = (cause: AdapterCause | undefined): boolean =>
  cause?.kind !== undefined &&
  (adapterKinds.has(cause.kind) ||
    (cause.kind === 'sqlite' && sqliteNumbers.has(Number(cause.extendedCode) & 0xff)) ||
    (cause.kind === 'mysql' && serverNumbers.has(Number(cause.code))));

/** The database is away, full or read only, in either lane of either engine, by the error or what caused it; no fault of what was asked. */
export const isStorageAway = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const { code, errno, fatal, meta, cause } = error as {
    code?: unknown;
    errno?: unknown;
    fatal?: unknown;
    meta?: { driverAdapterError?: { cause?: AdapterCause } };
    cause?: unknown;
  };
  if (typeof code === 'string' && (names.has(code) || sqliteName.test(code))) return true;
  // mysql2 marks so what ends a connection, and what is asked of one that has ended.
  if (fatal === true || (typeof errno === 'number' && serverNumbers.has(errno))) return true;
  return adapterSays(meta?.driverAdapterError?.cause) || adapterSays(cause as AdapterCause | undefined) || isStorageAway(cause);
};

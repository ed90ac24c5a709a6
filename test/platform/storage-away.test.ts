import { createConnection } from 'mysql2/promise';
import { asProblem } from '../../bff/http/problem';
import { Problem } from '../../bff/lib/problem';
import { freePort } from '../faults/children';

/** Errors as the two lanes of the two engines throw them. */
const withMore = (message: string, more: object): Error => Object.assign(new Error(message), more);
const adapterError = (cause: object): object => ({ code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });

describe('a database that is away', () => {
  it('is a 503 with a sentence when nobody listens there', async () => {
    const error = await createConnection({ host: '127.0.0.1', port: await freePort(), user: 'root' }).catch((caught: unknown) => caught);
    const { code, status } = asProblem(error);
    expect({ code, status }).toEqual({ code: 'server.storage_away', status: 503 });
  });

  it.each([
    ['SQLite: disk full, at a commit', withMore('SQLITE_FULL: database or disk is full', { code: 'SQLITE_FULL' })],
    ['SQLite: disk full, by Prisma', withMore('Raw query failed', adapterError({ kind: 'sqlite', extendedCode: 13 }))],
    ['SQLite: written no more, by its extended code', withMore('Raw query failed', adapterError({ kind: 'sqlite', extendedCode: 1032 }))],
    ['MariaDB: read only', withMore('running with the --read-only option', { code: 'ER_OPTION_PREVENTS_STATEMENT', errno: 1290 })],
    ['MariaDB: a node outside of its cluster', withMore('WSREP has not yet prepared node', { code: 'ER_UNKNOWN_COM_ERROR', errno: 1047 })],
    ['MariaDB: the connection broke', withMore('Connection lost: The server closed the connection.', { code: 'PROTOCOL_CONNECTION_LOST' })],
    ['mysql2: asked after it broke', withMore("Can't add new command when connection is in closed state", { fatal: true })],
    ['Prisma: no connection in time', withMore('Raw query failed', adapterError({ kind: 'mysql', code: 45028 }))],
    ['said in a feature’s own words', withMore('not kept', { cause: withMore('disk', { code: 'ENOSPC' }) })],
  ])('%s', (_, error) => {
    expect(asProblem(error).code).toBe('server.storage_away');
  });

  it('is not made of what was wrong in a statement, nor of a problem that says more', () => {
    expect(asProblem(withMore('near "SELEC"', { code: 'SQLITE_ERROR' })).code).toBe('server.fault');
    expect(asProblem(withMore('Unknown column', { code: 'ER_BAD_FIELD_ERROR', errno: 1054 })).code).toBe('server.fault');
    expect(asProblem(withMore('Raw query failed', adapterError({ kind: 'sqlite', extendedCode: 1 }))).code).toBe('server.fault');
    expect(asProblem(new Problem('ledger.unwritable', { cause: withMore('', { code: 'SQLITE_FULL' }) })).code).toBe('ledger.unwritable');
  });
});

import { UniqueViolation } from '../db';

interface DriverCause {
  readonly kind?: string;
  readonly constraint?: { readonly index?: string; readonly fields?: readonly string[] };
}

const driverCauseOf = (error: unknown): DriverCause | undefined =>
  (error as { meta?: { driverAdapterError?: { cause?: DriverCause } } }).meta?.driverAdapterError?.cause ??
  (error as { cause?: DriverCause }).cause;

/** `citizen.PRIMARY` of MySQL 8 and `PRIMARY` of MariaDB are one name. */
const bareKey = (key: string): string => key.slice(key.lastIndexOf('.') + 1);

/** Name or columns of the unique key that refused a row, in either lane of either engine; null: another error. */
export const uniqueKeyOf = (error: unknown): string | null => {
  if (error instanceof UniqueViolation) return error.key;
  if (!(error instanceof Error)) return null;
  if ('errno' in error && error.errno === 1062) return bareKey(/for key '([^']+)'/.exec(error.message)?.[1] ?? 'unknown');
  const cause = driverCauseOf(error);
  if (cause?.kind === 'UniqueConstraintViolation')
    return bareKey(cause.constraint?.index ?? cause.constraint?.fields?.join('_') ?? 'unknown');
  return 'code' in error && error.code === 'P2002' ? 'unknown' : null;
};

import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * Names under which personal data or a secret could travel. The rule is not to log them; this is the net under it.
 * `*.x` reaches one level down, which is as deep as our log objects go.
 */
// biome-ignore format: a word list
const dangerous = [
  'name', 'idNumber', 'phone', 'phoneNumber', 'openId', 'openid', 'unionid', 'session_key', 'sessionKey', 'bankCard', 'orgCode',
  'counterCode', 'smsCode', 'token', 'accessToken', 'renewalToken', 'authorization', 'cookie', 'password', 'secret',
];

/** pino writes an error's own properties; those of drivers hold the values of the statement. Only these are kept. */
const serializeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    code: 'code' in error ? error.code : undefined,
    message: withoutNumbers(message),
    stack: withoutNumbers(stack ?? ''),
    cause: cause === undefined ? undefined : serializeError(cause),
  };
};

/** ID numbers, phones and cards inside a sentence of a library (`Duplicate entry '13…' for key`). */
const withoutNumbers = (text: string): string =>
  text.replace(/\d{6,}[\dXx]*/g, '[number]').replace(/Duplicate entry '.*?' for/gs, `Duplicate entry '[value]' for`);

/** One JSON line an event to stdout (or `to`, in tests). */
export const makeLog = (level: string, to?: { write(line: string): void }): Log => {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: dangerous.flatMap(key => [key, `*.${key}`, `req.headers.${key}`]), censor: '[redacted]' },
    serializers: { err: serializeError, error: serializeError },
  };
  return to ? pino(options, to) : pino(options);
};

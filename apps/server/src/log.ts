import { secretFieldNames } from '@app-connections/schemas'
import pino, { type Logger } from 'pino'

/** Names whose values never reach the log: the secret fields of every app, and those of the service itself and of OAuth. */
const secretPaths = [
  ...secretFieldNames,
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'clientSecret', 'code'],
]

/**
 * The log: JSON lines on standard output. Errors are reduced to what finds a bug: an error's own fields may quote values
 * (PostgreSQL's `detail` does).
 */
export function createLog(level: string, destination?: pino.DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`]), censor: '[redacted]' },
    serializers: { err: describeError },
  }
  return pino(options, destination ?? standardOutput())
}

/** An error for the log: name, code and stack, and those of its cause. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error }
  return {
    name: error.name,
    // Under a name of its own: the name `code` is redacted, because OAuth calls its secret of a consent so.
    ...('code' in error ? { errorCode: error.code } : {}),
    ...('detail' in error && error.name === 'ProviderError' ? { detail: error.detail } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** So much is gathered before it is written, in bytes, and held for so long at most, in milliseconds. */
const gathered = { minLength: 4_096, periodicFlush: 100 }

/**
 * Writes without making requests wait for the disk or pipe behind it, many lines at once; what is still held is written
 * at the end. A process that is killed takes its last tenth of a second along; what must not be lost is in audit.
 */
function standardOutput(): pino.DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, ...gathered })
  process.on('exit', () => output.flushSync())
  return output
}

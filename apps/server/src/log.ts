import { secretFieldNames } from '@app-connections/schemas'
import pino, { type Logger } from 'pino'

/** Names whose values are redacted: the secret fields of every app, of the service itself and of OAuth. */
const secretPaths = [
  ...secretFieldNames,
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'clientSecret', 'code'],
]

/**
 * The log: JSON lines on standard output. Errors are reduced to what helps to find a bug, because their own fields may
 * quote values, as PostgreSQL's `detail` does.
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
    // Not under the name `code`, which is redacted because it is OAuth's name for the secret of a consent.
    ...('code' in error ? { errorCode: error.code } : {}),
    ...('detail' in error && error.name === 'ProviderError' ? { detail: error.detail } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** How much is buffered before it is written, in bytes, and for how long at most, in milliseconds. */
const gathered = { minLength: 4_096, periodicFlush: 100 }

/**
 * Writes many lines at once, so that no request waits for the disk or pipe behind it. The rest is written at the end. A
 * process that is killed loses its last tenth of a second; what must not be lost is in the audit trail.
 */
function standardOutput(): pino.DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, ...gathered })
  process.on('exit', () => output.flushSync())
  return output
}

import { DataDirLockedError, isUnavailable, SchemaTooNewError } from '@app-connections/db'
import { SealingError } from '@app-connections/sealing'
import { ConfigError } from './config.ts'

/** Why the server does not start, in one sentence for the operator that says what to change. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Why the server does not start, in a sentence where the reason is known, else with what finds the bug. */
export function explainStart(error: unknown): string {
  const known =
    error instanceof StartError ||
    error instanceof ConfigError ||
    error instanceof SealingError ||
    error instanceof SchemaTooNewError ||
    error instanceof DataDirLockedError
  if (known) return error.message
  if (isUnavailable(error)) {
    return 'The database of DATABASE_URL is out of reach. Check that it runs and that the address, user and password are right.'
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

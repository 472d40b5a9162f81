import { DataDirLockedError, SchemaTooNewError } from '@app-connections/db'
import { SealingError } from '@app-connections/sealing'
import { ConfigError } from './config.ts'
import { explainDatabase } from './database-causes.ts'

/** Why the server does not start: one sentence for the operator that says what to change. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Why the server does not start: a sentence where the reason is known, else what helps to find the bug. */
export function explainStart(error: unknown): string {
  const known =
    error instanceof StartError ||
    error instanceof ConfigError ||
    error instanceof SealingError ||
    error instanceof SchemaTooNewError ||
    error instanceof DataDirLockedError
  if (known) return error.message
  return explainDatabase(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}

import type { Database } from './database.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/**
 * Opens PostgreSQL by its URL (`poolSize` connections, by default 10), or PGlite in a directory, which must exist. Both
 * use node-postgres and one dialect, so that types and parsers are the same. `onError` gets the errors of idle
 * connections, which would end the process otherwise.
 */
export async function createDb(
  target: { url: string; poolSize?: number } | { dir: string },
  onError: (error: Error) => void = () => {},
): Promise<Database> {
  if ('url' in target) return openPostgres(target.url, target.poolSize ?? 10, onError)
  return openPglite(target.dir, onError)
}

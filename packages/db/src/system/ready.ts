import { sql } from 'kysely'
import { shortRead } from '../engine/compiled-once.ts'
import type { Database } from '../engine/database.ts'
import { DatabaseReadOnlyError } from '../engine/errors.ts'

const setting = shortRead<{ name: string }>()(
  (_db, { param }) => sql<{ value: string }>`select current_setting(${param('name')}) as value`,
)

/**
 * Checks that calls can be served: that both a short read and a connection of the pool get answers, and that the
 * database takes writes. Throws an error that `isUnavailable` knows where they cannot.
 */
export async function assertReady(database: Database): Promise<void> {
  const [[readOnly]] = await Promise.all([
    setting(database.kysely, { name: 'transaction_read_only' }),
    sql`select 1`.execute(database.kysely),
  ])
  if (readOnly?.value === 'off') return
  database.renew()
  throw new DatabaseReadOnlyError()
}

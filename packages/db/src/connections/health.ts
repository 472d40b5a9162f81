import { sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import { metadata } from './row.ts'

/**
 * Stores the outcome of a use and its notice in one statement, if the generation and the health are still those of
 * `row`, because the notice depends on the health before. False, without a notice, where another process was faster.
 * The revision stays.
 */
export async function recordUse(
  db: Queryable,
  row: ConnectionRow,
  changes: Pick<Updateable<Tables['connections']>, 'health' | 'health_reason' | 'health_since' | 'last_success_at'>,
  notice: NewNotice | undefined,
): Promise<boolean> {
  const update = db
    .updateTable('connections')
    .set(changes)
    .where('org_id', '=', row.org_id)
    .where('id', '=', row.id)
    .where('seal_revision', '=', row.seal_revision)
    .where('health', '=', row.health)
    .where('health_reason', '=', row.health_reason)
    .where('deleted_at', 'is', null)
  if (notice === undefined) return (await update.returning('id').executeTakeFirst()) !== undefined
  const written = await db
    .with('written', () => update.returning(metadata))
    .with('notice', (cte) => noticeOf(cte, notice))
    .selectFrom('written')
    .select('id')
    .executeTakeFirst()
  return written !== undefined
}

/** Stores the notice that a credential ends soon, once for each version of the credential. */
export async function storeExpiringNotice(db: Queryable, row: ConnectionRow, notice: NewNotice): Promise<void> {
  await db
    .with('written', (cte) =>
      cte
        .updateTable('connections')
        .set({ expiring_version: row.version })
        .where('org_id', '=', row.org_id)
        .where('id', '=', row.id)
        .where('version', '=', row.version)
        .where(sql<boolean>`expiring_version is distinct from version`)
        .where('deleted_at', 'is', null)
        .returning(metadata),
    )
    .with('notice', (cte) => noticeOf(cte, notice))
    .selectFrom('written')
    .select('id')
    .execute()
}

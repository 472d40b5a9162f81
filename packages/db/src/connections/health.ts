import { sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import { metadata } from './row.ts'

/**
 * Notes how a use of the credential went and what is told of that, in one statement, if it is still the generation that
 * was used and its health is still what `row` says: what a change means depends on what was before. False, and nothing
 * told, where somebody else was faster. Moves no revision.
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

/** Tells that a credential ends soon, once for each version of it. */
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

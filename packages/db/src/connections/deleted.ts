import { type Selectable, sql, type Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { holdConnection } from './change.ts'
import { connectionOfId, metadata } from './row.ts'
import { type ConnectionScopes, inScopes } from './scopes.ts'

/** The deleted connections of some scopes that can still be restored, last deleted first: their ids. */
export async function selectDeletedIds(db: Queryable, scopes: ConnectionScopes, limit: number): Promise<string[]> {
  const rows = await deletedOf(db, scopes)
    .select('id')
    .orderBy('deleted_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Those of them with these ids, in the order of the ids. */
export async function selectDeletedOfIds(
  db: Queryable,
  scopes: ConnectionScopes,
  ids: readonly string[],
): Promise<ConnectionRow[]> {
  const list = sql`${[...ids]}::uuid[]`
  return deletedOf(db, scopes)
    .select(metadata)
    .where(sql<boolean>`id = any (${list})`)
    .orderBy(sql`array_position(${list}, id)`)
    .execute()
}

function deletedOf(db: Queryable, scopes: ConnectionScopes) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scopes.orgId)
    .where('deleted_at', 'is not', null)
    .where(inScopes(scopes))
}

export async function selectDeletedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).where('deleted_at', 'is not', null).executeTakeFirst()
}

/** A connection, deleted or not, for refreshing a credential that is still to be withdrawn. */
export async function selectConnectionOrDeleted(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).executeTakeFirst()
}

/** A deleted connection with its sealed credential, for the withdrawal. */
export async function selectSealedDeletedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().where('deleted_at', 'is not', null).executeTakeFirst()
}

/** A connection, deleted or not, with its sealed credential, to end at its platform what was rotated. */
export async function selectSealedConnectionOrDeleted(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().executeTakeFirst()
}

/** The new health of a connection. */
type Health = Pick<Updateable<Tables['connections']>, 'health' | 'health_reason'>

/**
 * Restores a deleted connection and writes its audit event, and ends the withdrawal of its grant. The unique name of
 * its scope may refuse it. `healthFor` computes the new health from the row before, which is locked until then.
 */
export async function restoreConnection(
  db: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
  event: NewAuditEvent,
  healthFor: (before: ConnectionRow) => Health,
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await holdConnection(trx, { orgId, id })
    if (before === undefined || before.deleted_at === null) return undefined
    return trx
      .with('written', (cte) =>
        cte
          .updateTable('connections')
          .set({ ...healthFor(before), deleted_at: null, revision: before.revision + 1, revoked: false })
          .where('org_id', '=', orgId)
          .where('id', '=', id)
          .returning(metadata),
      )
      .with('event', (cte) => eventOf(cte, event))
      .with('kept', (cte) =>
        cte
          .deleteFrom('withdrawals')
          .where('connection_id', 'in', (from) => from.selectFrom('written').select('id'))
          .returning('connection_id'),
      )
      .selectFrom('written')
      .select(metadata)
      .executeTakeFirst()
  })
}

/**
 * Stores that the grant of a deleted connection was withdrawn. `version` is that of the withdrawn credential: a renewal
 * of it has ended too, but another credential that has replaced it still works. A connection that was restored before
 * the platform's answer gets `health`.
 */
export async function markRevoked(
  db: Queryable,
  { orgId, id, version }: { orgId: OrgId; id: string; version: number },
  health: Health,
): Promise<void> {
  const row = db
    .updateTable('connections')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('version', '=', version)
  await row.set({ revoked: true }).where('deleted_at', 'is not', null).execute()
  await row.set(health).where('deleted_at', 'is', null).execute()
}

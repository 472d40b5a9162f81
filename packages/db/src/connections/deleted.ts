import type { Selectable, Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { holdConnection } from './change.ts'
import { connectionOfId, metadata } from './row.ts'

/** The deleted connections of an organization that can still be restored, the latest first. */
export async function selectDeletedConnections(db: Queryable, orgId: OrgId): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', orgId)
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .limit(500)
    .execute()
}

export async function selectDeletedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).where('deleted_at', 'is not', null).executeTakeFirst()
}

/** A connection, deleted or not: for who renews what is still to be withdrawn. */
export async function selectConnectionOrDeleted(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).executeTakeFirst()
}

/** A deleted connection with its sealed credential: for who withdraws that. */
export async function selectSealedDeletedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().where('deleted_at', 'is not', null).executeTakeFirst()
}

/** How a connection is from now on. */
type Health = Pick<Updateable<Tables['connections']>, 'health' | 'health_reason'>

/**
 * Brings a deleted connection back with its audit event; the unique name of its scope may refuse it. Its grant is then no
 * longer to be withdrawn. `healthFor` says how it is then, of the row as it is just before, held until then.
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
      .selectAll()
      .executeTakeFirst()
  })
}

/**
 * Notes that the grant of a deleted connection was withdrawn. `version` is the credential's that was withdrawn: another
 * one that has taken its place since works on, and a renewal of it does not. `health` is how a connection is that has been
 * restored between its deletion and the platform's answer.
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

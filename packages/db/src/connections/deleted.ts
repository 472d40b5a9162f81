import type { Selectable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
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

/**
 * Brings a deleted connection back with its audit event; the unique name of its scope may refuse it. Its grant is then no
 * longer to be withdrawn.
 */
export async function restoreConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
  event: NewAuditEvent,
): Promise<ConnectionRow | undefined> {
  return db
    .with('written', (cte) =>
      cte
        .updateTable('connections')
        .set((row) => ({
          deleted_at: null,
          revision: row('revision', '+', 1),
          health: row.case().when('revoked', '=', true).then('reconnect_required').else(row.ref('health')).end(),
          health_reason: row.case().when('revoked', '=', true).then('revoked').else(row.ref('health_reason')).end(),
          revoked: false,
        }))
        .where('org_id', '=', orgId)
        .where('id', '=', id)
        .where('deleted_at', 'is not', null)
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
}

/**
 * Notes that the grant of a deleted connection was withdrawn: what is restored then needs a new consent. `version` is the
 * credential's that was withdrawn: another one that has taken its place since works on, and a renewal of it does not.
 */
export async function markRevoked(
  db: Queryable,
  { orgId, id, version }: { orgId: OrgId; id: string; version: number },
): Promise<void> {
  const changes = { health: 'reconnect_required', health_reason: 'revoked' }
  const row = db
    .updateTable('connections')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('version', '=', version)
  await row.set({ revoked: true }).where('deleted_at', 'is not', null).execute()
  // Restored between the deletion and the platform's answer.
  await row.set(changes).where('deleted_at', 'is', null).execute()
}

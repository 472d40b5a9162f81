import { type Selectable, sql } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import { type ConnectionRow, connectionOfId, metadata } from './row.ts'

/** The deleted connections of an organization that can still be restored, the latest first. */
export async function selectDeletedConnections(db: Queryable, orgId: string): Promise<ConnectionRow[]> {
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
  orgId: string,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).where('deleted_at', 'is not', null).executeTakeFirst()
}

/** A connection, deleted or not: for who renews what is still to be withdrawn. */
export async function selectConnectionOrDeleted(
  db: Queryable,
  orgId: string,
  id: string,
): Promise<ConnectionRow | undefined> {
  return connectionOfId(db, orgId, id).select(metadata).executeTakeFirst()
}

/** A deleted connection with its sealed credential: for who withdraws that. */
export async function selectSealedDeletedConnection(
  db: Queryable,
  orgId: string,
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
  orgId: string,
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
  { orgId, id, version }: { orgId: string; id: string; version: number },
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

/** Erases the deleted connections of one project for good, with an event each: a project that goes takes them along. */
export async function eraseDeletedOfProject(db: Queryable, orgId: string, projectId: string): Promise<void> {
  await erase(db, sql`org_id = ${orgId} and project_id = ${projectId} and deleted_at is not null`)
}

/**
 * Erases what was deleted more than `days` ago, of every organization, with an event each; not while its grant is still to
 * be withdrawn, which ends by itself after a few tries.
 */
export async function eraseDeletedBefore(db: Queryable, days: number): Promise<void> {
  await erase(
    db,
    sql`deleted_at < now() - make_interval(days => ${days})
      and not exists (select from withdrawals w where w.connection_id = connections.id)`,
  )
}

async function erase(db: Queryable, which: ReturnType<typeof sql>): Promise<void> {
  await sql`
    with erased as (delete from connections where ${which} returning id, org_id, project_id, name, app)
    insert into audit_events
      (id, org_id, at, actor_type, action, target_type, target_id, project_id, outcome, req_id, detail)
    select gen_random_uuid(), org_id, date_trunc('milliseconds', now()), 'system', 'appConnections.erase', 'app-connection', id, project_id,
      'success', 'housekeeping', jsonb_build_object('name', name, 'app', app) ||
        case when exists (select from withdrawals w where w.connection_id = erased.id)
          then jsonb_build_object('upstream', 'not withdrawn, because: it was erased first') else '{}'::jsonb end
    from erased`.execute(db)
}

import type { Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { connectionOfId, metadata } from './row.ts'
import { withdrawalOf } from './withdrawals.ts'

/** Which state of a connection a write is about; absent parts are not asked for. */
export interface ConnectionState {
  orgId: OrgId
  id: string
  revision?: number
  sealRevision?: number
}

/**
 * Changes a connection and writes its audit event in one statement. Undefined, and neither, where the connection is gone
 * or no longer in the state named.
 */
export async function updateConnection(
  db: Queryable,
  state: ConnectionState,
  changes: Updateable<Tables['connections']>,
  event: NewAuditEvent,
): Promise<ConnectionRow | undefined> {
  return writeConnection(db, state, changes, event)
}

/**
 * Puts another credential in the place of the one there, likewise. What is told of that depends on how the connection was
 * before: `noticeFor` is given the row as it is when it is written, held until then.
 */
export async function replaceCredential(
  db: Queryable,
  state: ConnectionState,
  changes: Updateable<Tables['connections']>,
  event: NewAuditEvent,
  noticeFor: (before: ConnectionRow) => NewNotice | undefined,
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await holdConnection(trx, state)
    return before && writeConnection(trx, state, changes, event, { notice: noticeFor(before) })
  })
}

/** A connection, deleted or not, held as it is until the transaction ends; whoever refers to it is not kept waiting. */
export async function holdConnection(
  trx: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
): Promise<ConnectionRow | undefined> {
  return connectionOfId(trx, orgId, id).select(metadata).forNoKeyUpdate().executeTakeFirst()
}

/**
 * Deletes a connection: out of sight at once, restorable for a while. Undefined, and no event, as with an update. With
 * `withdrawAt` its grant is to be withdrawn at the platform: by then somebody else does, unless that has been settled.
 */
export async function deleteConnection(
  db: Queryable,
  state: ConnectionState,
  at: Date,
  event: NewAuditEvent,
  told: { notice?: NewNotice; withdrawAt?: Date } = {},
): Promise<ConnectionRow | undefined> {
  return writeConnection(db, state, { deleted_at: at }, event, told)
}

async function writeConnection(
  db: Queryable,
  state: ConnectionState,
  changes: Updateable<Tables['connections']>,
  event: NewAuditEvent,
  { notice, withdrawAt }: { notice?: NewNotice | undefined; withdrawAt?: Date } = {},
): Promise<ConnectionRow | undefined> {
  let update = db
    .updateTable('connections')
    .set(changes)
    .where('org_id', '=', state.orgId)
    .where('id', '=', state.id)
    .where('deleted_at', 'is', null)
  if (state.revision !== undefined) update = update.where('revision', '=', state.revision)
  if (state.sealRevision !== undefined) update = update.where('seal_revision', '=', state.sealRevision)
  return db
    .with('written', () => update.returning(metadata))
    .with('event', (cte) => eventOf(cte, event))
    .with('notice', (cte) => noticeOf(cte, notice))
    .with('withdrawal', (cte) => withdrawalOf(cte, withdrawAt))
    .selectFrom('written')
    .selectAll()
    .executeTakeFirst()
}

import { sql, type Updateable, type UpdateObject } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { callerMay, type NeededRight } from './caller-may.ts'
import { endingOf } from './rotated.ts'
import { connectionOfId, metadata } from './row.ts'
import { withdrawalOf } from './withdrawals.ts'

/** The state of a connection that a write requires. Absent parts are not required. */
export interface ConnectionState {
  orgId: OrgId
  id: string
  revision?: number
  sealRevision?: number
  /** The right that the caller must still have. */
  by?: NeededRight
}

/**
 * Changes a connection and writes its audit event in one statement. Where the connection is gone or no longer in the
 * required state, it writes neither and resolves with undefined.
 */
export async function updateConnection(
  db: Queryable,
  state: ConnectionState,
  changes: UpdateObject<Tables, 'connections'>,
  event: NewAuditEvent,
): Promise<ConnectionRow | undefined> {
  return writeConnection(db, state, changes, event)
}

/**
 * Replaces a connection's credential, likewise. The notice depends on the health before: `noticeFor` gets the row as it
 * is at the write, locked until then.
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

/** What a write depends on the row before: its changes and its notice. */
export interface HeldChange {
  changes: UpdateObject<Tables, 'connections'>
  notice?: NewNotice | undefined
}

/**
 * Changes a connection by what it is at the write, locked until then, with its audit event and notice. Undefined, and
 * nothing written, as of `updateConnection`; also where `changeOf` has no change.
 */
export async function changeHeld(
  db: Queryable,
  state: ConnectionState,
  event: NewAuditEvent,
  changeOf: (before: ConnectionRow) => HeldChange | undefined,
): Promise<ConnectionRow | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await holdInState(trx, state)
    const change = before && changeOf(before)
    return change && writeConnection(trx, state, change.changes, event, { notice: change.notice })
  })
}

/**
 * A connection that is not deleted, has the required state, and the caller has the right, locked until the transaction ends;
 * undefined otherwise.
 */
export async function holdInState(trx: Queryable, state: ConnectionState): Promise<ConnectionRow | undefined> {
  let held = connectionOfId(trx, state.orgId, state.id).select(metadata).where('deleted_at', 'is', null)
  if (state.revision !== undefined) held = held.where('revision', '=', state.revision)
  if (state.sealRevision !== undefined) held = held.where('seal_revision', '=', state.sealRevision)
  if (state.by !== undefined) held = held.where(callerMay(state.by))
  return held.forNoKeyUpdate().executeTakeFirst()
}

/**
 * A connection, deleted or not, locked against changes until the transaction ends. Inserts that refer to it do not
 * wait.
 */
export async function holdConnection(
  trx: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
): Promise<ConnectionRow | undefined> {
  return connectionOfId(trx, orgId, id).select(metadata).forNoKeyUpdate().executeTakeFirst()
}

/**
 * Deletes a connection: hidden at once, restorable for a while, by the database's clock. Undefined and no event where
 * `updateConnection` has none. With `withdrawAt` its grant must be withdrawn at the platform; if nobody has ended that
 * by then, a job tries it. `leased`: whether leases of it are to be ended, as far as the statement sees.
 */
export async function deleteConnection(
  db: Queryable,
  state: ConnectionState,
  event: NewAuditEvent,
  more: { notice?: NewNotice; withdrawAt?: Date } = {},
): Promise<(ConnectionRow & { leased: boolean }) | undefined> {
  const changes = { deleted_at: sql<Date>`date_trunc('milliseconds', now())` }
  const leased = sql<boolean>`exists (
    select from leases where connection_id = written.id and state in ('making', 'live', 'ending'))`
  return written(db, state, changes, event, more).select(leased.as('leased')).executeTakeFirst()
}

async function writeConnection(...write: Parameters<typeof written>): Promise<ConnectionRow | undefined> {
  return written(...write).executeTakeFirst()
}

function written(
  db: Queryable,
  state: ConnectionState,
  changes: UpdateObject<Tables, 'connections'>,
  event: NewAuditEvent,
  { notice, withdrawAt }: { notice?: NewNotice | undefined; withdrawAt?: Date } = {},
) {
  let update = db
    .updateTable('connections')
    .set(changes)
    .where('org_id', '=', state.orgId)
    .where('id', '=', state.id)
    .where('deleted_at', 'is', null)
  if (state.revision !== undefined) update = update.where('revision', '=', state.revision)
  if (state.sealRevision !== undefined) update = update.where('seal_revision', '=', state.sealRevision)
  if (state.by !== undefined) update = update.where(callerMay(state.by))
  return db
    .with('written', () => update.returning(metadata))
    .with('event', (cte) => eventOf(cte, event))
    .with('notice', (cte) => noticeOf(cte, notice))
    .with('withdrawal', (cte) => withdrawalOf(cte, withdrawAt))
    .with('ending', (cte) =>
      endingOf(cte, 'credentials' in changes ? 'current' : 'deleted_at' in changes ? 'previous' : undefined),
    )
    .selectFrom('written')
    .select(metadata)
}

import type { Selectable, Updateable } from 'kysely'
import { eventOf, type NewAuditEvent } from '../audit/events.ts'
import { compiledOnce, type Statement, shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeOf } from '../notices/notices.ts'
import type { Tables } from '../tables/index.ts'
import { type ConnectionRow, connectionOfId, metadata, type NewConnection } from './row.ts'
import { withdrawalOf } from './withdrawals.ts'

/** The constraint that keeps names unique within their scope, across all apps. */
export const connectionNameConstraint = 'connections_name'

/** Stores a connection, its audit event and what is told of it in one statement: all or none, in one round trip. */
export async function insertConnection(
  db: Queryable,
  connection: NewConnection,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow> {
  // The parameters stand in the statement as the columns do: the event's, the notice's, then the connection's.
  const columns = `${Object.keys(event)} ${Object.keys(notice ?? {})} ${Object.keys(connection)}`
  const insert =
    inserts.get(columns) ??
    compiledOnce((any) => {
      const recorded = any.with('event', (cte) => cte.insertInto('audit_events').values(event).returning('id'))
      const told =
        notice === undefined
          ? recorded
          : recorded.with('notice', (cte) => cte.insertInto('notices').values(notice).returning('id'))
      return told.insertInto('connections').values(connection).returning(metadata)
    })
  inserts.set(columns, insert)
  const parameters = [event, notice ?? {}, connection].flatMap((values) => Object.values(values))
  if (parameters.includes(undefined))
    throw new Error('a column of the insertion is undefined: leave it out, or give null')
  const [row] = await insert(db, parameters)
  if (row === undefined) throw new Error('the inserted connection was not returned')
  return row
}

/** The insertions compiled so far, by the columns they give. */
const inserts = new Map<string, Statement<ConnectionRow>>()

/**
 * Whether a name is taken in a scope: the organization itself (`projectId` null) or one project; by another connection
 * than `exceptId`, where that is given.
 */
export async function connectionNameTaken(
  db: Queryable,
  scope: { orgId: string; projectId: string | null; name: string },
  exceptId?: string,
): Promise<boolean> {
  const { orgId, projectId, name } = scope
  const [row] = await (projectId === null
    ? namedInOrganization(db, [orgId, name])
    : namedInProject(db, [orgId, projectId, name]))
  return row !== undefined && row.id !== exceptId
}

const namedInOrganization = shortRead((db) => inScope(db, { orgId: '', projectId: null, name: '' }).select('id'))
const namedInProject = shortRead((db) => inScope(db, { orgId: '', projectId: '', name: '' }).select('id'))

export async function selectConnection(db: Queryable, orgId: string, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await byId(db, [orgId, id])
  return row
}

const byId = shortRead((db) => connectionOfId(db, '', '').select(metadata).where('deleted_at', 'is', null))

/** A connection by its name in one scope: the organization itself (`projectId` null) or one project. */
export async function selectConnectionByName(
  db: Queryable,
  scope: { orgId: string; projectId: string | null; name: string },
): Promise<ConnectionRow | undefined> {
  return inScope(db, scope).select(metadata).executeTakeFirst()
}

/** A connection with its sealed credential: for the one place that opens it. */
export async function selectSealedConnection(
  db: Queryable,
  orgId: string,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().where('deleted_at', 'is', null).executeTakeFirst()
}

/** Which state of a connection a write is about; absent parts are not asked for. */
export interface ConnectionState {
  orgId: string
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
  { orgId, id }: { orgId: string; id: string },
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

function inScope(db: Queryable, scope: { orgId: string; projectId: string | null; name: string }) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scope.orgId)
    .where('project_id', scope.projectId === null ? 'is' : '=', scope.projectId)
    .where('name', '=', scope.name)
    .where('deleted_at', 'is', null)
}

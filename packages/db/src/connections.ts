import type { Insertable, QueryCreator, Selectable, Updateable } from 'kysely'
import type { NewAuditEvent } from './audit-events.ts'
import type { Queryable } from './database.ts'
import { type NewNotice, noticeOf } from './notices.ts'
import { compiledOnce } from './prepared.ts'
import type { Tables } from './tables.ts'

export type NewConnection = Insertable<Tables['connections']>

/** A connection without its sealed credentials: lists and reads of metadata never touch them. */
export type ConnectionRow = Omit<Selectable<Tables['connections']>, 'credentials'>

/** Every column but the sealed one. */
export const metadata = [
  'id',
  'org_id',
  'project_id',
  'name',
  'description',
  'app',
  'method',
  'credentials_hash',
  'version',
  'revision',
  'seal_revision',
  'account',
  'credential_expires_at',
  'health',
  'health_reason',
  'health_since',
  'last_success_at',
  'observed',
  'next_check_at',
  'expiring_version',
  'deleted_at',
  'revoked',
  'created_at',
  'updated_at',
] as const

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
const inserts = new Map<string, (db: Queryable, parameters: readonly unknown[]) => Promise<ConnectionRow[]>>()

/** Whether a name is taken in a scope: the organization itself (`projectId` null) or one project. */
export async function connectionNameTaken(
  db: Queryable,
  scope: { orgId: string; projectId: string | null; name: string },
): Promise<boolean> {
  const row = await inScope(db, scope).select('id').executeTakeFirst()
  return row !== undefined
}

export async function selectConnection(db: Queryable, orgId: string, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await byId(db, [orgId, id])
  return row
}

const byId = compiledOnce((db) =>
  db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', '')
    .where('id', '=', '')
    .where('deleted_at', 'is', null),
)

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
  return db
    .selectFrom('connections')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
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
  notice?: NewNotice,
): Promise<ConnectionRow | undefined> {
  return writeConnection(db, state, changes, event, notice)
}

/** Deletes a connection: out of sight at once, restorable for a while. Undefined, and no event, as with an update. */
export async function deleteConnection(
  db: Queryable,
  state: ConnectionState,
  at: Date,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow | undefined> {
  return writeConnection(db, state, { deleted_at: at }, event, notice)
}

async function writeConnection(
  db: Queryable,
  state: ConnectionState,
  changes: Updateable<Tables['connections']>,
  event: NewAuditEvent,
  notice: NewNotice | undefined,
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
    .selectFrom('written')
    .selectAll()
    .executeTakeFirst()
}

/** The event's insertion, once for each row of `written`: an event that would say what did not happen is not stored. */
export function eventOf(cte: QueryCreator<Tables & { written: ConnectionRow }>, event: NewAuditEvent) {
  return cte
    .insertInto('audit_events')
    .columns(eventColumns)
    .expression((from) =>
      from
        .selectFrom('written')
        .select((row) => eventColumns.map((column) => row.val(event[column] ?? null).as(column))),
    )
    .returning('id')
}

function inScope(db: Queryable, scope: { orgId: string; projectId: string | null; name: string }) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scope.orgId)
    .where('project_id', scope.projectId === null ? 'is' : '=', scope.projectId)
    .where('name', '=', scope.name)
    .where('deleted_at', 'is', null)
}

const eventColumns = [
  'id',
  'org_id',
  'at',
  'actor_type',
  'actor_id',
  'token_id',
  'address',
  'user_agent',
  'action',
  'target_type',
  'target_id',
  'project_id',
  'outcome',
  'req_id',
  'detail',
] as const

import { type Expression, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely'
import { eventColumns, eventOf, type NewAuditEvent } from '../audit/events.ts'
import { compiledOnce, type Statement, shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeColumns, noticeOf } from '../notices/notices.ts'
import type { ConnectionRow, NewConnection } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import { connectionOfId, metadata } from './row.ts'
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
  const given = insertable.filter((column) => connection[column] !== undefined)
  const [row] = await insertionOf(given, notice !== undefined)(db, { connection, event, notice })
  if (row === undefined) throw new Error('the inserted connection was not returned')
  return row
}

interface Insertion {
  connection: NewConnection
  event: NewAuditEvent
  notice: NewNotice | undefined
}

const insertable = ['credentials', ...metadata] as const

/** The insertions compiled so far, by the columns they give and whether they tell of it. */
const insertions = new Map<string, Statement<Insertion, ConnectionRow>>()

function insertionOf(given: (typeof insertable)[number][], told: boolean): Statement<Insertion, ConnectionRow> {
  const key = `${told} ${given}`
  const known = insertions.get(key)
  if (known !== undefined) return known
  const made = compiledOnce<Insertion>()((db, { value }) => {
    const event = eventColumns.map((column) => value((insertion) => insertion.event[column] ?? null))
    const notice = noticeColumns.map((column) => value((insertion) => insertion.notice?.[column] ?? null))
    const connection = given.map((column) => value((insertion) => insertion.connection[column]))
    const recorded = db.with('event', (cte) =>
      cte.insertInto('audit_events').columns(eventColumns).expression(rowOf(event)).returning('id'),
    )
    const all = told
      ? recorded.with('notice', (cte) =>
          cte.insertInto('notices').columns(noticeColumns).expression(rowOf(notice)).returning('id'),
        )
      : recorded
    return all.insertInto('connections').columns(given).expression(rowOf(connection)).returning(metadata)
  })
  insertions.set(key, made)
  return made
}

function rowOf(values: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`values (${sql.join(values)})`
}

/**
 * Whether a name is taken in a scope: the organization itself (`projectId` null) or one project; by another connection
 * than `exceptId`, where that is given.
 */
export async function connectionNameTaken(
  db: Queryable,
  scope: { orgId: OrgId; projectId: string | null; name: string },
  exceptId?: string,
): Promise<boolean> {
  const { orgId, projectId, name } = scope
  const [row] = await (projectId === null
    ? namedInOrganization(db, { orgId, name })
    : namedInProject(db, { orgId, projectId, name }))
  return row !== undefined && row.id !== exceptId
}

const namedInOrganization = shortRead<{ orgId: OrgId; name: string }>()((db, { param }) =>
  inScope(db, { orgId: param('orgId'), projectId: null, name: param('name') }).select('id'),
)
const namedInProject = shortRead<{ orgId: OrgId; projectId: string; name: string }>()((db, { param }) =>
  inScope(db, { orgId: param('orgId'), projectId: param('projectId'), name: param('name') }).select('id'),
)

export async function selectConnection(db: Queryable, orgId: OrgId, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await byId(db, { orgId, id })
  return row
}

const byId = shortRead<{ orgId: OrgId; id: string }>()((db, { param }) =>
  connectionOfId(db, param('orgId'), param('id')).select(metadata).where('deleted_at', 'is', null),
)

/** A connection by its name in one scope: the organization itself (`projectId` null) or one project. */
export async function selectConnectionByName(
  db: Queryable,
  scope: { orgId: OrgId; projectId: string | null; name: string },
): Promise<ConnectionRow | undefined> {
  return inScope(db, scope).select(metadata).executeTakeFirst()
}

/** A connection with its sealed credential: for the one place that opens it. */
export async function selectSealedConnection(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<Selectable<Tables['connections']> | undefined> {
  return connectionOfId(db, orgId, id).selectAll().where('deleted_at', 'is', null).executeTakeFirst()
}

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

/** The connections of a name in a scope, given as values or as what stands for them. */
function inScope(
  db: Queryable,
  scope: {
    orgId: OrgId | Expression<OrgId>
    projectId: string | null | Expression<string>
    name: string | Expression<string>
  },
) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scope.orgId)
    .where('project_id', scope.projectId === null ? 'is' : '=', scope.projectId)
    .where('name', '=', scope.name)
    .where('deleted_at', 'is', null)
}

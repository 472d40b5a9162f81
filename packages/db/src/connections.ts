import type { Insertable, Selectable } from 'kysely'
import type { NewAuditEvent } from './audit-events.ts'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

export type NewConnection = Insertable<Tables['connections']>

/** A connection without its sealed credentials: lists and reads of metadata never touch them. */
export type ConnectionRow = Omit<Selectable<Tables['connections']>, 'credentials'>

const metadata = [
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
  'created_at',
  'updated_at',
] as const

/** The constraint that keeps names unique within their scope, across all apps. */
export const connectionNameConstraint = 'connections_name'

/** Stores a connection and its audit event in one statement: both or neither, in one round trip. */
export async function insertConnection(
  db: Queryable,
  connection: NewConnection,
  event: NewAuditEvent,
): Promise<ConnectionRow> {
  return db
    .with('event', (cte) => cte.insertInto('audit_events').values(event).returning('id'))
    .insertInto('connections')
    .values(connection)
    .returning(metadata)
    .executeTakeFirstOrThrow()
}

/** Whether a name is taken in a scope: the organization itself (`projectId` null) or one project. */
export async function connectionNameTaken(
  db: Queryable,
  scope: { orgId: string; projectId: string | null; name: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('connections')
    .select('id')
    .where('org_id', '=', scope.orgId)
    .where('project_id', scope.projectId === null ? 'is' : '=', scope.projectId)
    .where('name', '=', scope.name)
    .executeTakeFirst()
  return row !== undefined
}

export async function selectConnection(db: Queryable, orgId: string, id: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/**
 * The connections of the given scopes, by lower-cased name (names are lower case already, so plain byte order is that
 * order on any collation). At most `limit` rows.
 */
export async function selectConnections(
  db: Queryable,
  filter: { orgId: string; organizationLevel: boolean; projectIds: readonly string[]; app?: string; limit: number },
): Promise<ConnectionRow[]> {
  let query = db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', filter.orgId)
    .where((where) =>
      where.or([
        ...(filter.organizationLevel ? [where('project_id', 'is', null)] : []),
        ...(filter.projectIds.length > 0 ? [where('project_id', 'in', [...filter.projectIds])] : []),
      ]),
    )
  if (filter.app !== undefined) query = query.where('app', '=', filter.app)
  return query
    .orderBy('name', (order) => order.asc().collate('C'))
    .orderBy('id')
    .limit(filter.limit)
    .execute()
}

/** Deletes a connection and writes its audit event in one statement; undefined, and no event, where it is gone already. */
export async function deleteConnection(
  db: Queryable,
  orgId: string,
  id: string,
  event: NewAuditEvent,
): Promise<ConnectionRow | undefined> {
  return db
    .with('deleted', (cte) =>
      cte.deleteFrom('connections').where('org_id', '=', orgId).where('id', '=', id).returning(metadata),
    )
    .with('event', (cte) =>
      cte
        .insertInto('audit_events')
        .columns(eventColumns)
        .expression((from) =>
          from
            .selectFrom('deleted')
            .select((row) => eventColumns.map((column) => row.val(event[column] ?? null).as(column))),
        )
        .returning('id'),
    )
    .selectFrom('deleted')
    .selectAll()
    .executeTakeFirst()
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

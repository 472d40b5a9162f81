import { type RawBuilder, sql } from 'kysely'
import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { OrgId } from '../tables/org-id.ts'
import { type Ending, ends } from './ending.ts'
import { metadata } from './row.ts'
import { type ConnectionScopes, inScopes, type ScopesOf } from './scopes.ts'

export type ConnectionOrder = 'name' | 'health' | 'createdAt' | 'updatedAt' | 'lastSuccessAt'

/** Where a row stands in an order: its key in that order's own words, then its id. */
export interface ConnectionPlace {
  key: string
  id: string
}

/**
 * Which connections: of some scopes, of one app, method or health, with `search` in their name or description (letters of
 * either case match), those alone whose credential is `ending`, or those alone whose credential is not. In an order (by
 * name unless told), after a place in it.
 */
export interface ConnectionFilter extends ConnectionScopes {
  app?: string
  method?: string
  health?: string
  search?: string
  ending?: Ending
  notEnding?: Ending
  sort?: ConnectionOrder
  direction?: 'asc' | 'desc'
  after?: ConnectionPlace
  limit: number
}

/** A connection with its key in the order it was listed in. */
export type ListedConnection = ConnectionRow & { place: string }

interface Order {
  /** What is sorted by, as it stands in an index behind `org_id` and before `id`. */
  by: RawBuilder<unknown>
  /** The same as text that loses nothing: times have microseconds here, and milliseconds once they are a `Date`. */
  place: RawBuilder<string>
  /** The text as what is sorted by. */
  read(place: string): RawBuilder<unknown>
}

function inTime(column: string): Order {
  const by = sql.ref(column)
  return { by, place: inUtc(by), read: (place) => sql`${place}::timestamptz` }
}

function inUtc(time: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

const neverYet = sql`timestamptz '-infinity'`

const orders: Record<ConnectionOrder, Order> = {
  // Names are lower case already, so plain byte order is the order of lower-cased names on any collation.
  name: { by: sql`name collate "C"`, place: sql<string>`name`, read: (place) => sql`${place}::text` },
  health: { by: sql`health_rank`, place: sql<string>`health_rank::text`, read: (place) => sql`${place}::smallint` },
  createdAt: inTime('created_at'),
  updatedAt: inTime('updated_at'),
  lastSuccessAt: {
    by: sql`coalesce(last_success_at, ${neverYet})`,
    place: sql<string>`coalesce(${inUtc(sql.ref('last_success_at'))}, '')`,
    read: (place) => sql`coalesce(nullif(${place}, '')::timestamptz, ${neverYet})`,
  },
}

/** The connections of the given scopes in their order, then by id. At most `limit` rows. */
export async function selectConnections(db: Queryable, filter: ConnectionFilter): Promise<ListedConnection[]> {
  const { by, place, read } = orders[filter.sort ?? 'name']
  const direction = filter.direction ?? 'asc'
  let query = ofScopes(db, filter).select(metadata).select(place.as('place'))
  if (filter.app !== undefined) query = query.where('app', '=', filter.app)
  if (filter.method !== undefined) query = query.where('method', '=', filter.method)
  if (filter.health !== undefined) query = query.where('health', '=', filter.health)
  if (filter.ending !== undefined) query = query.where(ends(filter.ending))
  if (filter.notEnding !== undefined) query = query.where(sql<boolean>`not ${ends(filter.notEnding)}`)
  if (filter.search !== undefined) {
    // `%`, `_` and `\` stand for themselves in what people look for.
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('name', 'ilike', pattern), where('description', 'ilike', pattern)]))
  }
  if (filter.after !== undefined) {
    const { key, id } = filter.after
    const further = sql.raw(direction === 'asc' ? '>' : '<')
    query = query.where(sql<boolean>`(${by}, id) ${further} (${read(key)}, ${id}::uuid)`)
  }
  return query.orderBy(by, direction).orderBy('id', direction).limit(filter.limit).execute()
}

type AvailableConnection = Pick<ConnectionRow, 'id' | 'org_id' | 'project_id' | 'name'>

interface AvailableFilter {
  orgId: OrgId
  projectIds: readonly string[]
  app: string
  limit: number
}

/** The little that is shown of the connections of one app to those who may connect with them, by name. */
export async function selectAvailableConnections(
  db: Queryable,
  { organizationLevel, ...filter }: AvailableFilter & { organizationLevel: boolean },
): Promise<AvailableConnection[]> {
  return (organizationLevel ? availableToAll : availableInProjects)(db, filter)
}

const availableToAll = availableIn(true)
const availableInProjects = availableIn(false)

function availableIn(organizationLevel: boolean) {
  return compiledOnce<AvailableFilter>()((db, { param }) =>
    ofScopes(db, { orgId: param('orgId'), organizationLevel, projectIds: param('projectIds') })
      .select(['id', 'org_id', 'project_id', 'name'])
      .where('app', '=', param('app'))
      .orderBy(orders.name.by)
      .orderBy('id')
      .limit(param('limit')),
  )
}

function ofScopes(db: Queryable, scopes: ScopesOf) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scopes.orgId)
    .where('deleted_at', 'is', null)
    .where(inScopes(scopes))
}

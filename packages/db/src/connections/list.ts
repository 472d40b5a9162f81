import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import { type Ending, ends } from './ending.ts'
import { type ConnectionOrder, orders } from './order.ts'
import { metadata } from './row.ts'
import { type ConnectionScopes, ofIds, ofScopes } from './scopes.ts'

/** The place of a row in an order: its key as the order writes it, then its id. */
export interface ConnectionPlace {
  key: string
  id: string
}

/**
 * Which connections: of some scopes, of one app, method or health, with `search` in their name or description (in any
 * case), and only those whose credential is `ending`, or only those whose credential is not. Sorted by an order (by
 * default by name), after a place in it.
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

/** A connection with its key in the order of the list. */
export type ListedConnection = ConnectionRow & { place: string }

/** The connections of the given scopes, sorted by the order, then by id. At most `limit` rows. */
export async function selectConnections(db: Queryable, filter: ConnectionFilter): Promise<ListedConnection[]> {
  const { place } = orders[filter.sort ?? 'name']
  return inOrder(db, filter).select(metadata).select(place.as('place')).execute()
}

/** The places of the same connections in the same order, all of one moment. The rows are then read in parts. */
export async function selectConnectionPlaces(
  db: Queryable,
  filter: ConnectionFilter,
): Promise<{ id: string; place: string }[]> {
  const { place } = orders[filter.sort ?? 'name']
  return inOrder(db, filter).select('id').select(place.as('place')).execute()
}

/**
 * The ids of the same connections, in the same order. The database sends them as one text, because the driver would parse
 * thousands of rows in one piece.
 */
export async function selectConnectionIds(db: Queryable, filter: ConnectionFilter): Promise<string[]> {
  const ids = inOrder(db, filter).select('id')
  const { rows } = await sql<{ ids: string }>`select array_to_string(array(${ids}), ',') as ids`.execute(db)
  return (rows[0]?.ids ?? '').split(',').filter((id) => id !== '')
}

/** Those of the connections with these ids that are in the given scopes, in the order of the ids. */
export async function selectConnectionsOfIds(
  db: Queryable,
  scopes: ConnectionScopes,
  ids: readonly string[],
): Promise<ConnectionRow[]> {
  return ofIds(db, scopes, ids).select(metadata).execute()
}

function inOrder(db: Queryable, filter: ConnectionFilter) {
  const { by, read } = orders[filter.sort ?? 'name']
  const direction = filter.direction ?? 'asc'
  let query = ofScopes(db, filter)
  if (filter.app !== undefined) query = query.where('app', '=', filter.app)
  if (filter.method !== undefined) query = query.where('method', '=', filter.method)
  if (filter.health !== undefined) query = query.where('health', '=', filter.health)
  if (filter.ending !== undefined) query = query.where(ends(filter.ending))
  if (filter.notEnding !== undefined) query = query.where(sql<boolean>`not ${ends(filter.notEnding)}`)
  if (filter.search !== undefined) {
    // `%`, `_` and `\` are ordinary characters in a search.
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('name', 'ilike', pattern), where('description', 'ilike', pattern)]))
  }
  if (filter.after !== undefined) {
    const { key, id } = filter.after
    const further = sql.raw(direction === 'asc' ? '>' : '<')
    query = query.where(sql<boolean>`(${by}, id) ${further} (${read(key)}, ${id}::uuid)`)
  }
  return query.orderBy(by, direction).orderBy('id', direction).limit(filter.limit)
}

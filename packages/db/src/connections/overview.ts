import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import { type Ending, ends } from './ending.ts'
import { metadata } from './row.ts'
import { type ConnectionScopes, inScopes } from './scopes.ts'

export interface ConnectionCounts {
  total: number
  healthy: number
  degraded: number
  reconnect_required: number
  unchecked: number
  expiring: number
}

const none: ConnectionCounts = {
  total: 0,
  healthy: 0,
  degraded: 0,
  reconnect_required: 0,
  unchecked: 0,
  expiring: 0,
}

/** The number of connections in the scopes, in all and by health. */
export async function countConnections(
  db: Queryable,
  scopes: ConnectionScopes,
  ending: Ending,
): Promise<ConnectionCounts> {
  const { rows } = await sql<ConnectionCounts>`
    select count(*)::int as total,
      count(*) filter (where health = 'healthy')::int as healthy,
      count(*) filter (where health = 'degraded')::int as degraded,
      count(*) filter (where health = 'reconnect_required')::int as reconnect_required,
      count(*) filter (where health = 'unchecked')::int as unchecked,
      count(*) filter (where ${ends(ending)})::int as expiring
    from connections
    where org_id = ${scopes.orgId} and deleted_at is null and ${inScopes(scopes)}`.execute(db)
  return rows[0] ?? none
}

/** The connections that must be reconnected, then the degraded ones; within each, the longest first. */
export async function selectFailing(db: Queryable, scopes: ConnectionScopes, limit: number): Promise<ConnectionRow[]> {
  return of(db, scopes)
    .where(sql<boolean>`health_rank < 2`)
    .orderBy(sql`health_rank`)
    .orderBy('health_since', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The connections whose credential ends, next to end first. */
export async function selectEnding(
  db: Queryable,
  scopes: ConnectionScopes,
  ending: Ending,
  limit: number,
): Promise<ConnectionRow[]> {
  return of(db, scopes).where(ends(ending)).orderBy('credential_expires_at').orderBy('id').limit(limit).execute()
}

function of(db: Queryable, scopes: ConnectionScopes) {
  return db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', scopes.orgId)
    .where('deleted_at', 'is', null)
    .where(inScopes(scopes))
}

import { sql } from 'kysely'
import { type ConnectionRow, metadata } from './connections.ts'
import type { Queryable } from './database.ts'

/**
 * Which connections: of the organization itself, of some projects, of one app, method or health, with `search` in their
 * name or description (letters of either case match); after a name and id in their order.
 */
export interface ConnectionFilter {
  orgId: string
  organizationLevel: boolean
  projectIds: readonly string[]
  app?: string
  method?: string
  health?: string
  search?: string
  after?: { name: string; id: string }
  limit: number
}

/**
 * The connections of the given scopes, by lower-cased name (names are lower case already, so plain byte order is that
 * order on any collation), then id. At most `limit` rows.
 */
export async function selectConnections(db: Queryable, filter: ConnectionFilter): Promise<ConnectionRow[]> {
  let query = db
    .selectFrom('connections')
    .select(metadata)
    .where('org_id', '=', filter.orgId)
    .where('deleted_at', 'is', null)
    .where((where) =>
      where.or([
        ...(filter.organizationLevel ? [where('project_id', 'is', null)] : []),
        ...(filter.projectIds.length > 0 ? [where('project_id', 'in', [...filter.projectIds])] : []),
      ]),
    )
  if (filter.app !== undefined) query = query.where('app', '=', filter.app)
  if (filter.method !== undefined) query = query.where('method', '=', filter.method)
  if (filter.health !== undefined) query = query.where('health', '=', filter.health)
  if (filter.search !== undefined) {
    // `%`, `_` and `\` stand for themselves in what people look for.
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('name', 'ilike', pattern), where('description', 'ilike', pattern)]))
  }
  if (filter.after !== undefined) {
    query = query.where(sql<boolean>`(name collate "C", id) > (${filter.after.name}, ${filter.after.id}::uuid)`)
  }
  return query
    .orderBy('name', (order) => order.asc().collate('C'))
    .orderBy('id')
    .limit(filter.limit)
    .execute()
}

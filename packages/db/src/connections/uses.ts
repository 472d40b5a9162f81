import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'
import type { ActorRow } from './activity.ts'
import { type ConnectionScopes, inScopes } from './scopes.ts'

/** Uses of one connection by one actor through the same grants, of one resource of the platform. */
export interface UsesRow extends ActorRow {
  connectionId: string
  /** As it was called at the last of them. */
  connectionName: string | null
  grantIds: string[]
  resourceId: string | null
  /** As the grant names it; null where no grant of those does. */
  resourceName: string | null
  uses: number
  /** How many of them the platform refused, or broke off. */
  failed: number
  lastUsedAt: Date
}

/**
 * Who used connections through grants since a time, the latest first: of the newest `events` uses that have ended, so
 * that the cost has a limit.
 */
export async function selectUses(
  db: Queryable,
  { orgId, scopes, since, events }: { orgId: OrgId; scopes: 'all' | ConnectionScopes; since: Date; events: number },
): Promise<UsesRow[]> {
  const within = scopes === 'all' ? sql`true` : inScopes(scopes)
  const { rows } = await sql<UsesRow>`
    select e.actor_type as "actorType", e.actor_id as "actorId", coalesce(u.name, i.name) as "actorName",
      e.target_id as "connectionId", e.name as "connectionName", e.grants as "grantIds", e.resource as "resourceId",
      (select r->>'name' from grants g cross join lateral jsonb_array_elements(g.resources) r
        where g.org_id = ${orgId} and e.grants @> to_jsonb(g.id::text) and r->>'id' = e.resource
        limit 1) as "resourceName",
      e.uses, e.failed, e.last as "lastUsedAt"
    from (select actor_type, actor_id, target_id, (array_agg(detail->>'name' order by at desc))[1] as name,
        coalesce(detail->'grants', '[]') as grants, detail->>'resource' as resource, count(*)::int as uses,
        count(*) filter (where outcome <> 'success')::int as failed, max(at) as last
      from (select * from audit_events
        where org_id = ${orgId} and at >= ${since} and action = 'appConnections.use'
          and outcome in ('success', 'failed') and target_id is not null and ${within}
        order by at desc, id desc limit ${events}) recent
      group by actor_type, actor_id, target_id, detail->'grants', detail->>'resource') e
    left join auth."user" u on u.id = e.actor_id
    left join identities i on i.id = e.actor_id
    order by e.last desc, e.target_id`.execute(db)
  return rows
}

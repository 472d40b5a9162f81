import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Erases the deleted connections of a project for good, with an event each, when the project is deleted. */
export async function eraseDeletedOfProject(db: Queryable, orgId: OrgId, projectId: string): Promise<void> {
  await erase(db, sql`org_id = ${orgId} and project_id = ${projectId} and deleted_at is not null`)
}

/** Erases the connections that meet a condition, with an event each. Resolves with how many. */
export async function erase(db: Queryable, which: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with erased as (delete from connections where ${which} returning id, org_id, project_id, name, app)
    insert into audit_events
      (id, org_id, at, actor_type, action, target_type, target_id, project_id, outcome, req_id, detail)
    select gen_random_uuid(), org_id, date_trunc('milliseconds', now()), 'system', 'appConnections.erase', 'app-connection', id, project_id,
      'success', 'housekeeping', jsonb_build_object('name', name, 'app', app) ||
        case when exists (select from withdrawals w where w.connection_id = erased.id)
          then jsonb_build_object('upstream', 'not withdrawn, because: it was erased first') else '{}'::jsonb end ||
        coalesce((select jsonb_build_object('leftAtPlatform', jsonb_agg(coalesce(r.platform_id, r.id::text)))
          from (
            select id, platform_id, connection_id, due_at is not null or state = 'open' as left_there from rotated_credentials
            union all
            select id, platform_id, connection_id, due_at is not null or state = 'stuck' from leases) r
          where r.connection_id = erased.id and r.left_there
          having count(*) > 0), '{}'::jsonb)
    from erased`.execute(db)
  return Number(numAffectedRows)
}

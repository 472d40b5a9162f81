import { sql } from 'kysely'
import { lookIsDue, lookSeconds } from '../config-sets/drifts.ts'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A look at the resource of a sync that this process makes. `share`: how many syncs are looked after with its account. */
export interface ClaimedLook {
  readonly orgId: OrgId
  readonly syncId: string
  readonly app: string
  readonly share: number
}

/** Claims looks that are due, of every organization: of syncs that know a value at their resource. */
export async function claimDueLooks(db: Queryable, limit: number): Promise<ClaimedLook[]> {
  const { rows } = await sql<ClaimedLook>`
    with due as (
      select d.sync_id from config_drifts d
      where ${lookIsDue()} and exists (select from config_claims k where k.sync_id = d.sync_id and k.digest is not null)
      order by d.due_at, d.sync_id limit ${limit} for update of d skip locked)
    update config_drifts d set under_way_until = ${secondsFromNow(lookSeconds)}
    from due join config_syncs y on y.id = due.sync_id join connections c on c.id = y.connection_id
    where d.sync_id = due.sync_id
    returning d.org_id as "orgId", d.sync_id as "syncId", y.app,
      (select count(*)::int from config_syncs other join connections of on of.id = other.connection_id
        where of.check_key = c.check_key) as share`.execute(db)
  return rows
}

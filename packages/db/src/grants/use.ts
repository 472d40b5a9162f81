import { sql } from 'kysely'
import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { GrantedResource } from '../tables/grants.ts'
import type { OrgId } from '../tables/org-id.ts'
import { chains, termsOfGrant } from './chain.ts'

/** What a decision needs of a grant that can be used now. The limits are the narrowest of it and its ancestors. */
export interface LiveGrant {
  id: string
  actions: string[]
  resources: GrantedResource[] | null
  keys: string[] | null
  expiresAt: Date | null
  usesLeft: number | null
  /** How many changes it has left today; with 0 it can still be used for what changes nothing. Null without a limit. */
  changesLeft: number | null
  /** Another text where what it allows has changed. */
  terms: string
}

/**
 * The live grants of a person or an identity on a connection, oldest first: neither they nor one of their ancestors has
 * ended, expired or been used up, by the database's clock.
 */
export async function liveGrantsFor(
  db: Queryable,
  orgId: OrgId,
  connectionId: string,
  subject: { readonly id: string },
): Promise<LiveGrant[]> {
  return liveGrants(db, { orgId, connectionId, subjectId: subject.id })
}

const liveGrants = compiledOnce<{ orgId: OrgId; connectionId: string; subjectId: string }>()(
  (_db, { param }) => sql<LiveGrant>`
    with recursive ${chains(sql`g.org_id = ${param('orgId')} and g.connection_id = ${param('connectionId')}
      and g.holder = ${param('subjectId')}::uuid and g.ended_at is null`)}
    select g.id, g.actions, g.resources, g.keys, s.expires_at as "expiresAt", s.uses_left as "usesLeft",
      s.changes_left as "changesLeft", ${termsOfGrant} as terms
    from standing s join grants g on g.id = s.grant_id where s.live
    order by g.created_at, g.id`,
)

/**
 * Counts one use of grants, and with `change` one change of today (UTC), for each of them and each of their ancestors,
 * all or none. False where one of them is not live any more, or has no change left: nothing is counted then. Grants
 * without limits are not written.
 */
export async function spendGrants(
  db: Queryable,
  orgId: OrgId,
  grantIds: readonly string[],
  { change }: { change: boolean },
): Promise<boolean> {
  const [row] = await spending(db, { orgId, ids: [...new Set(grantIds)], change })
  return row?.spent ?? false
}

// The locks are taken in the order of the ids, so that two uses never wait for each other; what a use waited for it
// looks at again. Ids that are none of the organization's grants make the numbers differ.
const spending = compiledOnce<{ orgId: OrgId; ids: string[]; change: boolean }>()(
  (_db, { param }) => sql<{ spent: boolean }>`
    with recursive ${chains(sql`g.org_id = ${param('orgId')} and g.id = any (${param('ids')}::uuid[])`)},
    wanted as (
      select distinct id, live and (not ${param('change')}::boolean or changes_left is distinct from 0) as usable,
        uses_left is not null or (${param('change')}::boolean and changes_left is not null) as limited
      from chain
    ),
    locked as (
      select g.id from grants g
      where g.id in (select id from wanted where usable and limited) and g.ended_at is null
        and (g.uses_left is null or g.uses_left > 0)
        and (not ${param('change')}::boolean or g.changes_per_day is null
          or g.changes_on is distinct from (now() at time zone 'UTC')::date or g.changes < g.changes_per_day)
      order by g.id for update
    ),
    verdict as (
      select (select count(distinct grant_id) from chain) = cardinality(${param('ids')}::uuid[])
        and (select coalesce(bool_and(usable), false) from wanted)
        and (select count(*) from locked) = (select count(*) from wanted where limited) as spent
    ),
    counted as (
      update grants g set
        uses_left = g.uses_left - 1,
        changes = case when not ${param('change')}::boolean or g.changes_per_day is null then g.changes
          when g.changes_on = (now() at time zone 'UTC')::date then g.changes + 1 else 1 end,
        changes_on = case when not ${param('change')}::boolean or g.changes_per_day is null then g.changes_on
          else (now() at time zone 'UTC')::date end
      from locked, verdict where g.id = locked.id and verdict.spent
    )
    select spent from verdict`,
)

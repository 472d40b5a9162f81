import { type RawBuilder, sql } from 'kysely'
import { type EventColumn, insertedEvent, type NewAuditEvent } from '../audit/events.ts'
import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'
import { chains, termsOfGrant } from './chain.ts'
import { standingTokens } from './tokens.ts'

/** A use of grants: those that it counts against, with the terms that it was judged by. */
export interface GrantUse {
  readonly grants: readonly { readonly id: string; readonly terms: string }[]
  /** The access token or session of the caller. */
  readonly tokenId: string
  /** Whether it changes something at the platform. */
  readonly change: boolean
}

/**
 * What became of it. `no token`: the token or session has ended. `no grant`: a grant is not live any more, has other
 * terms, or has no change left.
 */
export type Counted = 'counted' | 'no token' | 'no grant'

/**
 * Counts one use of grants, and with `change` one change of today (UTC), for each of them and each of their ancestors,
 * and stores the use's event where one is given: all of it or nothing. Nothing is done where the caller's token, a grant
 * or its terms do not stand any more, by the database's clock. Grants without limits are not written.
 */
export async function countUse(db: Queryable, orgId: OrgId, use: GrantUse, event?: NewAuditEvent): Promise<Counted> {
  const ids = use.grants.map(({ id }) => id)
  const terms = use.grants.map((grant) => grant.terms)
  const given = { orgId, ids, terms, tokenIds: [use.tokenId], change: use.change }
  const [row] = await (event === undefined ? counting(db, given) : countingWithEvent(db, { ...given, event }))
  return row?.counted ?? 'no grant'
}

interface Given {
  orgId: OrgId
  ids: string[]
  terms: string[]
  tokenIds: string[]
  change: boolean
}

const counting = compiledOnce<Given>()((_db, { param }) => statement({ param, event: undefined }))

const countingWithEvent = compiledOnce<Given & { event: NewAuditEvent }>()((_db, { param, value }) =>
  statement({ param, event: (column) => value(({ event }) => event[column] ?? null) }),
)

interface Parts {
  param<Name extends keyof Given>(name: Name): RawBuilder<Given[Name]>
  readonly event: ((column: EventColumn) => RawBuilder<unknown>) | undefined
}

// The locks are taken in the order of the ids, so that two uses never wait for each other; what a use waited for it
// looks at again. Ids that are none of the organization's grants make the numbers differ.
function statement({ param, event }: Parts): RawBuilder<{ counted: Counted }> {
  const written =
    event === undefined
      ? sql``
      : sql`, written as (${insertedEvent(event, sql`from verdict where verdict.counted = 'counted'`)})`
  return sql<{ counted: Counted }>`
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
    as_judged as (
      select count(*) as count
      from unnest(${param('ids')}::uuid[], ${param('terms')}::text[]) as judged (id, terms)
        join grants g on g.id = judged.id join connections c on c.id = g.connection_id
      where ${termsOfGrant} = judged.terms and c.deleted_at is null
    ),
    verdict as (
      select case
        when not exists (${standingTokens(param('tokenIds'))}) then 'no token'
        when (select count(distinct grant_id) from chain) = cardinality(${param('ids')}::uuid[])
          and (select count from as_judged) = cardinality(${param('ids')}::uuid[])
          and (select coalesce(bool_and(usable), true) from wanted)
          and (select count(*) from locked) = (select count(*) from wanted where limited) then 'counted'
        else 'no grant' end as counted
    ),
    spent as (
      update grants g set
        uses_left = g.uses_left - 1,
        changes = case when not ${param('change')}::boolean or g.changes_per_day is null then g.changes
          when g.changes_on = (now() at time zone 'UTC')::date then g.changes + 1 else 1 end,
        changes_on = case when not ${param('change')}::boolean or g.changes_per_day is null then g.changes_on
          else (now() at time zone 'UTC')::date end
      from locked, verdict where g.id = locked.id and verdict.counted = 'counted'
    )${written}
    select counted from verdict`
}

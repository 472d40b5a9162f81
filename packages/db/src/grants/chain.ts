import { type RawBuilder, sql } from 'kysely'

/** How many changes a grant has left today (UTC); null without a limit. A count of another day does not matter. */
const changesLeft = sql<number | null>`case
  when g.changes_per_day is null then null
  when g.changes_on = (now() at time zone 'UTC')::date then greatest(g.changes_per_day - g.changes, 0)
  else g.changes_per_day end`

/** What a grant of the row `g` allows, in short: another text where it was changed. */
export const termsOfGrant = sql<string>`md5(row(g.actions, g.resources, g.keys, g.lease)::text)`

/** The columns of one grant in a chain, of the row `g`. */
const own = sql`g.id, g.parent_id, g.expires_at, g.uses_left, ${changesLeft} as changes_left,
  g.ended_at is null and (g.expires_at is null or g.expires_at > now()) and (g.uses_left is null or g.uses_left > 0)
    as live`

/**
 * Two tables for a `with recursive`. `chain` holds each grant that meets a condition on `g`, as `grant_id`, together
 * with all its ancestors. `standing` says of each such grant what is left of it by all of these: it is live only if all
 * are, by the database's clock.
 */
export function chains(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`chain as (
      select g.id as grant_id, ${own} from grants g where ${which}
      union all
      select chain.grant_id, ${own} from chain join grants g on g.id = chain.parent_id
    ),
    standing as (
      select grant_id, bool_and(live) as live, min(expires_at) as expires_at, min(uses_left) as uses_left,
        min(changes_left) as changes_left, count(*)::int as generation
      from chain group by grant_id
    )`
}

import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { termsOfGrant } from '../grants/chain.ts'
import { standingTokens } from '../grants/tokens.ts'

/** What uses of connections under way hang on: grants, and the tokens or sessions of their callers. */
export interface Supports {
  readonly grantIds: readonly string[]
  /** Ids of access tokens, of personal tokens and of sessions, mixed. */
  readonly tokenIds: readonly string[]
}

/** What of it still stands: grants with their terms, as `liveGrantsFor` gives them, and tokens. */
export interface Standing {
  readonly grants: ReadonlyMap<string, string>
  readonly tokens: ReadonlySet<string>
}

/**
 * What still stands, of any organization, by the database's clock. A grant stands while its connection is not deleted,
 * and neither it nor one of its ancestors has ended or expired; one whose uses are all counted stands for the use under
 * way. A token or session stands until it is revoked or expires.
 */
export async function selectStanding(db: Queryable, { grantIds, tokenIds }: Supports): Promise<Standing> {
  const { rows } = await sql<{ id: string; terms: string | null }>`
    with recursive chain as (
      select g.id as grant_id, ${termsOfGrant} as terms, g.parent_id, g.ended_at, g.expires_at
      from grants g join connections c on c.id = g.connection_id
      where g.id = any (${[...grantIds]}::uuid[]) and c.deleted_at is null
      union all
      select chain.grant_id, chain.terms, g.parent_id, g.ended_at, g.expires_at
      from chain join grants g on g.id = chain.parent_id
    )
    select grant_id as id, terms from chain group by grant_id, terms
    having bool_and(ended_at is null and (expires_at is null or expires_at > now()))
    union all
    select id, null from (${standingTokens(sql`${[...tokenIds]}`)}) tokens`.execute(db)
  return {
    grants: new Map(rows.flatMap(({ id, terms }) => (terms === null ? [] : [[id, terms]]))),
    tokens: new Set(rows.flatMap(({ id, terms }) => (terms === null ? [id] : []))),
  }
}

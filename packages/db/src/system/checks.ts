import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The pace of one app: `paceMs` between the starts of two checks of one account. */
export interface CheckPace {
  app: string
  paceMs: number
}

/** A claimed check. `owner` names the claim. */
export interface ClaimedCheck {
  id: string
  orgId: OrgId
  /** The account that it counts for, or the connection itself where the account is unknown. */
  key: string
  app: string
}

export interface ClaimOptions {
  at: Date
  /** How many due connections one call reads. */
  limit: number
  paces: readonly CheckPace[]
  /** How long a check reserves an account, and when a connection whose check never finishes is due again. */
  holdMs: number
  returnMs: number
  owner: string
}

/**
 * Reads the connections of every organization whose check is due, longest due first, in one statement. It claims one of
 * each account that is free, and defers the others at the account's pace. Every connection read is due later from then
 * on: an exhausted account does not block others, and a claim that never finishes becomes due again by itself. `seen`
 * is 0 where nothing was due.
 */
export async function claimDueChecks(
  db: Queryable,
  options: ClaimOptions,
): Promise<{ seen: number; claimed: ClaimedCheck[] }> {
  const { at, paces } = options
  const apps = paces.map(({ app }) => app)
  const seconds = paces.map(({ paceMs }) => paceMs / 1000)
  const { rows } = await sql<ClaimedCheck & { claimed: boolean }>`
    with paces as (select * from unnest(${apps}::text[], ${seconds}::float8[]) as p (app, seconds)),
    due as materialized (
      select id, app, check_key, next_check_at from connections
      where next_check_at <= ${at} and deleted_at is null and app = any (${apps}::text[])
      order by next_check_at limit ${options.limit} for update skip locked),
    ranked as materialized (
      select id, app, check_key,
        row_number() over (partition by check_key order by next_check_at, id) - 1 as place from due),
    taken as (
      insert into check_allowances as a (key, free_at, owner)
      select check_key, ${later(at, options.holdMs)}::timestamptz, ${options.owner}::uuid from ranked
      where place = 0 order by check_key
      on conflict (key) do update set free_at = excluded.free_at, owner = excluded.owner where a.free_at <= ${at}
      returning key)
    update connections c set next_check_at = case
      when r.place = 0 and t.key is not null then ${later(at, options.returnMs)}::timestamptz
      else greatest(a.free_at, ${at}::timestamptz) + make_interval(secs => p.seconds * greatest(r.place, 1)) end
    from ranked r
      join paces p on p.app = r.app
      left join taken t on t.key = r.check_key
      left join check_allowances a on a.key = r.check_key
    where c.id = r.id
    returning c.id, c.org_id as "orgId", c.check_key as key, c.app, (r.place = 0 and t.key is not null) as claimed`.execute(
    db,
  )
  return {
    seen: rows.length,
    claimed: rows.filter((row) => row.claimed).map(({ id, orgId, key, app }) => ({ id, orgId, key, app })),
  }
}

/** Sets when the account may be asked again, if `owner` still has it reserved. */
export async function settleAllowance(db: Queryable, key: string, owner: string, freeAt: Date): Promise<void> {
  await db
    .updateTable('check_allowances')
    .set({ free_at: freeAt, owner: null })
    .where('key', '=', key)
    .where('owner', '=', owner)
    .execute()
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

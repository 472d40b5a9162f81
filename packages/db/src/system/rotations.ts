import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A credential with which something is to be done now. */
export interface ClaimedCredential {
  id: string
  orgId: OrgId
  connectionId: string
  /** Its state from now on: one whose overlap is over is `ending`. */
  state: string
  tries: number
}

/** The furthest ahead, in days, that work of this kind is deferred. What is further was written by a wrong clock. */
const furthestDays = 16

/**
 * Claims credentials whose time has come, longest due first, of every organization; or those of one connection (`ending`)
 * that are to be ended. A claim that never finishes is due again after `returnMs`. By the database's clock.
 */
export async function claimDueCredentials(
  db: Queryable,
  { limit, returnMs, ending }: { limit: number; returnMs: number; ending?: string },
): Promise<ClaimedCredential[]> {
  const which = ending === undefined ? sql`true` : sql`connection_id = ${ending}::uuid and state = 'ending'`
  const { rows } = await sql<ClaimedCredential>`
    with due as materialized (
      select id from rotated_credentials where ${isDue('due_at', sql`make_interval(days => ${furthestDays})`)} and ${which}
      order by due_at limit ${limit} for update skip locked)
    update rotated_credentials r set tries = r.tries + 1, due_at = now() + make_interval(secs => ${returnMs / 1000}::float8),
      state = case when r.state = 'previous' then 'ending' else r.state end
    from due where r.id = due.id
    returning r.id, r.org_id as "orgId", r.connection_id as "connectionId", r.state, r.tries`.execute(db)
  return rows
}

/** Claims connections whose credential is to be rotated, likewise. One with a rotation under way is left out. */
export async function claimDueRotations(
  db: Queryable,
  { limit, returnMs }: { limit: number; returnMs: number },
): Promise<{ id: string; orgId: OrgId }[]> {
  const furthest = sql`make_interval(days => (c.rotation ->> 'rotationInterval')::int + 2)`
  const { rows } = await sql<{ id: string; orgId: OrgId }>`
    with due as materialized (
      select id from connections c
      where next_rotation_at is not null and ${isDue('next_rotation_at', furthest)} and deleted_at is null
        and not exists (select from rotations r where r.connection_id = c.id and r.state = 'under_way')
      order by next_rotation_at limit ${limit} for no key update skip locked)
    update connections c set next_rotation_at = now() + make_interval(secs => ${returnMs / 1000}::float8)
    from due where c.id = due.id
    returning c.id, c.org_id as "orgId"`.execute(db)
  return rows
}

function isDue(time: string, furthest: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(time)} <= now() or ${sql.ref(time)} > now() + ${furthest})`
}

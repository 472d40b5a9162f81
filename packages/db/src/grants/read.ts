import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { GrantedLeases, GrantedResource } from '../tables/grants.ts'
import type { OrgId } from '../tables/org-id.ts'
import { chains } from './chain.ts'

/** The holder or the maker of a grant, under their present name. */
export interface GrantSubject {
  type: 'identity' | 'person'
  id: string
  name: string
}

/** A grant as lists show it. */
export interface GrantRow {
  id: string
  connectionId: string
  parentId: string | null
  /** Who holds the parent. */
  parentHolderId: string | null
  /** 1, and one more than its parent's for a child. */
  generation: number
  subject: GrantSubject
  createdBy: GrantSubject
  actions: string[]
  resources: GrantedResource[] | null
  keys: string[] | null
  expiresAt: Date | null
  usesLeft: number | null
  changesPerDay: number | null
  lease: GrantedLeases | null
  createdAt: Date
  endedAt: Date | null
  /** Whether it can be used now, by the database's clock: it and all its ancestors are in force. */
  live: boolean
}

/** One grant of a connection, ended or not. */
export async function selectGrant(
  db: Queryable,
  { orgId, connectionId }: { orgId: OrgId; connectionId: string },
  id: string,
): Promise<GrantRow | undefined> {
  const { rows } = await rowsOf(
    sql`g.org_id = ${orgId} and g.connection_id = ${connectionId} and g.id = ${id}`,
  ).execute(db)
  return rows[0]
}

/**
 * Which grants of a connection: all, or those that `memberId` holds and the children of these. `after` is the last of
 * the page before.
 */
export interface GrantFilter {
  orgId: OrgId
  connectionId: string
  memberId?: string
  after?: { at: Date; id: string }
  limit: number
}

/** The grants of a connection, newest first, ended ones included. */
export async function selectGrants(db: Queryable, filter: GrantFilter): Promise<GrantRow[]> {
  const { orgId, connectionId, memberId, after, limit } = filter
  const own =
    memberId === undefined
      ? sql`true`
      : sql`(o.holder = ${memberId}::uuid or exists (
          select from grants p where p.id = o.parent_id and p.holder = ${memberId}::uuid))`
  const following = after === undefined ? sql`true` : sql`(o.created_at, o.id) < (${after.at}, ${after.id}::uuid)`
  const { rows } = await rowsOf(sql`g.id in (
    select o.id from grants o
    where o.org_id = ${orgId} and o.connection_id = ${connectionId} and ${own} and ${following}
    order by o.created_at desc, o.id desc limit ${limit})`).execute(db)
  return rows
}

/** The children of a grant that have not ended. */
export async function selectChildren(db: Queryable, orgId: OrgId, id: string): Promise<GrantRow[]> {
  const { rows } = await rowsOf(sql`g.org_id = ${orgId} and g.parent_id = ${id}::uuid and g.ended_at is null`).execute(
    db,
  )
  return rows
}

/** The statement for the grants that meet a condition on `g`, newest first. */
function rowsOf(which: RawBuilder<unknown>): RawBuilder<GrantRow> {
  return sql<GrantRow>`
    with recursive ${chains(which)}
    select g.id, g.connection_id as "connectionId", g.parent_id as "parentId",
      p.holder as "parentHolderId",
      json_build_object('type', case when g.person_id is null then 'identity' else 'person' end,
        'id', g.holder, 'name', coalesce(hu.name, hi.name)) as subject,
      json_build_object('type', case when mu.id is null then 'identity' else 'person' end,
        'id', g.maker, 'name', coalesce(mu.name, mi.name)) as "createdBy",
      g.actions, g.resources, g.keys, g.expires_at as "expiresAt", g.uses_left as "usesLeft",
      g.changes_per_day as "changesPerDay", g.lease, g.created_at as "createdAt", g.ended_at as "endedAt", s.generation, s.live
    from standing s join grants g on g.id = s.grant_id
      left join grants p on p.id = g.parent_id
      left join auth."user" hu on hu.id = g.person_id
      left join identities hi on hi.id = g.identity_id
      left join auth."user" mu on mu.id = g.maker
      left join identities mi on mi.id = g.maker and mi.org_id = g.org_id
    order by g.created_at desc, g.id desc`
}

import { sql } from 'kysely'
import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { GrantedLeases, GrantedResource } from '../tables/grants.ts'
import type { OrgId } from '../tables/org-id.ts'
import { chains, termsOfGrant } from './chain.ts'

/** What a decision needs of a grant that can be used now. The limits are the narrowest of it and its ancestors. */
export interface LiveGrant {
  id: string
  actions: string[]
  resources: GrantedResource[] | null
  keys: string[] | null
  lease: GrantedLeases | null
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
    select g.id, g.actions, g.resources, g.keys, g.lease, s.expires_at as "expiresAt", s.uses_left as "usesLeft",
      s.changes_left as "changesLeft", ${termsOfGrant} as terms
    from standing s join grants g on g.id = s.grant_id where s.live
    order by g.created_at, g.id`,
)

/** A connection that somebody may use. */
export interface GrantedConnection {
  id: string
  name: string
  app: string
  projectId: string | null
}

/** The connections of which somebody holds a live grant, by name; with `named` that of this id, or those of this name. */
export async function selectGrantedConnections(
  db: Queryable,
  orgId: OrgId,
  { holderId, named, limit }: { holderId: string; named: string | undefined; limit: number },
): Promise<GrantedConnection[]> {
  const wanted = named === undefined ? sql`true` : sql`(c.name = ${named} or c.id::text = lower(${named}))`
  const { rows } = await sql<GrantedConnection>`
    with recursive ${chains(sql`g.org_id = ${orgId} and g.holder = ${holderId}::uuid and g.ended_at is null`)}
    select c.id, c.name, c.app, c.project_id as "projectId" from connections c
    where c.org_id = ${orgId} and c.deleted_at is null and ${wanted} and exists (
      select from standing s join grants g on g.id = s.grant_id where s.live and g.connection_id = c.id)
    order by lower(c.name), c.id limit ${limit}`.execute(db)
  return rows
}

import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'
import { endGrantsThat } from './change.ts'

/**
 * A loss of rights in the organization (`projectId` null) or in one project: a person or an identity leaves, or gets a
 * lower role.
 */
export interface Loss {
  orgId: OrgId
  projectId: string | null
  memberId: string
  how: 'leaves' | 'lowered'
}

/** A grant that ends with a loss: the name of its connection, and its holder where that is an identity. */
export interface LostGrant {
  id: string
  name: string
  identityId: string | null
  identityName: string | null
}

/** The grants that would end with a loss, without their children. */
export async function selectLostGrants(db: Queryable, loss: Loss): Promise<LostGrant[]> {
  const { rows } = await sql<LostGrant>`
    select g.id, c.name, i.id as "identityId", i.name as "identityName"
    from grants g join connections c on c.id = g.connection_id left join identities i on i.id = g.identity_id
    where g.org_id = ${loss.orgId} and g.ended_at is null and (g.expires_at is null or g.expires_at > now())
      and ${endsWith(loss)}
    order by c.name, g.created_at, g.id`.execute(db)
  return rows
}

/** Ends the grants that end with a loss, with their children. */
export async function endLostGrants(db: Queryable, loss: Loss): Promise<void> {
  await endGrantsThat(db, loss.orgId, endsWith(loss))
}

/**
 * What ends: the grants that the member holds in the scope, and those that they made with their right there. What was
 * made through a secret or a token of theirs hangs on their role in the organization, wherever it was made.
 */
function endsWith({ projectId, memberId, how }: Loss): RawBuilder<boolean> {
  const member = sql`${memberId}::uuid`
  if (projectId !== null) {
    return sql<boolean>`(g.project_id = ${projectId}::uuid and (g.holder = ${member} or g.maker = ${member}))`
  }
  if (how === 'leaves') return sql<boolean>`(g.holder = ${member} or ${member} = any (g.makers))`
  return sql<boolean>`(g.project_id is null and (g.holder = ${member} or g.maker = ${member})
    or ${member} = any (g.makers[2:]))`
}

import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Which connections of an organization: those of no project, those of some projects, or both. */
export interface ConnectionScopes {
  orgId: OrgId
  organizationLevel: boolean
  projectIds: readonly string[]
}

/** Scopes as values, or as parameters of a compiled statement. */
export interface ScopesOf {
  orgId: OrgId | Expression<OrgId>
  organizationLevel: boolean
  projectIds: readonly string[] | Expression<readonly string[]>
}

/** The condition on `project_id`. All projects are one parameter, so that the text stays the same. */
export function inScopes({ organizationLevel, projectIds }: Omit<ScopesOf, 'orgId'>): RawBuilder<boolean> {
  const ofProjects = sql<boolean>`project_id = any (${projectIds}::uuid[])`
  return organizationLevel ? sql<boolean>`(project_id is null or ${ofProjects})` : ofProjects
}

/** The connections of some scopes that are not deleted. */
export function ofScopes(db: Queryable, scopes: ScopesOf) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scopes.orgId)
    .where('deleted_at', 'is', null)
    .where(inScopes(scopes))
}

/** Those of them with these ids, in the order of the ids. */
export function ofIds(db: Queryable, scopes: ConnectionScopes, ids: readonly string[]) {
  const list = sql`${[...ids]}::uuid[]`
  return ofScopes(db, scopes).where(sql<boolean>`id = any (${list})`).orderBy(sql`array_position(${list}, id)`)
}

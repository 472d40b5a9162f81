import { type RawBuilder, sql } from 'kysely'

/** Which connections of an organization: those of no project, those of some projects, or both. */
export interface ConnectionScopes {
  orgId: string
  organizationLevel: boolean
  projectIds: readonly string[]
}

/** The condition on `project_id` of the table at hand. One parameter for all projects: the text stays the same. */
export function inScopes({ organizationLevel, projectIds }: Omit<ConnectionScopes, 'orgId'>): RawBuilder<boolean> {
  const ofProjects = sql<boolean>`project_id = any (${[...projectIds]}::uuid[])`
  return organizationLevel ? sql<boolean>`(project_id is null or ${ofProjects})` : ofProjects
}

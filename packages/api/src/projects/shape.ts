import type { ProjectRow } from '@app-connections/db'
import type { Project } from '@app-connections/schemas'

/** A project as callers see it. */
export function shapeProject(row: ProjectRow): Project {
  return {
    id: row.id,
    orgId: row.org_id,
    name: row.name,
    slug: row.slug,
    type: row.type,
    createdAt: row.created_at.toISOString(),
  }
}

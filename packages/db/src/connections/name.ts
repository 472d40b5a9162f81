import type { Expression } from 'kysely'
import { shortRead } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { OrgId } from '../tables/org-id.ts'
import { metadata } from './row.ts'

/** The constraint that keeps names unique within their scope, across all apps. */
export const connectionNameConstraint = 'connections_name'

/**
 * Whether a connection other than `exceptId` has the name in a scope: the organization itself (`projectId` null) or one
 * project.
 */
export async function connectionNameTaken(
  db: Queryable,
  scope: { orgId: OrgId; projectId: string | null; name: string },
  exceptId?: string,
): Promise<boolean> {
  const { orgId, projectId, name } = scope
  const [row] = await (projectId === null
    ? namedInOrganization(db, { orgId, name })
    : namedInProject(db, { orgId, projectId, name }))
  return row !== undefined && row.id !== exceptId
}

const namedInOrganization = shortRead<{ orgId: OrgId; name: string }>()((db, { param }) =>
  inScope(db, { orgId: param('orgId'), projectId: null, name: param('name') }).select('id'),
)
const namedInProject = shortRead<{ orgId: OrgId; projectId: string; name: string }>()((db, { param }) =>
  inScope(db, { orgId: param('orgId'), projectId: param('projectId'), name: param('name') }).select('id'),
)

/** A connection by its name in one scope: the organization itself (`projectId` null) or one project. */
export async function selectConnectionByName(
  db: Queryable,
  scope: { orgId: OrgId; projectId: string | null; name: string },
): Promise<ConnectionRow | undefined> {
  return inScope(db, scope).select(metadata).executeTakeFirst()
}

/** The connections of a name in a scope. Name and scope are values, or the parameters of a compiled statement. */
function inScope(
  db: Queryable,
  scope: {
    orgId: OrgId | Expression<OrgId>
    projectId: string | null | Expression<string>
    name: string | Expression<string>
  },
) {
  return db
    .selectFrom('connections')
    .where('org_id', '=', scope.orgId)
    .where('project_id', scope.projectId === null ? 'is' : '=', scope.projectId)
    .where('name', '=', scope.name)
    .where('deleted_at', 'is', null)
}

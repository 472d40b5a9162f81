import type { ConnectionScopes } from '@app-connections/db'
import { type Membership, mayWithConnections } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { denied } from '../failures/access.ts'

/**
 * Where the member may read connections, within what the input names: one project, the organization's own scope, or
 * all. Throws 403 where nothing may be read, 404 for a project that the member may not know.
 */
export function readableScopes(
  member: Membership,
  asked: { projectId?: string | undefined; scope?: 'organization' | undefined } = {},
): ConnectionScopes {
  const { projectId, scope } = asked
  if (projectId !== undefined) requireProject(member, projectId)
  const all = scope === 'organization' ? [] : [...member.projects.keys()]
  const projectIds = (projectId === undefined ? all : [projectId]).filter((id) =>
    mayWithConnections(member, id, 'read'),
  )
  const organizationLevel = projectId === undefined && mayWithConnections(member, null, 'read')
  if (!organizationLevel && projectIds.length === 0) throw denied('read', 'app-connections')
  return { orgId: member.orgId, organizationLevel, projectIds }
}

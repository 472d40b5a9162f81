import { selectAvailableConnections } from '@app-connections/db'
import type { App, AvailableConnection } from '@app-connections/schemas'
import { denied, mayWithConnections } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { mostRows } from '../connection/most-rows.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * What the caller may connect with: the organization's own connections and, with a project, that project's too.
 * Errors: 403 (neither), 404 (the project).
 */
export async function available({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; projectId?: string | undefined }
}): Promise<AvailableConnection[]> {
  const { member, services } = ctx
  const { projectId } = input
  if (projectId !== undefined) requireProject(member, projectId)
  const organizationLevel = mayWithConnections(member, null, 'connect')
  const inProject = projectId !== undefined && mayWithConnections(member, projectId, 'connect')
  if (!organizationLevel && !inProject) throw denied('connect', 'app-connections')
  const rows = await selectAvailableConnections(services.db, {
    orgId: member.orgId,
    organizationLevel,
    projectIds: inProject ? [projectId] : [],
    app: input.app,
    limit: mostRows,
  })
  return rows.map((row) => ({
    app: input.app,
    name: row.name,
    id: row.id,
    projectId: row.project_id,
    orgId: row.org_id,
  }))
}

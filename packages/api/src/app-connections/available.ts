import { selectAvailableConnections } from '@app-connections/db'
import type { App, AvailableConnection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { longAnswer } from '../connection/long-answer.ts'
import { mostRows } from '../connection/most-rows.ts'
import { denied } from '../failures/access.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * What the caller may connect with: the organization's own connections and, with a project, that project's too.
 * Errors: 400 (many, in a batch), 403 (neither), 404 (the project), 429.
 */
export async function available({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; projectId?: string | undefined }
}): Promise<AvailableConnection[]> {
  const { member, services } = ctx
  const { app, projectId } = input
  if (projectId !== undefined) requireProject(member, projectId)
  const organizationLevel = mayWithConnections(member, null, 'connect')
  const inProject = projectId !== undefined && mayWithConnections(member, projectId, 'connect')
  if (!organizationLevel && !inProject) throw denied('connect', 'app-connections')
  const wanted = {
    orgId: member.orgId,
    organizationLevel,
    projectIds: inProject ? [projectId] : [],
    app,
    limit: mostRows,
  }
  return longAnswer(
    ctx,
    () => selectAvailableConnections(services.db, wanted),
    (rows) => rows.map((row) => ({ app, name: row.name, id: row.id, projectId: row.project_id, orgId: row.org_id })),
  )
}

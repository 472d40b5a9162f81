import { selectAvailableConnections, selectAvailableOfIds, selectConnectionIds } from '@app-connections/db'
import type { App, AvailableConnection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { denied } from '../failures/access.ts'
import type { MemberContext } from '../procedure/context.ts'
import { listed, longAnswer, mostRows, rowsOfPart } from '../procedure/long-answer.ts'

type Row = Awaited<ReturnType<typeof selectAvailableConnections>>[number]

/**
 * The connections that the caller may connect with: the organization's own and, with a project, also that project's.
 * Errors: 400 (too many, or part of a batch), 403 (neither scope), 404 (the project), 429.
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
  const { db } = services
  const wanted = { orgId: member.orgId, organizationLevel, projectIds: inProject ? [projectId] : [], app }
  const shape = (rows: readonly Row[]) =>
    rows.map((row) => ({ app, name: row.name, id: row.id, projectId: row.project_id, orgId: row.org_id }))
  const few = await listed(ctx, () => selectAvailableConnections(db, { ...wanted, limit: rowsOfPart + 1 }))
  if (few.length <= rowsOfPart) return shape(few)
  const select = () => selectConnectionIds(db, { ...wanted, limit: mostRows })
  const read = (ids: readonly string[]) => selectAvailableOfIds(db, wanted, ids)
  return longAnswer(ctx, { select, read }, shape)
}

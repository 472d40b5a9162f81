import { selectConnectionByName } from '@app-connections/db'
import type { App, SingleConnection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { shapeSingle } from '../connection/shape.ts'
import { otherApp, unknownConnectionName } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'

/** One connection by its name, in the organization's own scope or in a project. Errors: 404, 400 (of another app). */
export async function getByName({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionName: string; projectId?: string | undefined }
}): Promise<SingleConnection> {
  const { member, services } = ctx
  const projectId = input.projectId ?? null
  if (projectId !== null) requireProject(member, projectId)
  const row = await selectConnectionByName(services.db, { orgId: member.orgId, projectId, name: input.connectionName })
  ctx.subject.connection = row
  if (row === undefined || !mayWithConnections(member, projectId, 'read')) {
    throw unknownConnectionName(input.connectionName, projectId === null ? 'organization' : 'project').hiding(
      row !== undefined,
    )
  }
  if (row.app !== input.app) {
    throw otherApp('name', row.name, input.app)
  }
  return shapeSingle(row, member)
}

import { selectConnections } from '@app-connections/db'
import type { App, Connection } from '@app-connections/schemas'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { denied, mayWithConnections } from '../policy.ts'
import { requireProject } from '../projects/require.ts'
import { shapeConnection } from './shape.ts'

/** More than this is not sent in one answer. */
const mostRows = 10_000

/**
 * The connections of one project, or, without a project, all that the caller may read: those of the organization and
 * those of each project. By lower-cased name. Opens nothing. Errors: 403 (nothing may be read), 404 (the project), 400.
 */
export async function list({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app?: App | undefined; projectId?: string | undefined }
}): Promise<Connection[]> {
  const { member, services } = ctx
  if (input.projectId !== undefined) requireProject(member, input.projectId)
  const projectIds = input.projectId === undefined ? [...member.projects.keys()] : [input.projectId]
  const readable = projectIds.filter((id) => mayWithConnections(member, id, 'read'))
  const organizationLevel = input.projectId === undefined && mayWithConnections(member, null, 'read')
  if (!organizationLevel && readable.length === 0) throw denied('read', 'app-connections')

  const rows = await selectConnections(services.db, {
    orgId: member.orgId,
    organizationLevel,
    projectIds: readable,
    ...(input.app === undefined ? {} : { app: input.app }),
    limit: mostRows + 1,
  })
  if (rows.length > mostRows) {
    throw new OperationError('BadRequest', `There are more than ${mostRows} connections: use limit and cursor`)
  }
  return rows.map((row) => shapeConnection(row, member))
}

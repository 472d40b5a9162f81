import { deleteProject, eraseDeletedOfProject, isForeignKeyViolation, selectConnections } from '@app-connections/db'
import { mayWithConnections } from '../access/policy.ts'
import { projectNotFound } from '../access/require-project.ts'
import { OperationError } from '../failures/errors.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** So many names of connections stand in the sentence that refuses a deletion. */
const mostNames = 20

/** Deletes an empty project. Errors: 403, 404, 400 (it holds connections; they are named). */
export async function removeProject({ ctx, input }: { ctx: MemberContext; input: { projectId: string } }) {
  try {
    return await manage(ctx, 'delete', 'projects', async (trx) => {
      await eraseDeletedOfProject(trx, ctx.member.orgId, input.projectId)
      if (!(await deleteProject(trx, ctx.member.orgId, input.projectId))) throw projectNotFound(input.projectId)
      return {
        output: { id: input.projectId },
        action: 'projects.remove',
        target: { type: 'project', id: input.projectId },
        projectId: input.projectId,
      }
    })
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    throw await stillHolds(ctx, input.projectId)
  }
}

async function stillHolds({ services, member }: MemberContext, projectId: string): Promise<OperationError> {
  // Whoever is not in the project may not know what is in it.
  if (!mayWithConnections(member, projectId, 'read')) {
    return new OperationError('BadRequest', "Delete the project's connections first; only its members see their names")
  }
  const rows = await selectConnections(services.db, {
    orgId: member.orgId,
    organizationLevel: false,
    projectIds: [projectId],
    limit: mostNames + 1,
  })
  const names = rows.slice(0, mostNames).map((row) => row.name)
  const more = rows.length > mostNames ? ' and more' : ''
  return new OperationError('BadRequest', `Delete the project's connections first: ${names.join(', ')}${more}`)
}

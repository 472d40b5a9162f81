import {
  deleteEmptySets,
  deleteProject,
  eraseDeletedOfProject,
  isForeignKeyViolation,
  selectConnections,
  selectSets,
  selectSyncs,
} from '@app-connections/db'
import { mayWithConnections } from '../access/policy.ts'
import type { OperationError } from '../failures/operation-error.ts'
import { projectHoldsSecrets, projectHoldsSyncs, projectNotEmpty, unknownProject } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The most names of connections in the sentence that refuses a deletion. */
const mostNames = 20

/** Deletes an empty project. Errors: 403, 404, 400 (it holds connections or syncs, which the sentence names, or secrets). */
export async function removeProject({ ctx, input }: { ctx: MemberContext; input: { projectId: string } }) {
  try {
    return await manage(ctx, 'delete', 'projects', async (trx) => {
      await eraseDeletedOfProject(trx, ctx.member.orgId, input.projectId)
      await deleteEmptySets(trx, ctx.member.orgId, input.projectId)
      if (!(await deleteProject(trx, ctx.member.orgId, input.projectId))) throw unknownProject(input.projectId)
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
  // Only members of the project may know what is in it.
  if (!mayWithConnections(member, projectId, 'read')) {
    return projectNotEmpty([], false)
  }
  const rows = await selectConnections(services.db, {
    orgId: member.orgId,
    organizationLevel: false,
    projectIds: [projectId],
    limit: mostNames + 1,
  })
  const syncs = await selectSyncs(services.db, member.orgId, { projectId }, mostNames + 1)
  if (rows.length === 0 && syncs.length > 0) {
    const named = syncs.slice(0, mostNames).map(({ name }) => name)
    return projectHoldsSyncs(named, syncs.length > mostNames)
  }
  if (rows.length === 0 && (await selectSets(services.db, member.orgId, projectId, 1)).length > 0) {
    return projectHoldsSecrets()
  }
  const names = rows.slice(0, mostNames).map((row) => row.name)
  return projectNotEmpty(names, rows.length > mostNames)
}

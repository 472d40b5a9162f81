import { updateProjectName } from '@app-connections/db'
import type { Project } from '@app-connections/schemas'
import { unknownProject } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { shapeProject } from './shape.ts'

/** Renames a project. Its slug stays, because addresses contain it. Errors: 403, 404. */
export async function updateProject({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { projectId: string; name: string }
}): Promise<Project> {
  return manage(ctx, 'edit', 'projects', async (trx) => {
    const row = await updateProjectName(trx, ctx.member.orgId, input.projectId, input.name)
    if (row === undefined) throw unknownProject(input.projectId)
    return {
      output: shapeProject(row),
      action: 'projects.update',
      target: { type: 'project', id: row.id },
      projectId: row.id,
      detail: { name: row.name },
    }
  })
}

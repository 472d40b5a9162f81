import {
  countProjects,
  insertProject,
  isUniqueViolation,
  projectSlugConstraint,
  upsertMembership,
} from '@app-connections/db'
import type { Project } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { projectSlugTaken, tooManyProjects } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { shapeProject } from './shape.ts'
import { slugOf } from './slug.ts'

/** The most projects of an organization: a caller is looked up with the role in each. */
const mostProjects = 1_000

/** Makes a project, with the caller as its admin. Errors: 403, 400 (the slug is taken; too many projects). */
export async function createProject({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { name: string; slug?: string | undefined; type: string }
}): Promise<Project> {
  const { actor, member } = ctx
  const id = uuidv7()
  const slug = input.slug ?? slugOf(input.name)
  try {
    return await manage(ctx, 'create', 'projects', async (trx) => {
      if ((await countProjects(trx, member.orgId)) >= mostProjects) throw tooManyProjects(mostProjects)
      const row = await insertProject(trx, { id, org_id: member.orgId, name: input.name, slug, type: input.type })
      await upsertMembership(trx, {
        id: uuidv7(),
        orgId: member.orgId,
        projectId: id,
        member: actor.kind === 'person' ? { personId: actor.id } : { identityId: actor.id },
        role: 'admin',
      })
      return {
        output: shapeProject(row),
        action: 'projects.create',
        target: { type: 'project', id },
        projectId: id,
        detail: { name: input.name, slug, type: input.type },
      }
    })
  } catch (error) {
    if (!isUniqueViolation(error, projectSlugConstraint)) throw error
    throw projectSlugTaken(slug)
  }
}

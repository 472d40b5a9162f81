import {
  insertAuditEvent,
  insertProject,
  isUniqueViolation,
  projectSlugConstraint,
  upsertMembership,
} from '@app-connections/db'
import type { Project } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { requireManagement } from '../policy.ts'
import { slugOf } from './slug.ts'

/** Makes a project, with the caller as its admin. Errors: 403, 400 (the slug is taken). */
export async function createProject({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { name: string; slug?: string | undefined; type: string }
}): Promise<Project> {
  const { caller, member, services } = ctx
  requireManagement(member, 'create', 'projects')
  const project = {
    id: uuidv7(),
    org_id: member.orgId,
    name: input.name,
    slug: input.slug ?? slugOf(input.name),
    type: input.type,
  }
  try {
    return await services.db.transaction().execute(async (trx) => {
      const row = await insertProject(trx, project)
      await upsertMembership(trx, {
        id: uuidv7(),
        orgId: member.orgId,
        projectId: project.id,
        member: caller.kind === 'person' ? { personId: caller.id } : { identityId: caller.id },
        role: 'admin',
      })
      await insertAuditEvent(
        trx,
        auditEvent(ctx, {
          orgId: member.orgId,
          action: 'projects.create',
          target: { type: 'project', id: project.id },
          projectId: project.id,
          outcome: 'success',
          detail: { name: project.name, slug: project.slug, type: project.type },
        }),
      )
      return {
        id: row.id,
        orgId: row.org_id,
        name: row.name,
        slug: row.slug,
        type: row.type,
        createdAt: row.created_at.toISOString(),
      }
    })
  } catch (error) {
    if (!isUniqueViolation(error, projectSlugConstraint)) throw error
    throw new OperationError('BadRequest', `A project with the slug "${project.slug}" already exists`)
  }
}

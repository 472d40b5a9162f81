import { insertAuditEvent, isUniqueViolation, lockOrganization, orgIdOf } from '@app-connections/db'
import { deletePasswordResets, lockPerson } from '@app-connections/db/system'
import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../access/actor.ts'
import { auditEvent } from '../audit/event.ts'
import { denied } from '../failures/access.ts'
import { organizationSlugTaken } from '../failures/organizations.ts'
import type { CallerContext } from '../procedure/context.ts'
import { standing } from '../procedure/settle.ts'
import { slugOf } from '../projects/slug.ts'
import { insertKeyedOrganization } from './insert.ts'

/**
 * Makes another organization, with the caller as its admin. The caller must be admin of one already, so that guests
 * cannot fill an installation. Errors: 403, 400 (the name is taken).
 */
export async function createOrganization({
  ctx,
  input,
}: {
  ctx: CallerContext
  input: { name: string }
}): Promise<{ id: string; name: string; slug: string }> {
  const { actor, services } = ctx
  const [home] = administered(actor)
  if (actor.kind !== 'person' || home === undefined) {
    const orgId = actor.kind === 'identity' ? actor.orgId : (actor.organizations[0]?.id ?? null)
    const target = { type: 'organization', id: null }
    await services.refusals.record(ctx, { orgId, action: 'organizations.create', target, outcome: 'denied' })
    throw denied('create', 'organizations')
  }
  const organization = { id: orgIdOf(uuidv7()), name: input.name, slug: slugOf(input.name), adminId: actor.id }
  try {
    await services.db.transaction().execute(async (trx) => {
      // A removal of the caller there either waits for this lock, or has ended and is seen here.
      await lockOrganization(trx, home)
      await lockPerson(trx, actor.id)
      const { actor: now } = await standing(trx, actor, ctx.request.address)
      if (!administered(now).includes(home)) throw denied('create', 'organizations')
      await insertKeyedOrganization(trx, services.keyring, organization)
      await deletePasswordResets(trx, actor.id)
      await insertAuditEvent(
        trx,
        auditEvent(ctx, {
          orgId: organization.id,
          action: 'organizations.create',
          target: { type: 'organization', id: organization.id },
          outcome: 'success',
          detail: { name: organization.name, slug: organization.slug },
        }),
      )
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'organizations_slug_key')) throw error
    throw organizationSlugTaken(organization.slug)
  }
  return { id: organization.id, name: organization.name, slug: organization.slug }
}

/** The organizations that the caller administers. */
function administered({ memberships }: Caller) {
  return memberships.filter(({ role, project }) => project === null && role === 'admin').map(({ orgId }) => orgId)
}

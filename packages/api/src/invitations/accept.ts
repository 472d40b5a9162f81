import {
  insertAuditEvent,
  isOrganizationMember,
  isUniqueViolation,
  lockOrganization,
  type Queryable,
  tokenHash,
  upsertMembership,
} from '@app-connections/db'
import {
  deletePasswordResets,
  insertPerson,
  lockPerson,
  personEmailConstraint,
  selectInvitationOrganization,
  selectPersonByEmail,
  takeInvitation,
} from '@app-connections/db/system'
import { v7 as uuidv7 } from 'uuid'
import { callerAmong } from '../access/actor.ts'
import { auditEvent } from '../audit/event.ts'
import { accountExists, invitationEnded, signedInAsAnother } from '../failures/people.ts'
import { requireUnguessable } from '../passwords/guessable.ts'
import type { Context } from '../procedure/context.ts'
import { standing } from '../procedure/settle.ts'

interface Input {
  token: string
  name: string
  password: string
}

/**
 * Joins an organization by an invitation's link, once. A person without an account gets one; a person with an account
 * must be signed in with it. Whoever is signed in makes no account for another address: it would be theirs and bear
 * somebody else's name. Errors: 400 (used, expired or unknown link; an account that is not signed in, or is another one; a
 * password that is easy to guess).
 */
export async function acceptInvitation({
  ctx,
  input,
}: {
  ctx: Context
  input: Input
}): Promise<{ personId: string; email: string; orgId: string }> {
  const { services } = ctx
  // Before the transaction, because hashing takes a tenth of a second and must not hold a connection.
  const passwordHash = await services.hashPassword(input.password)
  return services.db.transaction().execute(async (trx) => {
    const hash = tokenHash(input.token)
    const leadsTo = await selectInvitationOrganization(trx, hash)
    // The organization first, then the person, as everywhere, so that two calls never wait for each other.
    if (leadsTo !== undefined) await lockOrganization(trx, leadsTo)
    const invitation = leadsTo && (await takeInvitation(trx, hash))
    if (invitation === undefined) {
      throw invitationEnded()
    }
    const personId = await personFor(ctx, trx, invitation.email, { ...input, passwordHash })
    // Members keep their role: an invitation never lowers one.
    const { orgId, role } = invitation
    if (!(await isOrganizationMember(trx, orgId, { personId }))) {
      await deletePasswordResets(trx, personId)
      await upsertMembership(trx, { id: uuidv7(), orgId, projectId: null, member: { personId }, role })
    }
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: invitation.orgId,
        action: 'invitations.accept',
        target: { type: 'person', id: personId },
        outcome: 'success',
        detail: { email: invitation.email, role: invitation.role },
        actor: { type: 'person', id: personId },
      }),
    )
    return { personId, email: invitation.email, orgId: invitation.orgId }
  })
}

async function personFor(
  ctx: Context,
  trx: Queryable,
  email: string,
  { name, password, passwordHash }: Pick<Input, 'name' | 'password'> & { passwordHash: string },
): Promise<string> {
  const existing = await selectPersonByEmail(trx, email)
  if (existing === undefined) {
    if (callerAmong(ctx.actor) !== undefined) throw signedInAsAnother()
    requireUnguessable(password, email)
    const id = uuidv7()
    try {
      await insertPerson(trx, { id, accountId: uuidv7(), name, email, passwordHash, at: ctx.services.now() })
    } catch (error) {
      // Another invitation of the same new address was just accepted. The transaction rolls back, so this one stays
      // valid.
      throw isUniqueViolation(error, personEmailConstraint) ? accountExists() : error
    }
    return id
  }
  await lockPerson(trx, existing.id)
  if (ctx.actor.kind !== 'person' || ctx.actor.id !== existing.id) throw accountExists()
  await standing(trx, ctx.actor, ctx.request.address)
  return existing.id
}

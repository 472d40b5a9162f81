import { insertInvitation, tokenHash } from '@app-connections/db'
import type { OrganizationRole } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { requireProved } from '../access/proved.ts'
import { newInvitationToken } from '../access/secrets.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** How long an invitation may be accepted, in seconds. */
const validFor = 7 * 86_400

/** Invites a person. Only this answer holds the link; its token is behind `#`, where no server logs it. */
export async function createInvitation({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { email: string; role: OrganizationRole }
}): Promise<{ id: string; email: string; token: string; url: string; expiresAt: string }> {
  const { member, services } = ctx
  const id = uuidv7()
  const token = newInvitationToken()
  if (input.role === 'admin') requireProved(ctx.actor)
  return manage(ctx, 'create', 'invitations', async (trx, { makers }) => {
    const expiresAt = await insertInvitation(trx, {
      id,
      org_id: member.orgId,
      email: input.email,
      role: input.role,
      token_hash: tokenHash(token),
      expiresIn: validFor,
      makers,
    })
    const url = `${services.siteUrl}/invite#${token}`
    return {
      output: { id, email: input.email, token, url, expiresAt: expiresAt.toISOString() },
      action: 'invitations.create',
      target: { type: 'invitation', id },
      detail: { email: input.email, role: input.role },
    }
  })
}

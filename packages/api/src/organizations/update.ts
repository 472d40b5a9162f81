import { updateOrganizationName } from '@app-connections/db'
import { unknownOrganization } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Renames the organization. Its short name stays, because addresses contain it. Errors: 403. */
export async function updateOrganization({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { name: string }
}): Promise<{ id: string; name: string; slug: string }> {
  const { orgId } = ctx.member
  return manage(ctx, 'edit', 'organization', async (trx) => {
    const row = await updateOrganizationName(trx, orgId, input.name)
    if (row === undefined) throw unknownOrganization(orgId)
    return {
      output: row,
      action: 'organizations.update',
      target: { type: 'organization', id: orgId },
      detail: { name: row.name },
    }
  })
}

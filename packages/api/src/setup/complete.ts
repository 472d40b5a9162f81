import { insertAuditEvent, orgIdOf, tokenHash } from '@app-connections/db'
import { insertPerson, takeSetupCode } from '@app-connections/db/system'
import type { completeSetupSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { auditEvent } from '../audit/event.ts'
import { setupCodeRefused } from '../failures/people.ts'
import { insertKeyedOrganization } from '../organizations/insert.ts'
import { requireUnguessable } from '../passwords/guessable.ts'
import type { Context } from '../procedure/context.ts'
import { slugOf } from '../projects/slug.ts'

/**
 * Makes the first organization and its admin, once, with the one-time code. Errors: 400 (a wrong code, already set up, or
 * a password that is easy to guess).
 */
export async function completeSetup({
  ctx,
  input,
}: {
  ctx: Context
  input: z.output<typeof completeSetupSchema>
}): Promise<{ orgId: string; slug: string; personId: string }> {
  const { keyring, db, hashPassword, now, onSetUp } = ctx.services
  requireUnguessable(input.password, input.email)
  const passwordHash = await hashPassword(input.password)
  const orgId = orgIdOf(uuidv7())
  const personId = uuidv7()
  const slug = slugOf(input.organization)
  await db.transaction().execute(async (trx) => {
    if (!(await takeSetupCode(trx, tokenHash(input.code)))) {
      throw setupCodeRefused()
    }
    await insertPerson(trx, {
      id: personId,
      accountId: uuidv7(),
      name: input.name,
      email: input.email,
      passwordHash,
      at: now(),
    })
    await insertKeyedOrganization(trx, keyring, { id: orgId, name: input.organization, slug, adminId: personId })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId,
        action: 'setup.complete',
        target: { type: 'organization', id: orgId },
        outcome: 'success',
        detail: { email: input.email },
        actor: { type: 'person', id: personId },
      }),
    )
  })
  await onSetUp()
  return { orgId, slug, personId }
}

import type { OrgId } from '@app-connections/db'
import { type Queryable, selectSealedWebhook } from '@app-connections/db'
import { unknownWebhook, webhookAddressRefused } from '../failures/webhooks.ts'
import type { MemberContext } from '../procedure/context.ts'
import { TargetError } from '../services/target.ts'

/** The webhook of that id, with its sealed secret, or 404. */
export async function requireWebhook(db: Queryable, orgId: OrgId, id: string) {
  const webhook = await selectSealedWebhook(db, orgId, id)
  if (webhook === undefined) throw unknownWebhook(id)
  return webhook
}

/** Throws 400 with the reason where deliveries cannot go to an address. Each delivery checks the address again. */
export async function requireTarget({ services, member }: MemberContext, url: string): Promise<void> {
  try {
    await services.turns.lookUps.take(member.orgId, () => services.outbound.resolve(new URL(url)))
  } catch (error) {
    if (error instanceof TargetError) throw webhookAddressRefused(error.message)
    throw error
  }
}

import type { ConnectionRow, NewNotice, replaceCredential } from '@app-connections/db'
import type { Connected } from '@app-connections/providers'
import { sealCredential } from '../credentials/seal.ts'
import { accepted } from '../health/health.ts'
import { healthNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'

/** A new credential for a connection: the changes, the state that they apply to, and the notice. */
interface NewCredential {
  state: Parameters<typeof replaceCredential>[1]
  changes: Parameters<typeof replaceCredential>[2] & { seal_revision: number }
  noticeFor: (before: ConnectionRow) => NewNotice | undefined
}

/**
 * Seals a credential that its platform has accepted, as the next version in place of the credential that `found` has.
 */
export async function newCredential(ctx: Context, found: ConnectionRow, connected: Connected): Promise<NewCredential> {
  const { org_id: orgId, id } = found
  const sealRevision = found.seal_revision + 1
  const sealed = sealCredential(await ctx.services.keyring.forOrg(orgId), { orgId, id, sealRevision }, connected)
  const now = ctx.services.now()
  const health = accepted(connected, now)
  return {
    // The state that was read, so that a concurrent change is not overwritten unseen.
    state: { orgId, id, revision: found.revision, sealRevision: found.seal_revision },
    changes: {
      credentials: sealed.credentials,
      credentials_hash: sealed.credentialsHash,
      ...health,
      seal_revision: sealRevision,
      version: found.version + 1,
      revision: found.revision + 1,
      updated_at: now,
    },
    noticeFor: (before) => healthNotice(before, health, now),
  }
}

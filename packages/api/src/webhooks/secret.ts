import type { OrgId } from '@app-connections/db'
import { open, seal } from '@app-connections/sealing'
import type { Services } from '../services/services.ts'
import { newSigningSecret } from './sign.ts'

const purpose = 'webhook-secret'

/** The secret of one revision of one webhook. A sealed one opens only for these. */
export interface SecretRecord {
  orgId: OrgId
  id: string
  revision: number
}

/** A new signing secret: in clear for the one answer that shows it, and sealed. */
export async function makeSecret(
  services: Services,
  record: SecretRecord,
): Promise<{ secret: string; sealed: Buffer }> {
  const secret = newSigningSecret()
  const keys = await services.keyring.forOrg(record.orgId)
  return { secret, sealed: seal(keys.current, contextOf(record), Buffer.from(secret)) }
}

/** The secrets that sign now: the current one and, for a while after a rotation, the one before. */
export async function openSecrets(
  services: Services,
  webhook: {
    id: string
    org_id: OrgId
    secret: Buffer
    secret_revision: number
    previous_secret: Buffer | null
    previous_until: Date | null
  },
): Promise<string[]> {
  const keys = await services.keyring.forOrg(webhook.org_id)
  const opened = (sealed: Buffer, revision: number) =>
    open(keys.byId, contextOf({ orgId: webhook.org_id, id: webhook.id, revision }), sealed).toString('utf8')
  const secrets = [opened(webhook.secret, webhook.secret_revision)]
  const overlaps = (webhook.previous_until?.getTime() ?? 0) > services.now().getTime()
  if (overlaps && webhook.previous_secret !== null) {
    secrets.push(opened(webhook.previous_secret, webhook.secret_revision - 1))
  }
  return secrets
}

function contextOf({ orgId, id, revision }: SecretRecord) {
  return { purpose, orgId, recordId: id, revision }
}

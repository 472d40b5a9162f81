import type { IdentityRow } from '@app-connections/db'
import type { Identity } from '@app-connections/schemas'

/** An identity as callers see it. */
export function shapeIdentity(row: IdentityRow): Identity {
  return {
    id: row.id,
    orgId: row.org_id,
    name: row.name,
    clientId: row.client_id,
    accessTokenTtl: row.access_token_ttl,
    accessTokenMaxTtl: row.access_token_max_ttl,
    trustedIps: row.trusted_ips,
    createdAt: row.created_at.toISOString(),
  }
}

import { type OrgId, type Queryable, selectMadeThrough } from '@app-connections/db'
import type { Made } from '@app-connections/schemas'

/** What would end in an organization together with the rights of a person or an identity. */
export async function madeThrough(db: Queryable, orgId: OrgId, makerId: string): Promise<Made[]> {
  const rows = await selectMadeThrough(db, orgId, makerId)
  return rows.map(({ kind, id, name, identityId, identityName }) => ({
    kind,
    id,
    // Only the origin, because the rest of the address may be a secret of the receiver.
    name: kind === 'webhook' ? new URL(name).origin : name,
    identity: identityId === null ? null : { id: identityId, name: identityName ?? '' },
  }))
}

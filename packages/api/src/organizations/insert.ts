import { insertOrganization, type OrgId, type Queryable, upsertMembership } from '@app-connections/db'
import { createDataKey, createFingerprintKey, type Keyring } from '@app-connections/sealing'
import { v7 as uuidv7 } from 'uuid'

/** Makes an organization with its own keys and its first admin, inside the caller's transaction. */
export async function insertKeyedOrganization(
  trx: Queryable,
  keyring: Keyring,
  organization: { id: OrgId; name: string; slug: string; adminId: string },
): Promise<void> {
  const { id, name, slug, adminId } = organization
  const fingerprintKey = createFingerprintKey(keyring.kek, id)
  await insertOrganization(trx, { id, name, slug, fingerprint_key: fingerprintKey }, createDataKey(keyring.kek, id))
  const member = { personId: adminId }
  await upsertMembership(trx, { id: uuidv7(), orgId: id, projectId: null, member, role: 'admin' })
}

import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The keys of an organization, all wrapped, newest data key first. Undefined where there is no such organization. */
export async function selectOrganizationKeys(
  db: Queryable,
  orgId: OrgId,
): Promise<{ dataKeys: { id: string; wrapped: Buffer }[]; fingerprintKey: Buffer } | undefined> {
  const rows = await db
    .selectFrom('organizations')
    .innerJoin('data_keys', 'data_keys.org_id', 'organizations.id')
    .select(['organizations.fingerprint_key', 'data_keys.id', 'data_keys.wrapped'])
    .where('organizations.id', '=', orgId)
    .orderBy('data_keys.created_at', 'desc')
    .execute()
  const [first] = rows
  if (first === undefined) return undefined
  return { dataKeys: rows.map(({ id, wrapped }) => ({ id, wrapped })), fingerprintKey: first.fingerprint_key }
}

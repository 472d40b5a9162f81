import type { OrgId } from '@app-connections/db'
import { type IdentityRow, type Queryable, selectIdentity } from '@app-connections/db'
import { unknownIdentity } from '../failures/organizations.ts'

/** The identity of that id, or 404. */
export async function requireIdentity(db: Queryable, orgId: OrgId, id: string): Promise<IdentityRow> {
  const identity = await selectIdentity(db, orgId, id)
  if (identity === undefined) throw unknownIdentity(id)
  return identity
}

import type { OrgId } from '@app-connections/db'
import { type IdentityRow, type Queryable, selectIdentity } from '@app-connections/db'
import { OperationError } from '../failures/errors.ts'

/** The identity of that id, or 404. */
export async function requireIdentity(db: Queryable, orgId: OrgId, id: string): Promise<IdentityRow> {
  const identity = await selectIdentity(db, orgId, id)
  if (identity === undefined) throw identityNotFound(id)
  return identity
}

export function identityNotFound(id: string): OperationError {
  return new OperationError('NotFound', `Could not find identity with ID ${id}`)
}

import type { OrgId } from '@app-connections/db'
import { otherAdmins, type Queryable } from '@app-connections/db'
import { lastAdmin } from '../failures/people.ts'
import type { Member } from './authorize.ts'

/** Throws 400 where the organization would be left without an admin. Locks the admins for the transaction. */
export async function requireOtherAdmin(trx: Queryable, orgId: OrgId, member: Member): Promise<void> {
  if ((await otherAdmins(trx, orgId, member)) === 0) {
    throw lastAdmin()
  }
}

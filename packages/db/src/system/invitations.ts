import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The organization of an invitation that has not expired. */
export async function selectInvitationOrganization(db: Queryable, tokenHash: Buffer): Promise<OrgId | undefined> {
  const row = await db
    .selectFrom('invitations')
    .select('org_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row?.org_id
}

/** Uses an invitation up, by its token's hash, if it has not expired. */
export async function takeInvitation(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ id: string; orgId: OrgId; email: string; role: string } | undefined> {
  const row = await db
    .deleteFrom('invitations')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['id', 'org_id', 'email', 'role'])
    .executeTakeFirst()
  return row && { id: row.id, orgId: row.org_id, email: row.email, role: row.role }
}

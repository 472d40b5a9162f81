import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow, type WithLife } from '../engine/lives.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Stores an invitation, which may be accepted for so many seconds. Answers when that ends. */
export async function insertInvitation(
  db: Queryable,
  { expiresIn, ...invitation }: WithLife<Insertable<Tables['invitations']>>,
): Promise<Date> {
  const { expires_at } = await db
    .insertInto('invitations')
    .values({ ...invitation, expires_at: secondsFromNow(expiresIn) })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return expires_at
}

/** The invitations of an organization that may still be accepted, newest first. */
export async function selectInvitations(
  db: Queryable,
  orgId: OrgId,
  limit: number,
): Promise<Omit<Selectable<Tables['invitations']>, 'token_hash' | 'makers'>[]> {
  return db
    .selectFrom('invitations')
    .select(['id', 'org_id', 'email', 'role', 'expires_at', 'created_at'])
    .where('org_id', '=', orgId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

export async function deleteInvitation(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('invitations')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

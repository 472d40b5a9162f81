import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

export interface SessionRow {
  id: string
  createdAt: Date
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
}

/** The living sessions of a person, the latest first, without their tokens. */
export async function selectSessions(db: Queryable, personId: string): Promise<SessionRow[]> {
  return db
    .selectFrom('auth.session')
    .select(['id', 'createdAt', 'expiresAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', personId)
    .where('expiresAt', '>', sql<Date>`now()`)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
}

/** Ends a session of a person; false where they have no such one. */
export async function deleteSession(db: Queryable, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('auth.session')
    .where('userId', '=', personId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

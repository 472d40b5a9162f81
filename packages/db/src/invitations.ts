import type { Insertable } from 'kysely'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

export async function insertInvitation(db: Queryable, invitation: Insertable<Tables['invitations']>): Promise<void> {
  await db.insertInto('invitations').values(invitation).execute()
}

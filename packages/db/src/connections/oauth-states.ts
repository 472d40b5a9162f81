import type { Insertable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'

/** Stores a started consent, by the hash of its state. */
export async function insertOAuthState(db: Queryable, state: Insertable<Tables['oauth_states']>): Promise<void> {
  await db.insertInto('oauth_states').values(state).execute()
}

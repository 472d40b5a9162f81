import type { Insertable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow, type WithLife } from '../engine/lives.ts'
import type { Tables } from '../tables/index.ts'

/** Stores a started consent, by the hash of its state; it may come back for so many seconds. */
export async function insertOAuthState(
  db: Queryable,
  { expiresIn, ...state }: WithLife<Insertable<Tables['oauth_states']>>,
): Promise<void> {
  await db
    .insertInto('oauth_states')
    .values({ ...state, expires_at: secondsFromNow(expiresIn) })
    .execute()
}

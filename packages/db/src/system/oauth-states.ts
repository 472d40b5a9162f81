import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The one organization in which a session has consents under way; undefined for several, or none. */
export async function organizationAskingConsent(db: Queryable, sessionId: string): Promise<OrgId | undefined> {
  const [first, ...others] = await db
    .selectFrom('oauth_states')
    .select('org_id')
    .distinct()
    .where('session_id', '=', sessionId)
    .where(sql<boolean>`expires_at > now()`)
    .limit(2)
    .execute()
  return others.length === 0 ? first?.org_id : undefined
}

/** The state of a returned OAuth state: usable once, by the session that started it, within its time. */
export type TakenState =
  | { found: 'usable'; orgId: OrgId; purpose: Record<string, unknown> }
  | { found: 'unknown' | 'expired' | 'foreign' }

/** Uses up a started consent by its state. One of another session is left for that session. */
export async function takeOAuthState(db: Queryable, stateHash: Buffer, sessionId: string): Promise<TakenState> {
  const { rows } = await sql<{ orgId: OrgId; purpose: Record<string, unknown>; fresh: boolean }>`
    delete from oauth_states where state_hash = ${stateHash} and session_id = ${sessionId}
    returning org_id as "orgId", purpose, expires_at > now() as fresh`.execute(db)
  const [taken] = rows
  if (taken !== undefined) {
    return taken.fresh ? { found: 'usable', orgId: taken.orgId, purpose: taken.purpose } : { found: 'expired' }
  }
  const other = await db
    .selectFrom('oauth_states')
    .select('org_id')
    .where('state_hash', '=', stateHash)
    .executeTakeFirst()
  return { found: other === undefined ? 'unknown' : 'foreign' }
}

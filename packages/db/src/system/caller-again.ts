import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { type CallerMembership, memberships } from './callers.ts'

/** The present state of a caller. `makers`: those through whom their token was made. */
export interface StandingCaller {
  memberships: CallerMembership[]
  makers: string[]
}

/**
 * Reads the identity of an access token again, within a transaction, and locks the token against ending until that is
 * over. Undefined where the token has ended, or the identity no longer trusts the address.
 */
export async function selectIdentityAgain(
  trx: Queryable,
  tokenId: string,
  address: string,
): Promise<StandingCaller | undefined> {
  const { rows } = await sql<StandingCaller>`
    select t.makers, ${memberships('m.identity_id = t.identity_id and m.org_id = t.org_id')} as memberships
    from access_tokens t join identities i on i.id = t.identity_id
    where t.id = ${tokenId} and t.expires_at > now() and ${address}::inet <<= any (i.trusted_ips)
    for key share of t`.execute(trx)
  return rows[0]
}

/**
 * Reads the person of a session again, within a transaction, and locks the session against ending until that is over.
 */
export async function selectPersonAgain(trx: Queryable, sessionId: string): Promise<StandingCaller | undefined> {
  const { rows } = await sql<StandingCaller>`
    select '{}'::uuid[] as makers, ${memberships('m.person_id = s."userId"')} as memberships
    from auth.session s where s.id = ${sessionId} and s."expiresAt" > now()
    for key share of s`.execute(trx)
  return rows[0]
}

import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Whose token it is that a login gave, and in which organization. */
export interface TakenLogin {
  personId: string
  personName: string
  email: string
  organization: { id: OrgId; name: string; slug: string }
}

/**
 * Trades a confirmed login for its personal token, once, within a transaction that has locked the organization. The token
 * lives for `expiresIn` seconds. Undefined where another poll has taken it, or the session that confirmed it has ended.
 * Locks that session against ending, and before the login, as its end does.
 */
export async function takeDeviceLogin(
  trx: Queryable,
  orgId: OrgId,
  login: { id: string; sessionId: string; tokenHash: Buffer; expiresIn: number },
): Promise<TakenLogin | undefined> {
  const { rows: sessions } = await sql`
    select from auth.session where id = ${login.sessionId}::uuid for key share`.execute(trx)
  if (sessions.length === 0) return undefined
  const { rows } = await sql<TakenLogin>`
    with taken as (
      update device_logins set taken_at = now()
      where id = ${login.id}::uuid and org_id = ${orgId} and taken_at is null
      returning id, org_id, person_id, session_id, name),
    given as (
      insert into personal_tokens (id, org_id, person_id, session_id, token_hash, name, expires_at)
      select id, org_id, person_id, session_id, ${login.tokenHash}::bytea, name, ${secondsFromNow(login.expiresIn)}
      from taken returning person_id, org_id)
    select u.id as "personId", u.name as "personName", u.email,
      json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) as organization
    from given g join auth."user" u on u.id = g.person_id join organizations o on o.id = g.org_id`.execute(trx)
  return rows[0]
}

/** The valid personal tokens of a member of an organization, by name. */
export async function selectPersonalTokensOf(
  db: Queryable,
  orgId: OrgId,
  personId: string,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('personal_tokens')
    .select(['id', 'name'])
    .where('org_id', '=', orgId)
    .where('person_id', '=', personId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/**
 * Ends the personal tokens of a member of an organization, within a transaction that has locked it, and the logins that
 * they confirmed. Their sessions are locked first: whoever ends one of these locks it before what it has confirmed.
 */
export async function deletePersonalTokensOf(trx: Queryable, orgId: OrgId, personId: string): Promise<void> {
  await sql`select from auth.session where "userId" = ${personId}::uuid order by id for update`.execute(trx)
  for (const table of ['device_logins', 'personal_tokens'] as const) {
    await trx.deleteFrom(table).where('org_id', '=', orgId).where('person_id', '=', personId).execute()
  }
}

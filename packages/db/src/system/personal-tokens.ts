import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The organization that a token works in. */
interface Place {
  id: OrgId
  name: string
  slug: string
}

export interface PersonalTokenRow {
  id: string
  name: string
  organization: Place
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
}

/** The valid personal tokens of a person in all organizations, newest first, without their hashes. */
export async function selectPersonalTokens(db: Queryable, personId: string): Promise<PersonalTokenRow[]> {
  const { rows } = await sql<PersonalTokenRow>`
    select t.id, t.name, json_build_object('id', o.id, 'name', o.name, 'slug', o.slug) as organization,
      t.created_at as "createdAt", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt"
    from personal_tokens t join organizations o on o.id = t.org_id
    where t.person_id = ${personId} and t.expires_at > now()
    order by t.created_at desc, t.id desc limit 500`.execute(db)
  return rows
}

/** Ends a valid personal token of a person. */
export async function deletePersonalToken(
  db: Queryable,
  personId: string,
  id: string,
): Promise<{ orgId: OrgId; name: string } | undefined> {
  const row = await db
    .deleteFrom('personal_tokens')
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['org_id', 'name'])
    .executeTakeFirst()
  return row && { orgId: row.org_id, name: row.name }
}

/** Ends a valid personal token, for whoever has it. */
export async function takePersonalToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ id: string; orgId: OrgId; personId: string } | undefined> {
  const row = await db
    .deleteFrom('personal_tokens')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['id', 'org_id', 'person_id'])
    .executeTakeFirst()
  return row && { id: row.id, orgId: row.org_id, personId: row.person_id }
}

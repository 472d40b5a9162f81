import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Something that ends with its maker's right. `name` is a label, an address or an origin. */
export interface MadeRow {
  kind: 'client-secret' | 'access-token' | 'invitation' | 'webhook'
  id: string
  name: string
  /** The identity that a secret or token belongs to. */
  identityId: string | null
  identityName: string | null
}

/**
 * What would end with the rights of a person or an identity in an organization: client secrets, static tokens,
 * invitations and active webhooks that they made, or that were made through what they made.
 */
export async function selectMadeThrough(db: Queryable, orgId: OrgId, makerId: string): Promise<MadeRow[]> {
  const { rows } = await sql<MadeRow>`
    select 'client-secret' as kind, s.id, s.label as name, i.id as "identityId", i.name as "identityName"
      from client_secrets s join identities i on i.id = s.identity_id
      where s.org_id = ${orgId} and ${makerId}::uuid = any (s.makers) and (s.expires_at is null or s.expires_at > now())
    union all
    select 'access-token', t.id, t.label, i.id, i.name from access_tokens t join identities i on i.id = t.identity_id
      where t.org_id = ${orgId} and ${makerId}::uuid = any (t.makers) and t.static and t.expires_at > now()
    union all
    select 'invitation', id, email, null, null from invitations
      where org_id = ${orgId} and ${makerId}::uuid = any (makers) and expires_at > now()
    union all
    select 'webhook', id, url, null, null from webhooks
      where org_id = ${orgId} and ${makerId}::uuid = any (makers) and enabled
    order by 1, 3, 2`.execute(db)
  return rows
}

/**
 * Ends what was made through a person or an identity in an organization: client secrets and the tokens obtained with
 * them, static tokens, invitations, links for new passwords. Webhooks are switched off, and another admin may take them
 * over.
 */
export async function endMadeThrough(db: Queryable, orgId: OrgId, makerId: string, at: Date): Promise<void> {
  for (const table of ['client_secrets', 'access_tokens', 'invitations'] as const) {
    await db.deleteFrom(table).where('org_id', '=', orgId).where(madeThrough(makerId)).execute()
  }
  await db.deleteFrom('password_resets').where(madeThrough(makerId)).execute()
  await db
    .updateTable('webhooks')
    .set({ enabled: false, updated_at: at })
    .where('org_id', '=', orgId)
    .where('enabled', '=', true)
    .where(madeThrough(makerId))
    .execute()
}

function madeThrough(makerId: string) {
  return sql<boolean>`${makerId}::uuid = any (makers)`
}

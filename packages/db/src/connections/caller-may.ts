import { type RawBuilder, sql } from 'kysely'
import type { OrgId } from '../tables/org-id.ts'

/**
 * The right that a write of a connection needs, which may have ended while a platform was asked: the caller's token or
 * session, and the roles that give the right in the scope (`projectId` null: the organization's own).
 */
export interface NeededRight {
  readonly caller: { readonly kind: 'person' | 'identity'; readonly tokenId: string; readonly address: string }
  readonly orgId: OrgId
  readonly projectId: string | null
  readonly roles: readonly string[]
}

type Parts = { readonly [part in 'tokenId' | 'address' | 'orgId' | 'projectId' | 'roles']: unknown }

/** A condition for the statement that writes: the caller still has the right. */
export function callerMay({ caller, orgId, projectId, roles }: NeededRight): RawBuilder<boolean> {
  return mayBy(caller.kind, { ...caller, orgId, projectId, roles })
}

/** The same of parts that may be parameters of a statement that is compiled once. */
export function mayBy(
  kind: NeededRight['caller']['kind'],
  { tokenId, address, orgId, projectId, roles }: Parts,
): RawBuilder<boolean> {
  const holder =
    kind === 'identity'
      ? sql`m.identity_id = (
          select t.identity_id from access_tokens t join identities i on i.id = t.identity_id
          where t.id = ${tokenId} and t.expires_at > now() and ${address}::inet <<= any (i.trusted_ips))`
      : sql`m.person_id = (
          select s."userId" from auth.session s where s.id = ${tokenId} and s."expiresAt" > now())`
  return sql<boolean>`exists (
    select from memberships m where m.org_id = ${orgId}::uuid and m.project_id is not distinct from ${projectId}::uuid
      and m.role = any (${roles}::text[]) and ${holder})`
}

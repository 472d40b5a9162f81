import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export type ClientSecretRow = Omit<Selectable<Tables['client_secrets']>, 'secret_hash'>
export type AccessTokenRow = Omit<Selectable<Tables['access_tokens']>, 'token_hash'>

export async function insertClientSecret(db: Queryable, secret: Insertable<Tables['client_secrets']>): Promise<void> {
  await db.insertInto('client_secrets').values(secret).execute()
}

export async function insertAccessToken(db: Queryable, token: Insertable<Tables['access_tokens']>): Promise<void> {
  await db.insertInto('access_tokens').values(token).execute()
}

/** The client secrets of an identity, newest first, without their hashes. */
export async function selectClientSecrets(db: Queryable, orgId: OrgId, identityId: string): Promise<ClientSecretRow[]> {
  return db
    .selectFrom('client_secrets')
    .select(['id', 'org_id', 'identity_id', 'label', 'expires_at', 'uses_limit', 'uses'])
    .select(['created_by', 'last_used_at', 'created_at'])
    .where('org_id', '=', orgId)
    .where('identity_id', '=', identityId)
    .orderBy('created_at', 'desc')
    .execute()
}

/** Deletes a client secret and, with it, the tokens it was traded for. */
export async function deleteClientSecret(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('client_secrets')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** The living tokens of an identity, newest first, without their hashes. */
export async function selectAccessTokens(db: Queryable, orgId: OrgId, identityId: string): Promise<AccessTokenRow[]> {
  return db
    .selectFrom('access_tokens')
    .select(['id', 'org_id', 'identity_id', 'client_secret_id', 'label', 'static', 'ttl'])
    .select(['expires_at', 'max_expires_at', 'last_used_at', 'created_by', 'created_at'])
    .where('org_id', '=', orgId)
    .where('identity_id', '=', identityId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()
}

export async function deleteAccessToken(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('access_tokens')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Ends the ways in that a person who is no admin any more has opened for others: invitations and links for new passwords. */
export async function deleteWaysInMadeBy(db: Queryable, orgId: OrgId, personId: string): Promise<void> {
  await db.deleteFrom('invitations').where('org_id', '=', orgId).where('created_by', '=', personId).execute()
  await db.deleteFrom('password_resets').where('created_by', '=', personId).execute()
}

/**
 * Ends what a person who leaves has made and could come back by: client secrets (and the tokens traded for them), static
 * tokens, invitations and links for new passwords.
 */
export async function deleteSecretsMadeBy(db: Queryable, orgId: OrgId, personId: string): Promise<void> {
  await db.deleteFrom('client_secrets').where('org_id', '=', orgId).where('created_by', '=', personId).execute()
  await db.deleteFrom('access_tokens').where('org_id', '=', orgId).where('created_by', '=', personId).execute()
  await deleteWaysInMadeBy(db, orgId, personId)
}

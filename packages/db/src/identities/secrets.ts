import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow, type WithLife } from '../engine/lives.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export type ClientSecretRow = Omit<Selectable<Tables['client_secrets']>, 'secret_hash'>
export type AccessTokenRow = Omit<Selectable<Tables['access_tokens']>, 'token_hash'>

type NewClientSecret = Insertable<Tables['client_secrets']>
type NewAccessToken = Insertable<Tables['access_tokens']>

/** Stores a client secret, which lives for so many seconds, or without an end (null). Answers when it ends. */
export async function insertClientSecret(
  db: Queryable,
  { expiresIn, ...secret }: Omit<NewClientSecret, 'expires_at'> & { expiresIn: number | null },
): Promise<Date | null> {
  const { expires_at } = await db
    .insertInto('client_secrets')
    .values({ ...secret, expires_at: expiresIn === null ? null : secondsFromNow(expiresIn) })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return expires_at
}

/** Stores an access token, which lives for `expiresIn` seconds, renewed at most for `maxExpiresIn`. Answers when it ends. */
export async function insertAccessToken(
  db: Queryable,
  { expiresIn, maxExpiresIn, ...token }: WithLife<NewAccessToken, 'max_expires_at'> & { maxExpiresIn: number },
): Promise<Date> {
  const { expires_at } = await db
    .insertInto('access_tokens')
    .values({ ...token, expires_at: secondsFromNow(expiresIn), max_expires_at: secondsFromNow(maxExpiresIn) })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return expires_at
}

/** The newest client secrets of an identity, newest first, without their hashes. */
export async function selectClientSecrets(
  db: Queryable,
  orgId: OrgId,
  identityId: string,
  limit: number,
): Promise<ClientSecretRow[]> {
  return db
    .selectFrom('client_secrets')
    .select(['id', 'org_id', 'identity_id', 'label', 'expires_at', 'uses_limit', 'uses'])
    .select(['makers', 'last_used_at', 'created_at'])
    .where('org_id', '=', orgId)
    .where('identity_id', '=', identityId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/** Deletes a client secret and the tokens that were obtained with it. */
export async function deleteClientSecret(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('client_secrets')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** The valid tokens of an identity, newest first, without their hashes. */
export async function selectAccessTokens(db: Queryable, orgId: OrgId, identityId: string): Promise<AccessTokenRow[]> {
  return db
    .selectFrom('access_tokens')
    .select(['id', 'org_id', 'identity_id', 'client_secret_id', 'label', 'static', 'ttl'])
    .select(['expires_at', 'max_expires_at', 'last_used_at', 'makers', 'created_at'])
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

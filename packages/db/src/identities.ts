import type { Insertable, Selectable } from 'kysely'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

export type IdentityRow = Selectable<Tables['identities']>

export async function insertIdentity(db: Queryable, identity: Insertable<Tables['identities']>): Promise<IdentityRow> {
  return db.insertInto('identities').values(identity).returningAll().executeTakeFirstOrThrow()
}

export async function selectIdentity(db: Queryable, orgId: string, id: string): Promise<IdentityRow | undefined> {
  return db.selectFrom('identities').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()
}

export async function insertClientSecret(db: Queryable, secret: Insertable<Tables['client_secrets']>): Promise<void> {
  await db.insertInto('client_secrets').values(secret).execute()
}

export async function insertAccessToken(db: Queryable, token: Insertable<Tables['access_tokens']>): Promise<void> {
  await db.insertInto('access_tokens').values(token).execute()
}

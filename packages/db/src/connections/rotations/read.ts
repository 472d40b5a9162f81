import type { Selectable } from 'kysely'
import type { Queryable } from '../../engine/database.ts'
import type { Tables } from '../../tables/index.ts'
import type { OrgId } from '../../tables/org-id.ts'

export type RotationRow = Selectable<Tables['rotations']>
export type RotatedCredentialRow = Selectable<Tables['rotated_credentials']>

/** A connection of an organization. */
interface OfConnection {
  orgId: OrgId
  connectionId: string
}

/** One rotation. */
export async function selectRotation(db: Queryable, orgId: OrgId, id: string): Promise<RotationRow | undefined> {
  return db.selectFrom('rotations').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()
}

/** The rotations of a connection, newest first. */
export async function selectRotations(
  db: Queryable,
  { orgId, connectionId }: OfConnection,
  limit: number,
): Promise<RotationRow[]> {
  return db
    .selectFrom('rotations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The credentials of a connection with which something is left to do, and its current one where this service made it. */
export async function selectKeptCredentials(
  db: Queryable,
  { orgId, connectionId }: OfConnection,
): Promise<Omit<RotatedCredentialRow, 'credentials'>[]> {
  return db
    .selectFrom('rotated_credentials')
    .select([
      ...(['id', 'org_id', 'connection_id', 'state', 'platform_id', 'account_id', 'seal_revision'] as const),
      ...(['credentials_hash', 'expires_at', 'due_at', 'tries', 'reason', 'created_at', 'ended_at'] as const),
    ])
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where('state', 'not in', ['revoked', 'settled', 'absent'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

/** One credential, with its sealed content. */
export async function selectRotatedCredential(
  db: Queryable,
  { orgId, connectionId }: OfConnection,
  id: string,
): Promise<RotatedCredentialRow | undefined> {
  return db
    .selectFrom('rotated_credentials')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The current or the previous credential of a connection, with its sealed content; undefined where it has none. */
export async function selectCredentialIn(
  db: Queryable,
  { orgId, connectionId }: OfConnection,
  state: 'current' | 'previous',
): Promise<RotatedCredentialRow | undefined> {
  return db
    .selectFrom('rotated_credentials')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where('state', '=', state)
    .executeTakeFirst()
}

/** The connections of an organization that have the credential of that fingerprint, by name. */
export async function selectConnectionsWithCredential(
  db: Queryable,
  orgId: OrgId,
  credentialsHash: string,
): Promise<{ name: string }[]> {
  return db
    .selectFrom('connections')
    .select('name')
    .where('org_id', '=', orgId)
    .where('credentials_hash', '=', credentialsHash)
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .limit(5)
    .execute()
}

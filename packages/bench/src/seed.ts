import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createDb, type Database, migrate, orgIdOf, selectOrganizationKeys, tokenHash } from '@app-connections/db'
import {
  createCheckRecord,
  createDataKey,
  createFingerprintKey,
  createKeyring,
  type KeyEncryptionKey,
  type Keyring,
} from '@app-connections/sealing'

/** One organization with a machine identity and its token, and as many connections as a case wants. */
export interface Seeded {
  database: Database
  keyring: Keyring
  orgId: string
  accessToken: string
  /** Ids of connections, a thousand at most, spread over all. */
  connectionIds: string[]
}

/**
 * Fills an empty database: an organization with `rows` connections, beside another with `others`, so that no statement is
 * planned for a table too small for an index. Connections are made by one statement: what is measured is reading them.
 */
export async function seed(
  target: { url: string } | { dir: string },
  kek: KeyEncryptionKey,
  rows: number,
  others = 0,
): Promise<Seeded> {
  const database = await createDb('url' in target ? { ...target, poolSize: 1 } : target)
  const db = database.kysely
  await migrate(db, createCheckRecord(kek))
  await insertConnections(database, await insertOrganization(database, kek, 'others'), others)
  const tenant = await addTenant(database, kek, rows)
  const keyring = createKeyring({ kek, load: (id) => selectOrganizationKeys(db, orgIdOf(id)) })
  return { database, keyring, ...tenant, accessToken: tenant.accessTokens[0] ?? '' }
}

/** An organization with machine identities that are its admins, a token each. */
export interface Tenant {
  orgId: string
  accessTokens: string[]
  /** Ids of connections, a thousand at most, spread over all. */
  connectionIds: string[]
}

/** Adds an organization with so many connections and identities. */
export async function addTenant(
  database: Database,
  kek: KeyEncryptionKey,
  rows: number,
  identities = 1,
): Promise<Tenant> {
  const { pool } = database
  const orgId = await insertOrganization(database, kek, `bench-${randomUUID()}`)
  const accessTokens: string[] = []
  for (let n = 0; n < identities; n += 1) accessTokens.push(await insertMachine(database, orgId))
  await insertConnections(database, orgId, rows)
  const { rows: some } = await pool.query<{ id: string }>(
    `select id from connections where org_id = $1 order by md5(id::text) limit 1000`,
    [orgId],
  )
  return { orgId, accessTokens, connectionIds: some.map(({ id }) => id) }
}

async function insertOrganization({ pool }: Database, kek: KeyEncryptionKey, name: string): Promise<string> {
  const orgId = randomUUID()
  const dataKey = createDataKey(kek, orgId)
  await pool.query('insert into organizations (id, name, slug, fingerprint_key) values ($1, $2, $2, $3)', [
    orgId,
    name,
    createFingerprintKey(kek, orgId),
  ])
  await pool.query('insert into data_keys (id, org_id, wrapped) values ($1, $2, $3)', [
    dataKey.id,
    orgId,
    dataKey.wrapped,
  ])
  return orgId
}

/** An identity that is admin of the organization. Resolves with its token. */
async function insertMachine({ pool }: Database, orgId: string): Promise<string> {
  const identityId = randomUUID()
  const accessToken = `act_${randomBytes(32).toString('base64url')}`
  await pool.query(
    `insert into identities (id, org_id, name, client_id, access_token_ttl, access_token_max_ttl)
     values ($1, $2, 'bench', $3, 86400, 86400)`,
    [identityId, orgId, randomUUID()],
  )
  await pool.query(
    `insert into memberships (id, org_id, identity_id, role) values (gen_random_uuid(), $1, $2, 'admin')`,
    [orgId, identityId],
  )
  await pool.query(
    `insert into access_tokens (id, org_id, identity_id, token_hash, ttl, expires_at, max_expires_at)
     values (gen_random_uuid(), $1, $2, $3, 86400, now() + interval '1 day', now() + interval '1 day')`,
    [orgId, identityId, tokenHash(accessToken)],
  )
  return accessToken
}

async function insertConnections({ pool }: Database, orgId: string, rows: number): Promise<void> {
  const hash = createHash('sha256').update('bench').digest('hex')
  const step = 100_000
  for (let from = 1; from <= rows; from += step) {
    await pool.query(
      `insert into connections (id, org_id, name, app, method, credentials, credentials_hash, version, revision,
         seal_revision, account, health, health_reason, health_since, last_success_at, created_at, updated_at)
       select gen_random_uuid(), $1, 'connection-' || n, 'heroku', 'auth-token', $2, $3, 1, 1, 1,
         '{"email":"ada@example.com"}', 'healthy', 'works', now(), now(), now(), now()
       from generate_series($4::int, $5::int) n`,
      [orgId, randomBytes(120), hash, from, Math.min(rows, from + step - 1)],
    )
  }
  await pool.query('analyze')
}

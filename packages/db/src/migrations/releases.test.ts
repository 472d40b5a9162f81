import { randomBytes, randomUUID } from 'node:crypto'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { type Engine, engines, openEmptyDatabase } from '../../test/engines.ts'
import { selectConnection } from '../connections/read.ts'
import type { Database } from '../engine/database.ts'
import { selectIdentityCaller, selectPersonCaller } from '../system/callers.ts'
import { orgIdOf } from '../tables/org-id.ts'
import { migrations } from './all.ts'
import { migrate } from './index.ts'

const record = Buffer.from('check record')

/**
 * What each release has left, by the last migration that it had. Their texts never change (`texts.test.ts`), so a database
 * that is made by these alone is one of that release. PGlite, of which each costs seconds, opens some of them.
 */
const releases = Object.keys(migrations(record))
const releasesOf: Record<Engine, readonly string[]> = {
  PostgreSQL: releases,
  PGlite: releases.filter((name) => ['0001-first', '0009a-early-folders', '0011-border'].includes(name)),
}

/** A database of a release, with an organization, its key, a person, an identity and a connection. */
async function fill({ kysely, pool }: Database, release: string) {
  const upTo = Object.fromEntries(Object.entries(migrations(record)).filter(([name]) => name <= release))
  const { error } = await new Migrator({
    db: kysely,
    provider: { getMigrations: async () => upTo },
    allowUnorderedMigrations: true,
  }).migrateToLatest()
  expect(error).toBeUndefined()
  const ids = { org: randomUUID(), person: randomUUID(), identity: randomUUID(), connection: randomUUID() }
  const hash = randomBytes(32)
  const run = (text: string, ...values: unknown[]) => pool.query(text, values)
  await run(`insert into organizations (id, name, slug, fingerprint_key) values ($1, 'Acme', 'acme', '')`, ids.org)
  await run(`insert into data_keys (id, org_id, wrapped) values (gen_random_uuid(), $1, 'wrapped')`, ids.org)
  await run(
    `insert into auth."user" (id, name, email, "emailVerified") values ($1, 'Ada', 'ada@x.test', true)`,
    ids.person,
  )
  await run(
    `insert into auth.session ("expiresAt", token, "updatedAt", "userId")
     values (now() + interval '1 hour', 'session', now(), $1)`,
    ids.person,
  )
  await run(
    `insert into identities (id, org_id, name, client_id, access_token_ttl, access_token_max_ttl)
     values ($2, $1, 'bot', $2, 60, 60)`,
    ids.org,
    ids.identity,
  )
  const role = `insert into memberships (id, org_id, person_id, identity_id, role)
    values (gen_random_uuid(), $1, $2, $3, 'admin')`
  await run(role, ids.org, ids.person, null)
  await run(role, ids.org, null, ids.identity)
  await run(
    `insert into access_tokens (id, org_id, identity_id, token_hash, ttl, expires_at, max_expires_at)
     values (gen_random_uuid(), $1, $2, $3, 60, now() + interval '1 hour', now() + interval '1 hour')`,
    ids.org,
    ids.identity,
    hash,
  )
  await run(
    `insert into connections (id, org_id, name, app, method, credentials, credentials_hash, version, revision,
       seal_revision, account, created_at, updated_at)
     values ($2, $1, 'main', 'heroku', 'auth-token', 'sealed', 'hash', 1, 1, 1, '{}', now(), now())`,
    ids.org,
    ids.connection,
  )
  return { ...ids, hash }
}

describe.each(engines)('what a release left on %s', (engine) => {
  it.each(releasesOf[engine])('is there after this one has started, and works: %s', async (release) => {
    const database = await openEmptyDatabase(engine)
    const { org, person, identity, connection, hash } = await fill(database, release)
    await migrate(database.kysely, Buffer.from('a record of another key'))
    const db = database.kysely
    expect(await selectConnection(db, orgIdOf(org), connection)).toMatchObject({ name: 'main', app: 'heroku' })
    expect(await selectPersonCaller(db, 'session')).toMatchObject({ personId: person, proved: true })
    expect(await selectIdentityCaller(db, hash, '192.0.2.1')).toMatchObject({ identityId: identity })
    const { rows } = await database.pool.query('select record from key_checks')
    expect(rows).toEqual([{ record }])
    const { rows: keys } = await database.pool.query('select wrapped from data_keys')
    expect(keys).toHaveLength(1)
  })
})

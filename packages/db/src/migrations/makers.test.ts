import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { engines, openEmptyDatabase } from '../../test/engines.ts'
import { migrations } from './all.ts'
import { migrate } from './index.ts'

const record = Buffer.from('check record')

describe.each(engines)('naming the makers of what a database already holds, on %s', (engine) => {
  it('takes them from the old column and from the audit trail, and removes roles of those who left', async () => {
    const { kysely, pool } = await openEmptyDatabase(engine)
    const before = Object.fromEntries(Object.entries(migrations(record)).filter(([name]) => name < '0010-makers'))
    const { error } = await new Migrator({
      db: kysely,
      provider: { getMigrations: async () => before },
    }).migrateToLatest()
    expect(error).toBeUndefined()
    const [org, project, stays, left, bot, deploy] = Array.from({ length: 6 }, () => randomUUID())
    const [ofPerson, ofBot, traded, unknown, invitation, webhook] = Array.from({ length: 6 }, () => randomUUID())
    const run = (text: string, values: unknown[]) => pool.query(text, values)
    await run(`insert into organizations (id, name, slug, fingerprint_key) values ($1, 'Acme', 'acme', '')`, [org])
    await run(`insert into projects (id, org_id, name, slug, type) values ($2, $1, 'Shop', 'shop', 'x')`, [
      org,
      project,
    ])
    for (const id of [stays, left]) {
      await run(
        `insert into auth."user" (id, name, email, "emailVerified") values ($1::uuid, 'A', $1::text || '@x.test', true)`,
        [id],
      )
    }
    for (const id of [bot, deploy]) {
      await run(
        `insert into identities (id, org_id, name, client_id, access_token_ttl, access_token_max_ttl)
         values ($2, $1, 'bot', $2, 60, 60)`,
        [org, id],
      )
    }
    const role = `insert into memberships (id, org_id, project_id, person_id, identity_id, role)
      values (gen_random_uuid(), $1, $2, $3, $4, 'admin')`
    await run(role, [org, null, stays, null])
    await run(role, [org, project, stays, null])
    await run(role, [org, project, left, null])
    await run(role, [org, project, null, bot])
    const secret = `insert into client_secrets (id, org_id, identity_id, label, secret_hash, uses_limit, created_by)
      values ($2, $1, $3, '', $4, 0, $5)`
    await run(secret, [org, ofPerson, deploy, 'a', stays])
    await run(secret, [org, ofBot, deploy, 'b', null])
    await run(secret, [org, unknown, deploy, 'c', null])
    await run(
      `insert into access_tokens (id, org_id, identity_id, client_secret_id, token_hash, ttl, expires_at, max_expires_at)
       values ($2, $1, $3, $4, 'd', 60, now(), now())`,
      [org, traded, deploy, ofBot],
    )
    await run(
      `insert into invitations (id, org_id, email, role, token_hash, expires_at) values ($2, $1, 'x', 'admin', 'e', now())`,
      [org, invitation],
    )
    await run(
      `insert into webhooks (id, org_id, url, description, events, enabled, secret, secret_revision, created_at, updated_at)
       values ($2, $1, 'https://x.test', '', '{}', true, '', 1, now(), now())`,
      [org, webhook],
    )
    const event = `insert into audit_events
      (id, org_id, at, actor_type, actor_id, action, target_type, target_id, outcome, req_id, detail)
      values (gen_random_uuid(), $1, now(), 'identity', $2, $3, 'x', $4, 'success', 'r', $5)`
    await run(event, [org, bot, 'clientSecrets.create', deploy, { clientSecretId: ofBot }])
    await run(event, [org, bot, 'invitations.create', invitation, {}])
    await run(event, [org, stays, 'webhooks.create', webhook, {}])

    await migrate(kysely, record)
    const makersOf = async (table: string, id: string | undefined) =>
      (await pool.query(`select makers from ${table} where id = $1`, [id])).rows[0]?.makers
    expect(await makersOf('client_secrets', ofPerson)).toEqual([stays])
    expect(await makersOf('client_secrets', ofBot)).toEqual([bot])
    expect(await makersOf('client_secrets', unknown)).toEqual([])
    expect(await makersOf('access_tokens', traded)).toEqual([bot])
    expect(await makersOf('invitations', invitation)).toEqual([bot])
    expect(await makersOf('webhooks', webhook)).toEqual([stays])
    const { rows } = await sql`select person_id, project_id from memberships order by project_id nulls first`.execute(
      kysely,
    )
    expect(rows).toEqual([
      { person_id: stays, project_id: null },
      { person_id: stays, project_id: project },
    ])
  })
})

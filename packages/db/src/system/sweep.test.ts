import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { sweep } from './sweep.ts'

describe.each(engines)('the sweep on %s', (engine) => {
  const database = useMigratedDatabase(engine)

  it('removes all it can where one removal fails, and says which did', async () => {
    const db = database().kysely
    await sql`alter table idempotency_keys rename column created_at to made_at`.execute(db)
    onTestFinished(async () => {
      await sql`alter table idempotency_keys rename column made_at to created_at`.execute(db)
    })
    await sql`insert into audit_events (id, at, actor_type, action, target_type, outcome, req_id, detail)
      values (gen_random_uuid(), now() - interval '366 days', 'system', 'test', 'test', 'success', 'test', '{}')`.execute(
      db,
    )
    const failed = sweep(db, 365)
    await expect(failed).rejects.toBeInstanceOf(AggregateError)
    await expect(failed).rejects.toMatchObject({ errors: [{ message: expect.stringContaining('created_at') }] })
    expect(await db.selectFrom('audit_events').selectAll().execute()).toEqual([])
  })

  it('removes what is old in batches, all of it, and ends between two of them where it is to stop', async () => {
    const db = database().kysely
    const insert = () =>
      sql`insert into audit_events (id, at, actor_type, action, target_type, outcome, req_id, detail)
        select gen_random_uuid(), now() - interval '366 days', 'system', 'test', 'test', 'success', 'test', '{}'
        from generate_series(1, 2500)`.execute(db)
    const left = async () => (await db.selectFrom('audit_events').select('id').execute()).length
    await insert()
    const sizes: bigint[] = []
    const plugin: Parameters<typeof db.withPlugin>[0] = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.numAffectedRows) sizes.push(result.numAffectedRows)
        return result
      },
    }
    const stopping = new AbortController()
    stopping.abort()
    await sweep(db, 365, stopping.signal).catch(() => {})
    expect(await left()).toBe(2_500)
    await sweep(db.withPlugin(plugin), 365).catch(() => {})
    expect(await left()).toBe(0)
    expect(sizes).toEqual([1_000n, 1_000n, 500n])
  })

  it('removes logins and tokens of programs a day after their end, and no sooner', async () => {
    const db = database().kysely
    const [org, person] = [randomUUID(), randomUUID()]
    await sql`insert into organizations (id, name, slug, fingerprint_key) values (${org}, 'Acme', ${org}, '')`.execute(
      db,
    )
    await sql`insert into auth."user" (id, name, email, "emailVerified") values (${person}, 'Ada', ${person}, false)`.execute(
      db,
    )
    await sql`insert into memberships (id, org_id, person_id, role)
      values (gen_random_uuid(), ${org}, ${person}, 'member')`.execute(db)
    for (const hours of [1, 23, 25, 100]) {
      const hash = Buffer.from(`${hours}`)
      const ended = sql`now() - make_interval(hours => ${hours})`
      await sql`insert into device_logins (id, device_hash, user_hash, name, address, expires_at, pause)
        values (gen_random_uuid(), ${hash}, ${hash}, 'x', 'x', ${ended}, 5)`.execute(db)
      await sql`insert into personal_tokens (id, org_id, person_id, session_id, token_hash, name, expires_at)
        values (gen_random_uuid(), ${org}, ${person}, gen_random_uuid(), ${hash}, 'x', ${ended})`.execute(db)
    }
    await sweep(db, 365)
    for (const table of ['device_logins', 'personal_tokens'] as const) {
      expect(await db.selectFrom(table).select('id').execute(), table).toHaveLength(2)
    }
  })
})

import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines, openEmptyDatabase } from '../../test/engines.ts'
import { connectionRow, eventRow, newOrganization } from '../../test/rows.ts'
import { updateConnection } from '../connections/change.ts'
import { insertConnection } from '../connections/insert.ts'
import { selectConnection } from '../connections/read.ts'
import { migrate } from '../migrations/index.ts'
import { selectOrganizationKeys } from '../organizations/keys.ts'
import { createDb } from './open.ts'

describe.each(engines)('a database on %s', (engine) => {
  it('plans the writes of connections once', async () => {
    const { kysely: db } = await openEmptyDatabase(engine, 1)
    await migrate(db, Buffer.from('check record'))
    const orgId = await newOrganization(db)
    const { id, revision } = await insertConnection(db, connectionRow(orgId), eventRow(orgId, 'create'))
    const state = { orgId, id, revision }
    expect(await updateConnection(db, state, { description: 'new' }, eventRow(orgId, 'update'))).toBeDefined()
    const { rows } = await sql<{ verb: string }>`select substring(statement from '^with "written" as .(\\w+)') as verb
      from pg_prepared_statements`.execute(db)
    expect(
      rows
        .map(({ verb }) => verb)
        .filter(Boolean)
        .toSorted(),
    ).toEqual(['insert', 'update'])
  })

  it('plans the statements of a connection once, and a plan still fits once its table has grown', async () => {
    const { kysely: db } = await openEmptyDatabase(engine)
    await migrate(db, Buffer.from('check record'))
    const orgId = await newOrganization(db)
    const find = (id: string) => db.selectFrom('audit_events').select('id').where('id', '=', id).execute()
    await sql`insert into audit_events (id, at, actor_type, action, target_type, outcome, req_id, detail)
      values (gen_random_uuid(), now(), 'system', 'test', 'test', 'success', 'test', '{}')`.execute(db)
    await sql`analyze audit_events`.execute(db)
    for (let n = 0; n < 10; n += 1) await find(orgId)
    await sql`insert into audit_events (id, at, actor_type, action, target_type, outcome, req_id, detail)
      select gen_random_uuid(), now(), 'system', 'test', 'test', 'success', 'test', '{}'
      from generate_series(1, 20000)`.execute(db)
    const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements
      where statement like ${'select "id" from "audit_events" where "id" =%'}`.execute(db)
    expect(rows).toHaveLength(1)
    if (engine === 'PGlite') {
      const { rows: plan } =
        await sql<object>`explain execute ${sql.raw(rows[0]?.name ?? '')} (${sql.lit(orgId)})`.execute(db)
      expect(JSON.stringify(plan)).toContain('Index')
    }
  })

  it('keeps what was committed when it is closed and opened again, and nothing that was rolled back', async () => {
    const empty = await emptyDatabase(engine)
    onTestFinished(empty.remove)
    const first = await createDb(empty.target)
    await migrate(first.kysely, Buffer.from('check record'))
    const orgId = await newOrganization(first.kysely)
    const keys = await selectOrganizationKeys(first.kysely, orgId)
    const connection = connectionRow(orgId)
    const row = await insertConnection(first.kysely, connection, eventRow(orgId, 'create'))
    const cancelled = connectionRow(orgId, { name: 'cancelled' })
    const transaction = first.kysely.transaction().execute(async (trx) => {
      await insertConnection(trx, cancelled, eventRow(orgId, 'cancelled'))
      throw new Error('called off')
    })
    await expect(transaction).rejects.toThrow('called off')
    await first.close()

    const second = await createDb(empty.target)
    onTestFinished(() => second.close())
    await migrate(second.kysely, Buffer.from('check record'))
    expect(second.kind).toBe(engine.toLowerCase())
    expect(await selectConnection(second.kysely, orgId, row.id)).toEqual(row)
    expect(await selectConnection(second.kysely, orgId, cancelled.id)).toBeUndefined()
    expect(await selectOrganizationKeys(second.kysely, orgId)).toEqual(keys)
    const stored = await second.kysely.selectFrom('connections').select('credentials').executeTakeFirst()
    expect(stored?.credentials).toEqual(connection.credentials)
    const events = await second.kysely.selectFrom('audit_events').select(['action', 'detail']).execute()
    expect(events).toEqual([{ action: 'create', detail: { name: 'main' } }])
  })

  it('gives times as dates with milliseconds, bytes as buffers and whole numbers as numbers', async () => {
    const database = await openEmptyDatabase(engine)
    const { rows } = await sql`
      select '2026-01-02T03:04:05.678Z'::timestamptz as at, '\\x00ff'::bytea as bytes, 2147483647 as whole,
        '{"a":[1]}'::jsonb as json, null as nothing, 'naïve € 🦄' as text`.execute(database.kysely)
    expect(rows).toEqual([
      {
        at: new Date('2026-01-02T03:04:05.678Z'),
        bytes: Buffer.from([0, 255]),
        whole: 2_147_483_647,
        json: { a: [1] },
        nothing: null,
        text: 'naïve € 🦄',
      },
    ])
  })
})

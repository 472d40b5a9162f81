import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, newOrganization } from '../../test/rows.ts'
import { claimDueChecks } from './checks.ts'

describe.each(engines)('claiming due checks on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const at = new Date()
  const options = { at, limit: 10, paces: [{ app: 'heroku', paceMs: 60_000 }], holdMs: 30_000, returnMs: 300_000 }

  it('walks the index of what is due, and moves all it looks at into the future', async () => {
    const { kysely, pool } = database()
    const orgId = await newOrganization(kysely)
    const rows = Array.from({ length: 5_000 }, (_, place) => ({
      ...connectionRow(orgId, { name: `seeded-${place}`, account: JSON.stringify({ id: `account-${place % 3}` }) }),
      next_check_at: new Date(at.getTime() + (place - 24) * 1_000),
    }))
    for (let from = 0; from < rows.length; from += 500) {
      await kysely
        .insertInto('connections')
        .values(rows.slice(from, from + 500))
        .execute()
    }
    await pool.query('analyze connections')
    const { rows: plan } = await pool.query(
      `explain select id from connections where next_check_at <= now() and deleted_at is null and app = any ('{heroku}')
       order by next_check_at limit 10 for update skip locked`,
    )
    expect(JSON.stringify(plan)).toContain('connections_by_check')

    const seen: number[] = []
    const claimed = new Map<string, number>()
    for (;;) {
      const claim = await claimDueChecks(kysely, { ...options, owner: randomUUID() })
      if (claim.seen === 0) break
      seen.push(claim.seen)
      for (const { key } of claim.claimed) claimed.set(key, (claimed.get(key) ?? 0) + 1)
    }
    expect(seen).toEqual([10, 10, 5])
    expect([...claimed.entries()].sort()).toEqual([0, 1, 2].map((number) => [`heroku account-${number}`, 1]))
  })

  it('counts those of one account together, and one of an unknown account by itself', async () => {
    const { kysely } = database()
    await kysely.deleteFrom('connections').execute()
    const orgId = await newOrganization(kysely)
    const accounts = ['{}', '{}', '{"email":"ada@example.com"}', '{"id":"a"}', '{"id":"a"}']
    const rows = accounts.map((account, place) => ({
      ...connectionRow(orgId, { name: `c-${place}`, account }),
      next_check_at: new Date(at.getTime() - place),
    }))
    await kysely.insertInto('connections').values(rows).execute()
    const { seen, claimed } = await claimDueChecks(kysely, { ...options, owner: randomUUID() })
    expect(seen).toBe(5)
    const unknown = rows.slice(0, 3).map(({ id }) => `heroku ${id}`)
    expect(claimed.map(({ key }) => key).sort()).toEqual([...unknown, 'heroku a'].sort())
  })

  it('leaves alone what is of an app that this release does not know', async () => {
    const { kysely } = database()
    await kysely.deleteFrom('connections').execute()
    const orgId = await newOrganization(kysely)
    const row = connectionRow(orgId, { app: 'another' })
    await kysely
      .insertInto('connections')
      .values({ ...row, next_check_at: at })
      .execute()
    expect(await claimDueChecks(kysely, { ...options, owner: randomUUID() })).toEqual({ seen: 0, claimed: [] })
  })
})

import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, newOrganization } from '../../test/rows.ts'
import type { OrgId } from '../tables/org-id.ts'
import { type ConnectionPlace, selectConnections } from './list.ts'
import type { ConnectionOrder } from './order.ts'

const health = ['healthy', 'reconnect_required', 'unchecked', 'degraded'] as const

/** The names in each order, ascending, of the rows below. */
const expected: Record<ConnectionOrder, string> = {
  name: 'a b c d e f g h',
  health: 'b f d h c g a e',
  createdAt: 'a b c d e f g h',
  updatedAt: 'h g f e d c b a',
  lastSuccessAt: 'd h a b c e f g',
}
const orders: ConnectionOrder[] = ['name', 'health', 'createdAt', 'updatedAt', 'lastSuccessAt']
const directions = ['asc', 'desc'] as const

describe.each(engines)('listing in an order on %s', (engine) => {
  const database = useMigratedDatabase(engine)

  /** Eight connections whose times differ by microseconds, which a JavaScript `Date` cannot hold. */
  async function eight(): Promise<OrgId> {
    const { kysely } = database()
    const orgId = await newOrganization(kysely)
    for (const [place, name] of [...'abcdefgh'].entries()) {
      const id = `00000000-0000-4000-8000-${orgId.slice(24, 35)}${place}`
      const row = connectionRow(orgId, { id, name, health: health[place % 4] ?? 'healthy' })
      const at = (micros: number) =>
        sql<Date>`timestamptz '2026-01-31 12:00:00.000Z' + make_interval(secs => ${micros}::float8 / 1e6)`
      await kysely
        .insertInto('connections')
        .values({
          ...row,
          created_at: at(place),
          updated_at: at(8 - place),
          last_success_at: place % 4 === 3 ? null : at(place),
        })
        .execute()
    }
    return orgId
  }

  it.each(orders.flatMap((sort) => directions.map((direction) => [sort, direction] as const)))(
    'by %s, %s, gives every connection once, whatever the size of a page',
    async (sort, direction) => {
      const orgId = await eight()
      const names = expected[sort].split(' ')
      const wanted = direction === 'asc' ? names : names.toReversed()
      for (const limit of [1, 3, 8, 9]) {
        const seen: string[] = []
        let after: ConnectionPlace | undefined
        for (;;) {
          const filter = { orgId, organizationLevel: true, projectIds: [], sort, direction, limit }
          const rows = await selectConnections(database().kysely, {
            ...filter,
            ...(after === undefined ? {} : { after }),
          })
          seen.push(...rows.map(({ name }) => name))
          const last = rows.at(-1)
          if (last === undefined) break
          after = { key: last.place, id: last.id }
        }
        expect(seen).toEqual(wanted)
      }
    },
  )

  it('leaves what a filter asks for, and takes what is looked for as it stands', async () => {
    const { kysely } = database()
    const orgId = await newOrganization(kysely)
    const rows = [
      { name: 'well', health: 'healthy', description: 'Deploys of the SHOP' },
      { name: 'dead', health: 'reconnect_required', method: 'oauth', description: '100 % sure' },
      { name: 'other', health: 'healthy', app: 'another', description: 'back\\slash and under_score' },
    ]
    for (const row of rows) await kysely.insertInto('connections').values(connectionRow(orgId, row)).execute()
    const names = async (filter: { health?: string; method?: string; app?: string; search?: string }) => {
      const all = { orgId, organizationLevel: true, projectIds: [], limit: 10 }
      return (await selectConnections(kysely, { ...all, ...filter })).map(({ name }) => name)
    }
    expect(await names({ health: 'healthy' })).toEqual(['other', 'well'])
    expect(await names({ health: 'healthy', app: 'heroku' })).toEqual(['well'])
    expect(await names({ method: 'oauth' })).toEqual(['dead'])
    expect(await names({ search: 'shop' })).toEqual(['well'])
    expect(await names({ search: 'WEL' })).toEqual(['well'])
    expect(await names({ search: '%' })).toEqual(['dead'])
    expect(await names({ search: '_' })).toEqual(['other'])
    expect(await names({ search: '\\' })).toEqual(['other'])
    expect(await names({ search: 'shop', health: 'reconnect_required' })).toEqual([])
  })

  it('walks an index in every order', async () => {
    const { kysely, pool } = database()
    const orgId = await newOrganization(kysely)
    const rows = Array.from({ length: 3_000 }, (_, place) => connectionRow(orgId, { name: `seeded-${place}` }))
    for (let from = 0; from < rows.length; from += 500) {
      await kysely
        .insertInto('connections')
        .values(rows.slice(from, from + 500))
        .execute()
    }
    await pool.query('analyze connections')
    const indexes: [string, string][] = [
      ['name collate "C"', 'connections_by_name'],
      ['health_rank', 'connections_by_health'],
      ['created_at', 'connections_by_creation'],
      ['updated_at', 'connections_by_update'],
      [`coalesce(last_success_at, timestamptz '-infinity')`, 'connections_by_success'],
    ]
    for (const [by, index] of indexes) {
      for (const direction of directions) {
        const { rows: plan } = await pool.query(
          `explain select id from connections where org_id = '${orgId}' and deleted_at is null
             and (project_id is null or project_id = any ('{}'::uuid[])) order by ${by} ${direction}, id ${direction} limit 50`,
        )
        expect(JSON.stringify(plan), by).toContain(index)
        expect(JSON.stringify(plan), by).not.toContain('Sort')
      }
    }
  })
})

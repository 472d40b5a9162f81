import { randomUUID } from 'node:crypto'
import { takeRefreshTurn } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { call, inAnotherProcess, refusal } from '../../test/services.ts'
import type { Services } from '../index.ts'

// A lock on a row holds open moments that are too short to meet by chance. That takes two connections to the database
// at once, which PGlite does not have.
describe.each(engines.filter((engine) => engine === 'PostgreSQL'))('a renewal on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const pool = () => test().database.pool
  const waiting = () =>
    expect
      .poll(async () => {
        const { rows } = await pool().query(
          "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
        return rows[0]?.n
      })
      .toBe(1)

  /** Runs statements in a transaction that holds a row, once another connection waits for that row. */
  async function whileHeld(lock: string, id: string, act: () => Promise<unknown>, changes: string[]): Promise<unknown> {
    const client = await pool().connect()
    try {
      await client.query('begin')
      await client.query(`${lock} for update`, [id])
      const acting = act().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      await waiting()
      for (const change of changes) await client.query(change, [id])
      await client.query('commit')
      const settled = await acting
      if ('error' in settled) throw settled.error
      return settled.value
    } finally {
      client.release()
    }
  }

  const ended = () => test().connectEnded()
  const apps = (id: string, services = test().services) =>
    test().askWith(services, 'appConnections.apps', { app: 'heroku', connectionId: id })

  it('that is stored while a name is being written does not make that fail', async () => {
    const { services, admin } = test()
    const id = await test().connect()
    const name = `n-${randomUUID()}`
    await whileHeld(
      'select 1 from connections where id = $1',
      id,
      () => call(services, admin, 'appConnections.update', { app: 'heroku', connectionId: id, name }),
      ['update connections set seal_revision = 7 where id = $1'],
    )
    expect(await test().row(id)).toMatchObject({ name, seal_revision: 7, version: 1 })
  })

  it('that was refused while another process waited for its turn is not asked for again', async () => {
    const { services, organization } = test()
    const id = await ended()
    await takeRefreshTurn(
      services.db,
      { connectionId: id, orgId: organization.id, owner: randomUUID(), sealRevision: 1 },
      60_000,
    )
    const use = whileHeld('select 1 from refresh_leases where connection_id = $1', id, () => apps(id), [
      'update refresh_leases set calling = false where connection_id = $1',
      "update connections set health = 'reconnect_required', health_reason = 'refresh_refused' where id = $1",
    ])
    expect(await refusal(use)).toMatchObject({ statusCode: 400 })
    expect(await test().refreshes()).toHaveLength(0)
  })

  it('that was stored while another process waited for its turn is not asked for again', async () => {
    const { services, organization } = test()
    const id = await ended()
    await takeRefreshTurn(
      services.db,
      { connectionId: id, orgId: organization.id, owner: randomUUID(), sealRevision: 1 },
      60_000,
    )
    const use = whileHeld('select 1 from refresh_leases where connection_id = $1', id, () => apps(id), [
      'update refresh_leases set calling = false where connection_id = $1',
      'update connections set seal_revision = 2 where id = $1',
    ])
    // This test's later generation is not a real one and does not open, because a blob is bound to its revision.
    expect(await refusal(use)).toMatchObject({ statusCode: 500 })
    expect(await test().refreshes()).toHaveLength(0)
  })

  it('is asked for by one of 30 uses in one process, and the others do not even try', async () => {
    const id = await ended()
    let tries = 0
    const counting: Parameters<Services['db']['withPlugin']>[0] = {
      transformQuery({ node }) {
        if (JSON.stringify(node).includes('insert into refresh_leases')) tries += 1
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const services = inAnotherProcess(test().services, { db: test().services.db.withPlugin(counting) })
    await test().sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'latency', ms: 300 } })
    await Promise.all(Array.from({ length: 30 }, () => apps(id, services)))
    expect(tries).toBe(1)
  })
})

import { poolUse } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { fill } from '../../test/connections.ts'
import { newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'

/** Statements that wait for a lock need connections of their own, which PGlite has not. */
describe.each(engines.filter((engine) => engine === 'PostgreSQL'))('the calls of one organization on %s', (engine) => {
  const test = useServices(engine)

  it('leave connections to another while all of them wait for a lock', async () => {
    const { services, database } = test()
    const [one, two] = [await newOrganization(services), await newOrganization(services)]
    const [greedy, modest] = [await one.person({ organization: 'admin' }), await two.person({ organization: 'admin' })]
    await fill(database, one.id, 1)
    await fill(database, two.id, 3)
    const { id: connectionId } = await services.db
      .selectFrom('connections')
      .select('id')
      .where('org_id', '=', one.id)
      .executeTakeFirstOrThrow()

    const client = await database.pool.connect()
    await client.query('begin')
    await client.query('select from connections where org_id = $1 for update', [one.id])
    const update = { app: 'heroku', connectionId, description: 'changed' }
    const greedyCalls = Promise.allSettled(
      Array.from({ length: 40 }, () => call(services, greedy, 'appConnections.update', update)),
    )
    await expect.poll(() => poolUse(database.pools).waiting).toBeGreaterThan(25)
    const list = await call(services, modest, 'appConnections.list', { limit: 5 })
    expect(list).toMatchObject({ appConnections: [{}, {}, {}] })
    // All that waited still waits.
    expect(poolUse(database.pools).waiting).toBeGreaterThan(25)
    await client.query('rollback')
    client.release()
    await greedyCalls
  })
})

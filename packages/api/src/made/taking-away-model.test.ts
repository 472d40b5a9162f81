import { randomUUID } from 'node:crypto'
import { createDb, type Database } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { identitySchema, singleConnectionSchema } from '@app-connections/schemas'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import * as z from 'zod'
import { stories, tell } from '../../test/access-story.ts'
import { newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'

const numRuns = Number(process.env.ACCESS_MODEL_RUNS || 200)
const idOf = z.object({ id: z.uuid() })
const seed = process.env.SOAK === 'on' ? Date.now() : 11

// The story takes two processes on one database, which PGlite cannot serve.
const shared = engines.filter((engine) => engine === 'PostgreSQL')

describe.each(shared)('any story of access taken away over two processes on %s', (engine) => {
  const test = useServices(engine)
  let second: Database | undefined
  beforeAll(async () => {
    const { rows } = await test().database.pool.query('select current_database() as name')
    const url = new URL(inject('postgresUrl'))
    url.pathname = `/${rows[0]?.name}`
    second = await createDb({ url: url.href, poolSize: 5 })
  })
  afterAll(() => second?.close())

  it(`ends with nothing that works of what was made with it, ${numRuns} times`, {
    timeout: 60_000 + numRuns * 1_000,
  }, async () => {
    const { services } = test()
    const processes = [services, { ...services, db: second?.kysely ?? services.db }] as const
    const organization = await newOrganization(services)
    const root = await organization.person({ organization: 'admin', project: 'admin' })
    const victim = await organization.person({ organization: 'member' })
    const deploy = identitySchema.parse(await call(services, root, 'identities.create', { name: 'deploy' }))
    const { token: platformToken } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: platformToken } }
    const { id: connectionId } = singleConnectionSchema.parse(
      await call(services, root, 'appConnections.create', input),
    )
    const at = { projectId: organization.projectId, environment: 'production', secretPath: '/' }
    await call(services, root, 'secrets.create', { ...at, secretName: 'A', secretValue: '1' })
    const newSync = () => ({
      ...{ ...at, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId },
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: randomUUID(), appName: 'shop' },
    })
    const { id: syncId } = idOf.parse(await call(services, root, 'secretSyncs.create', newSync()))
    const ofSyncs = { newSync, syncId }
    const cast = {
      organization,
      root,
      deployId: deploy.id,
      victimId: victim.id,
      connectionId,
      platformToken,
      ...ofSyncs,
    }
    let done = 0
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        done += await tell(processes, cast, story)
      }),
      { numRuns, seed, endOnFailure: process.env.SOAK !== 'on' },
    )
    process.stdout.write(`model of access taken away (seed ${seed}): ${numRuns} stories, ${done} calls done in time\n`)
  })
})

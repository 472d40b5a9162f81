import { engines } from '@app-connections/db/testing/engines'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'
import { syncStories } from '../../test/sync-model.ts'
import { tellSync } from '../../test/sync-story.ts'

const numRuns = Number(process.env.SYNC_MODEL_RUNS || 10)
const seed = process.env.SOAK === 'on' ? Date.now() : 18

describe.each(engines)('any story of a set, its sync and an app of the sandbox, on %s', (engine) => {
  const test = useServices(engine, { rateLimits: 'off' })

  it(`ends with the old or the new value of each owned key, and all others as they were, ${numRuns} times`, {
    timeout: 60_000 + numRuns * 2_000,
  }, async () => {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const { token: platformToken } = await sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: platformToken } }
    const made = await call(services, admin, 'appConnections.create', input)
    const { id: connectionId } = z.object({ id: z.uuid() }).parse(made)
    const cast = { admin, projectId: organization.projectId, connectionId, platformToken }
    let carriedOut = 0
    await fc.assert(
      fc.asyncProperty(syncStories, async (story) => {
        carriedOut += await tellSync(test(), cast, story)
      }),
      { numRuns, seed, endOnFailure: process.env.SOAK !== 'on' },
    )
    process.stdout.write(`model of syncs (seed ${seed}): ${numRuns} stories, ${carriedOut} plans carried out\n`)
  })
})

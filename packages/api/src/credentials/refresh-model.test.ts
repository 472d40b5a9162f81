import { engines } from '@app-connections/db/testing/engines'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { stories } from '../../test/refresh-model.ts'
import { tell } from '../../test/refresh-story.ts'
import { inAnotherProcess } from '../../test/services.ts'

const numRuns = Number(process.env.REFRESH_MODEL_RUNS || 60)
const seed = process.env.SOAK === 'on' ? Date.now() : 7

// The story takes two processes on one database, which PGlite cannot serve.
const shared = engines.filter((engine) => engine === 'PostgreSQL')

describe.each(shared)('any story of two processes on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)

  it(`ends with a credential that works or a state that says why not, ${numRuns} times`, {
    timeout: 60_000 + numRuns * 1_000,
  }, async () => {
    const t = test()
    const processes = [inAnotherProcess(t.services), inAnotherProcess(t.services)] as const
    const sum = { runs: 0, uses: 0, refreshes: 0, reconnectRequired: 0 }
    const started = performance.now()
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const counts = await tell(t, processes, story)
        sum.runs += 1
        sum.uses += counts.uses
        sum.refreshes += counts.refreshes
        sum.reconnectRequired += counts.reconnectRequired
      }),
      { numRuns, seed, endOnFailure: process.env.SOAK !== 'on' },
    )
    const seconds = Math.round((performance.now() - started) / 1000)
    process.stdout.write(
      `model of refresh, update, delete, reconnect (seed ${seed}): ${JSON.stringify({ ...sum, seconds })}\n`,
    )
  })
})

import type { Services } from '@app-connections/api'
import { inBackground } from '@app-connections/db'
import { deleteOldLimitWindows, sweep, vacuumChanged } from '@app-connections/db/system'
import type { Logger } from 'pino'

/** How often each job runs, in milliseconds. Every process runs them all: they are short, and may run twice. */
const tokenUsesEveryMs = 15_000
const windowsEveryMs = 60_000
const sweepEveryMs = 3_600_000
const vacuumEveryMs = 600_000
/** The first sweep comes soon, so that a service that restarts every half hour sweeps too, but not during its start. */
const firstSweepMs = 60_000

/**
 * Stores when tokens were last used, and deletes rows that are no longer needed. A failure is
 * logged, and the job runs again at its next time.
 */
export function startHousekeeping(services: Services, auditRetentionDays: number, log: Logger) {
  const stopping = new AbortController()
  const jobs = [
    every(tokenUsesEveryMs, 'note uses of tokens', () => services.tokenUses.flush()),
    every(windowsEveryMs, 'delete limit windows', () => deleteOldLimitWindows(services.db)),
    every(sweepEveryMs, 'sweep', () => sweep(services.db, auditRetentionDays, stopping.signal), firstSweepMs),
    // PostgreSQL has its autovacuum.
    every(vacuumEveryMs, 'vacuum', async () => {
      if (services.databaseKind === 'pglite') await vacuumChanged(services.db, stopping.signal)
    }),
  ]

  function every(ms: number, job: string, act: () => Promise<void>, firstMs = ms) {
    let running = Promise.resolve()
    const round = () => {
      running = running
        .then(() => inBackground(act))
        .catch((error: unknown) => log.error({ err: error, job }, 'housekeeping failed'))
    }
    const first = firstMs < ms ? setTimeout(round, firstMs) : undefined
    const timer = setInterval(round, ms)
    return {
      end() {
        clearTimeout(first)
        clearInterval(timer)
      },
      settled: () => running,
    }
  }

  return {
    /** Ends the jobs and writes what is still only in memory. */
    async stop(): Promise<void> {
      stopping.abort()
      for (const { end } of jobs) end()
      await Promise.all(jobs.map(({ settled }) => settled()))
      await services.tokenUses.flush().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
    },
  }
}

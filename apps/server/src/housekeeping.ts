import type { Services } from '@app-connections/api'
import { deleteOldLimitWindows, sweep } from '@app-connections/db/system'
import type { Logger } from 'pino'

/** How often each duty is done, in milliseconds. Every process does them: they are short, and doing one twice is harmless. */
const refusalsEveryMs = 15_000
const tokenUsesEveryMs = 15_000
const windowsEveryMs = 60_000
const sweepEveryMs = 3_600_000
/** A service that is started anew every half hour sweeps too; not at once, when there is enough to do. */
const firstSweepMs = 60_000

/** Sums refusals, writes when tokens were last used, and removes what has outlived its use. A failure is logged, and the duty comes round again. */
export function startHousekeeping(services: Services, auditRetentionDays: number, log: Logger) {
  const duties = [
    every(refusalsEveryMs, 'sum refusals', () => services.refusals.flush()),
    every(tokenUsesEveryMs, 'note uses of tokens', () => services.tokenUses.flush()),
    every(windowsEveryMs, 'forget limit windows', () => deleteOldLimitWindows(services.db)),
    every(sweepEveryMs, 'sweep', () => sweep(services.db, auditRetentionDays), firstSweepMs),
  ]

  function every(ms: number, duty: string, act: () => Promise<void>, firstMs = ms) {
    let running = Promise.resolve()
    const round = () => {
      running = running.then(act).catch((error: unknown) => log.error({ err: error, duty }, 'housekeeping failed'))
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
    /** Ends the duties and writes what is still in memory alone. */
    async stop(): Promise<void> {
      for (const { end } of duties) end()
      await Promise.all(duties.map(({ settled }) => settled()))
      const written = await Promise.allSettled([services.refusals.flush(true), services.tokenUses.flush()])
      for (const result of written) {
        if (result.status === 'rejected') log.error({ err: result.reason }, 'housekeeping failed')
      }
    },
  }
}

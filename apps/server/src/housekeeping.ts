import type { Services } from '@app-connections/api'
import { deleteOldLimitWindows, sweep } from '@app-connections/db/system'
import type { Logger } from 'pino'

/** How often each duty is done, in milliseconds. Every process does them: they are short, and doing one twice is harmless. */
const refusalsEveryMs = 15_000
const windowsEveryMs = 60_000
const sweepEveryMs = 3_600_000

/** Sums refusals, and removes what has outlived its use. A failure is logged, and the duty comes round again. */
export function startHousekeeping(services: Services, auditRetentionDays: number, log: Logger) {
  const duties = [
    every(refusalsEveryMs, 'sum refusals', () => services.refusals.flush()),
    every(windowsEveryMs, 'forget limit windows', () => deleteOldLimitWindows(services.db)),
    every(sweepEveryMs, 'sweep', () => sweep(services.db, auditRetentionDays)),
  ]

  function every(ms: number, duty: string, act: () => Promise<void>) {
    let running = Promise.resolve()
    const timer = setInterval(() => {
      running = running.then(act).catch((error: unknown) => log.error({ err: error, duty }, 'housekeeping failed'))
    }, ms)
    return { timer, settled: () => running }
  }

  return {
    /** Ends the duties and writes the sums that are still open. */
    async stop(): Promise<void> {
      for (const { timer } of duties) clearInterval(timer)
      await Promise.all(duties.map(({ settled }) => settled()))
      await services.refusals.flush(true).catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
    },
  }
}

import { type DutyRun, runDueChecks, runDueNotices, runDueWithdrawals, type Services } from '@app-connections/api'
import type { Database } from '@app-connections/db'
import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'

/** Something that is done in the background, in passes: whatever is due when one starts, until nothing is. */
interface Duty {
  /** The name of its queue. */
  readonly queue: string
  readonly run: (services: Services, run: DutyRun) => Promise<unknown>
}

const duties: readonly Duty[] = [
  { queue: 'checks', run: runDueChecks },
  { queue: 'notices', run: runDueNotices },
  { queue: 'withdrawals', run: runDueWithdrawals },
]

/** What is to be told waits so long for more to be told with it, in milliseconds. */
const gatherMs = 250

/** A pass ends by itself after so long, in milliseconds: the next one goes on. */
const passMs = 50_000

/** A queue out of reach is said once in so long, in milliseconds, and not at every look at it. */
const sayAgainMs = 60_000

export interface Jobs {
  /** Asks for a pass over what is to be told; without it the next minute would. */
  wake(): void
  /** Ends what is under way at its next step; what is left comes round again, here or in another process. */
  stop(): Promise<void>
}

/**
 * Works the duties of all processes together: a queue each in the database's schema `jobs`, asked for once a minute. At
 * most one pass waits in a queue; several processes may be at it at once, since every duty claims what it does.
 */
export async function startJobs({ pool }: Database, services: Services, log: Logger): Promise<Jobs> {
  const stopping = new AbortController()
  const boss = new PgBoss({
    schema: 'jobs',
    db: { executeSql: (text, values) => pool.query(text, values) },
  })
  let saidAt = Number.NEGATIVE_INFINITY
  const outOfReach = (error: unknown) => {
    if (stopping.signal.aborted || performance.now() - saidAt < sayAgainMs) return
    saidAt = performance.now()
    log.warn({ err: error }, 'the job queue is out of reach')
  }
  boss.on('error', outOfReach)
  await boss.start()
  for (const duty of duties) {
    await boss.createQueue(duty.queue, {
      policy: 'short',
      retryLimit: 0,
      expireInSeconds: 120,
      retentionSeconds: 3_600,
      deleteAfterSeconds: 3_600,
    })
    await boss.schedule(duty.queue, '* * * * *')
    // What came due while no process was there need not wait for the next minute.
    await boss.send(duty.queue)
    await boss.work(duty.queue, { pollingIntervalSeconds: 2 }, () => pass(duty))
  }

  async function pass({ queue, run }: Duty): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(passMs)])
    const onError = (error: unknown, facts: Record<string, unknown>) =>
      log.error({ err: error, queue, ...facts }, 'job failed')
    // Caught here, since the queue would keep whatever the error's own fields hold.
    await run(services, { signal, onError }).catch((error: unknown) => onError(error, {}))
  }

  let waking: NodeJS.Timeout | undefined
  return {
    wake() {
      if (stopping.signal.aborted) return
      waking ??= setTimeout(() => {
        waking = undefined
        // What is lost here the next minute finds.
        boss.send('notices').catch(outOfReach)
      }, gatherMs)
    },
    async stop() {
      stopping.abort()
      clearTimeout(waking)
      await boss.stop({ graceful: true, close: false })
    },
  }
}

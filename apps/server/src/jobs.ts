import {
  bringBackPutOff,
  type JobRun,
  runDueChecks,
  runDueLeases,
  runDueLooks,
  runDueNotices,
  runDueRotations,
  runDueSyncs,
  runDueWithdrawals,
  type Services,
} from '@app-connections/api'
import { type Database, inBackground } from '@app-connections/db'
import { forgetFutureUpkeep, hasSchema } from '@app-connections/db/system'
import { PgBoss, systemClock } from 'pg-boss'
import type { Logger } from 'pino'

/** Work in the background. A run does what is due when it starts, until nothing is. */
interface Job {
  readonly queue: string
  /** How often a run is queued, in milliseconds; without, once a minute. */
  readonly everyMs?: number
  readonly run: (services: Services, run: JobRun) => Promise<unknown>
}

const allJobs: readonly Job[] = [
  { queue: 'checks', run: runDueChecks },
  { queue: 'notices', run: runDueNotices },
  { queue: 'withdrawals', run: runDueWithdrawals },
  { queue: 'syncs', run: runDueSyncs },
  { queue: 'rotations', run: runDueRotations },
  // What its holder has lost is not to work on for a minute.
  { queue: 'leases', run: runDueLeases, everyMs: 10_000 },
  { queue: 'looks', run: runDueLooks },
]

/** The queues that a database of ours has in its schema `jobs`. */
export const queues = allJobs.map(({ queue }) => queue)

/** A run that is asked for waits so long for more to do, in milliseconds. */
const gatherMs = 250

/** A run ends by itself after so long, in milliseconds: the next one goes on. */
const runMs = 50_000

/** Each process queues a run of every job so often, in milliseconds, by a timer that does not depend on the clock. */
const queueEveryMs = 60_000

/** How often at most the log says that the queue is out of reach, in milliseconds. */
const logAgainMs = 60_000

export interface Jobs {
  /** Starts a run of a job; without this call the next one starts within a minute. */
  soon(queue: 'notices' | 'syncs'): void
  /** Ends the runs at their next step. A later run, here or in another process, does what is left. */
  stop(): Promise<void>
}

/**
 * Starts the jobs, which all processes share: each has a queue in the database's schema `jobs`, and every process
 * queues a run once a minute. A queue holds at most one waiting run. Several processes may run a job at once, since it
 * claims what it does. Work that a wrong clock has deferred is found within a minute after the clock is right.
 */
export async function startJobs({ pool }: Database, services: Services, log: Logger): Promise<Jobs> {
  const stopping = new AbortController()
  const boss = new PgBoss({
    schema: 'jobs',
    // The owner of the database may have made it for a role that may make none.
    createSchema: !(await hasSchema(services.db, 'jobs')),
    // The schedules of pg-boss follow the system's clock, and stand still for as long as that is set back.
    schedule: false,
    clock: { ...systemClock, now: () => performance.timeOrigin + performance.now() },
    db: { executeSql: (text, values) => pool.query(text, values) },
  })
  let loggedAt = Number.NEGATIVE_INFINITY
  const outOfReach = (error: unknown) => {
    if (stopping.signal.aborted || performance.now() - loggedAt < logAgainMs) return
    loggedAt = performance.now()
    log.warn({ err: error }, 'the job queue is out of reach')
  }
  boss.on('error', outOfReach)
  await boss.start()
  for (const job of allJobs) {
    await boss.createQueue(job.queue, {
      policy: 'short',
      retryLimit: 0,
      expireInSeconds: 120,
      retentionSeconds: 3_600,
      deleteAfterSeconds: 3_600,
    })
    // An earlier release has a schedule for the queue in the database.
    await boss.unschedule(job.queue)
    await boss.work(job.queue, { pollingIntervalSeconds: 2 }, () => runOnce(job))
  }

  let queueing = Promise.resolve()
  const queue = () => {
    queueing = queueing.then(queueRuns).catch(outOfReach)
  }
  // What came due while no process was running need not wait for the next minute.
  queue()
  const timers = [setInterval(queue, queueEveryMs), ...allJobs.flatMap(oftener)]
  await queueing

  async function queueRuns(): Promise<void> {
    await forgetFutureUpkeep(services.db)
    const found = await bringBackPutOff(services)
    if (found > 0) log.warn({ found }, 'the clock was ahead: what it put off is due now')
    for (const job of allJobs) {
      // A waiting run may be due at a time that a wrong clock has set.
      await boss.deleteQueuedJobs(job.queue)
      await boss.send(job.queue)
    }
  }

  function oftener({ queue, everyMs }: Job): NodeJS.Timeout[] {
    if (everyMs === undefined) return []
    return [setInterval(() => void boss.send(queue).catch(outOfReach), everyMs)]
  }

  async function runOnce({ queue, run }: Job): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(runMs)])
    const onError = (error: unknown, facts: Record<string, unknown>) =>
      log.error({ err: error, queue, ...facts }, 'job failed')
    // Caught here, because the queue would store the error's own fields, which may hold secrets.
    await inBackground(() => run(services, { signal, onError })).catch((error: unknown) => onError(error, {}))
  }

  const waiting = new Map<string, NodeJS.Timeout>()
  return {
    soon(queue) {
      if (stopping.signal.aborted || waiting.has(queue)) return
      const timer = setTimeout(() => {
        waiting.delete(queue)
        // If this fails, the run of the next minute does it.
        boss.send(queue).catch(outOfReach)
      }, gatherMs)
      waiting.set(queue, timer)
    },
    async stop() {
      stopping.abort()
      for (const timer of waiting.values()) clearTimeout(timer)
      for (const timer of timers) clearInterval(timer)
      await queueing
      await boss.stop({ graceful: true, close: false })
    },
  }
}

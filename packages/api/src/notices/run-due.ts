import { type ClaimedDelivery, claimDeliveries, takeNotices } from '@app-connections/db/system'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { attemptMail, mailedEvents } from '../mail/attempt-mail.ts'
import type { Services } from '../services/services.ts'
import { attemptReturnMs, attemptWebhook, finish } from '../webhooks/attempt.ts'

/** How many deliveries are under way at once, and how many of these to one receiver. */
const atOnce = 32
const perTarget = 2

/** How many notices one statement makes deliveries of: each may have some twenty. */
const noticesAtOnce = 25

/** Makes deliveries of notices and sends all that are due. Resolves with how many attempts were made. */
export async function runDueNotices(services: Services, run: JobRun): Promise<number> {
  const { db, now } = services
  const underWay = new Map<Promise<void>, string>()
  let made = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const mailed = services.mailer === undefined ? [] : mailedEvents
    const taken = await takeNotices(db, { at: now(), mailed, limit: noticesAtOnce })
    const limit = atOnce - underWay.size
    const at = now()
    const returnAt = new Date(at.getTime() + attemptReturnMs)
    const busy = [...new Set(underWay.values())]
    const claimed = limit === 0 ? [] : await claimDeliveries(db, { at, returnAt, limit, perTarget, busy })
    for (const delivery of claimed) {
      const attempt = deliver(services, delivery, run).finally(() => underWay.delete(attempt))
      underWay.set(attempt, delivery.target)
      made += 1
    }
    if (claimed.length > 0 || taken > 0) {
      await pause(run, pauseAfter(performance.now() - startedAt))
      continue
    }
    // Receivers that were busy at the claim may have more deliveries, even if they have answered by now.
    if (busy.length === 0) break
    if (underWay.size > 0) await Promise.race(underWay.keys())
  }
  await Promise.all(underWay.keys())
  return made
}

const notMade = { delivered: false, status: null, error: 'This service could not make the attempt', ms: 0 }

/** Makes one attempt. An error of this service counts as a failed attempt, so that every delivery ends. */
async function deliver(services: Services, delivery: ClaimedDelivery, run: JobRun): Promise<void> {
  try {
    if (delivery.personId === null) await attemptWebhook(services, delivery)
    else await attemptMail(services, { ...delivery, personId: delivery.personId })
  } catch (error) {
    run.onError(error, { deliveryId: delivery.id })
    await finish(services, delivery, services.now(), notMade).catch((cause: unknown) =>
      run.onError(cause, { deliveryId: delivery.id }),
    )
  }
}

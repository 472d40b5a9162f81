import { bringBack } from '@app-connections/db/system'
import { longestRestMs } from '../checks/pace.ts'
import { withdrawalMsByTries } from '../credentials/revoke.ts'
import { latestCheckMs } from '../health/health.ts'
import type { Services } from '../services/services.ts'
import { deliveryMsByTries } from '../webhooks/attempt.ts'

/** The largest difference between the clocks of several servers, in milliseconds. */
const slackMs = 60_000

const withSlack = (ms: readonly number[]) => ms.map((each) => each + slackMs)

/**
 * Makes work due that was deferred by a clock that was ahead: that is, further than it can be deferred by the present
 * clock. Resolves with how much was found.
 */
export async function bringBackPutOff({ db, now }: Services): Promise<number> {
  return bringBack(db, now(), {
    checkMs: latestCheckMs + slackMs,
    allowanceMs: longestRestMs + slackMs,
    deliveryMsByTries: withSlack(deliveryMsByTries),
    withdrawalMsByTries: withSlack(withdrawalMsByTries),
  })
}

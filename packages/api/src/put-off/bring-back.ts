import { bringBack } from '@app-connections/db/system'
import { longestRestMs } from '../checks/pace.ts'
import { withdrawalMsByTries } from '../credentials/revoke.ts'
import { latestCheckMs } from '../health/health.ts'
import type { Services } from '../services/services.ts'
import { deliveryMsByTries } from '../webhooks/attempt.ts'

/** Clocks of several servers may differ by so much, in milliseconds. */
const slackMs = 60_000

const withSlack = (ms: readonly number[]) => ms.map((each) => each + slackMs)

/**
 * Makes due at once what was put off by a clock that was ahead: nothing is put off for longer than it would have been by
 * the present one. Resolves with how much was found.
 */
export async function bringBackPutOff({ db, now }: Services): Promise<number> {
  return bringBack(db, now(), {
    checkMs: latestCheckMs + slackMs,
    allowanceMs: longestRestMs + slackMs,
    deliveryMsByTries: withSlack(deliveryMsByTries),
    withdrawalMsByTries: withSlack(withdrawalMsByTries),
  })
}

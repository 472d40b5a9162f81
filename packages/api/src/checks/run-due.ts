import { randomUUID } from 'node:crypto'
import type { OrgId } from '@app-connections/db'
import { recordCheck, selectConnection } from '@app-connections/db'
import { type ClaimedCheck, claimDueChecks, settleAllowance } from '@app-connections/db/system'
import { appSchema } from '@app-connections/schemas'
import { OperationError } from '../failures/operation-error.ts'
import { nextCheckAt } from '../health/health.ts'
import { type JobRun, pause } from '../job.ts'
import { ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { type CheckResult, checkConnection } from './check-connection.ts'
import { allowanceOf, paceOf, refilledAt } from './pace.ts'

/** How many due connections one statement reads, and how many checks run at once. */
const batch = 64
const atOnce = 8

/** The pause of each of these between two checks, in milliseconds: together they make 80 in a second at most. */
const betweenChecksMs = 100

/**
 * How long a claim reserves an account, in milliseconds. A check that has not started by `startWithinMs` is left to a
 * later run: it could otherwise end after another process has reserved the account.
 */
const holdMs = 60_000
const startWithinMs = 30_000

/** A claimed connection whose check never finishes is due again after so long, in milliseconds. */
const returnMs = 5 * 60_000

/** The pause of an account after its platform has refused too many calls, in milliseconds. */
const restMs = 15 * 60_000

interface Claim extends ClaimedCheck {
  at: Date
  owner: string
}

/** Checks every connection that is due, within each account's allowance. Resolves with how many were checked. */
export async function runDueChecks(services: Services, run: JobRun): Promise<number> {
  const paces = appSchema.options.map((app) => ({ app, paceMs: paceOf(allowanceOf(services.providers, app)) }))
  let checked = 0
  while (!run.signal.aborted) {
    const owner = randomUUID()
    const at = services.now()
    const lastStart = performance.now() + startWithinMs
    const { seen, claimed } = await claimDueChecks(services.db, { at, limit: batch, paces, holdMs, returnMs, owner })
    if (seen === 0) break
    const waiting = claimed.map((check) => ({ ...check, at, owner })).values()
    const workers = Array.from({ length: atOnce }, async () => {
      let own = 0
      for (const claim of waiting) {
        if (own > 0) await pause(run, betweenChecksMs)
        if (run.signal.aborted || performance.now() > lastStart) return
        await checkClaimed(services, claim, run)
        checked += 1
        own += 1
      }
    })
    await Promise.all(workers)
  }
  return checked
}

async function checkClaimed(services: Services, claim: Claim, run: JobRun): Promise<void> {
  const connection = { orgId: claim.orgId, id: claim.id }
  let result: CheckResult = { remaining: null }
  try {
    result = await checkConnection(ownContext(services), connection, true)
  } catch (error) {
    // Deleted since it was claimed: there is nothing to check.
    if (error instanceof OperationError && error.error === 'NotFound') return
    run.onError(error, { connectionId: claim.id })
    await putOff(services, connection)
  } finally {
    await settleAllowance(services.db, claim.key, claim.owner, freeAt(services, claim, result))
  }
}

/** Defers a connection that cannot even be opened, so that it is not due every few minutes. */
async function putOff(services: Services, connection: { orgId: OrgId; id: string }): Promise<void> {
  const row = await selectConnection(services.db, connection.orgId, connection.id)
  if (row === undefined) return
  const changes = { next_check_at: nextCheckAt(services.now()) }
  await recordCheck(services.db, { ...connection, version: row.version }, changes)
}

/** When the account may be asked next: after its pace, and later where it has few calls left. */
function freeAt(services: Services, claim: Claim, { remaining, failure }: CheckResult): Date {
  const allowance = allowanceOf(services.providers, claim.app)
  const now = services.now()
  const times = [
    claim.at.getTime() + paceOf(allowance),
    refilledAt(allowance, remaining, now).getTime(),
    failure?.failure === 'rate_limited' ? now.getTime() + restMs : 0,
  ]
  return new Date(Math.max(...times))
}

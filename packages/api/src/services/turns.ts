import { tooManyWaiting } from '../failures/calls.ts'

/** Makes the calls of one organization wait for each other, so that those of others need not. */
export interface Turns {
  /**
   * Runs the work in the organization's turn. By `lasts`, the work may name a promise that the turn waits for as well.
   * Rejects with 429 where too many of its calls wait already.
   */
  take<T>(orgId: string, work: (lasts: (until: Promise<unknown> | undefined) => void) => Promise<T>): Promise<T>
}

interface Organization {
  running: number
  readonly waiting: (() => void)[]
}

/** Work that took less than this, in milliseconds, is followed by the next at once. */
const shortMs = 50

/**
 * Of each organization, `atOnce` calls run at once and at most `mostWaiting` wait. With `rests`, a pause as long as the
 * work follows it, so that others have the thread and the database for at least half of the time.
 */
export function createTurns(options: { atOnce: number; mostWaiting: number; rests?: boolean }): Turns {
  const { atOnce, mostWaiting, rests = false } = options
  const organizations = new Map<string, Organization>()

  function end(orgId: string, organization: Organization): void {
    const next = organization.waiting.shift()
    if (next !== undefined) next()
    else if (organization.running > 1) organization.running -= 1
    else organizations.delete(orgId)
  }

  return {
    async take(orgId, work) {
      const organization = organizations.get(orgId) ?? { running: 0, waiting: [] }
      organizations.set(orgId, organization)
      if (organization.running < atOnce) organization.running += 1
      else if (organization.waiting.length < mostWaiting) {
        await new Promise<void>((resolve) => organization.waiting.push(resolve))
      } else {
        throw tooManyWaiting()
      }
      const startedAt = performance.now()
      let afterwards: Promise<unknown> | undefined
      try {
        return await work((until) => {
          afterwards = until
        })
      } finally {
        const tookMs = performance.now() - startedAt
        const over = () => {
          if (rests && tookMs >= shortMs) setTimeout(end, tookMs, orgId, organization).unref()
          else end(orgId, organization)
        }
        if (afterwards === undefined) over()
        else afterwards.then(over, over)
      }
    },
  }
}

/**
 * The turns of a process. So many calls of one organization run at once that they fill the database's connections; long
 * answers are made one after the other.
 */
export function createTurnsOfProcess() {
  return {
    calls: createTurns({ atOnce: 64, mostWaiting: 512 }),
    // Anybody may give names, and a name server may take long for each.
    lookUps: createTurns({ atOnce: 2, mostWaiting: 8 }),
    longAnswers: createTurns({ atOnce: 1, mostWaiting: 16, rests: true }),
  }
}

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

export interface TurnsOptions {
  /** So many calls of an organization run at once. */
  readonly atOnce: number
  /** How many run at once while other organizations call as well; by default `atOnce`. */
  readonly amongOthers?: number
  readonly mostWaiting: number
  /** How long a pause follows a turn, in milliseconds, by how long it took: others have the thread meanwhile. */
  readonly restMs?: (tookMs: number) => number
}

/** An organization is among others for so long, in milliseconds, after two of them have called. */
const companyMs = 1_000

/** Makes turns. What is beyond `atOnce` waits, in the order in which it came. */
export function createTurns({ atOnce, amongOthers = atOnce, mostWaiting, restMs }: TurnsOptions): Turns {
  const organizations = new Map<string, Organization>()
  let latest: string | undefined
  let companyUntil = Number.NEGATIVE_INFINITY

  function most(): number {
    return performance.now() < companyUntil ? amongOthers : atOnce
  }

  function end(orgId: string, organization: Organization): void {
    organization.running -= 1
    while (organization.running < most()) {
      const next = organization.waiting.shift()
      if (next === undefined) break
      organization.running += 1
      next()
    }
    if (organization.running === 0) organizations.delete(orgId)
  }

  return {
    async take(orgId, work) {
      if (latest !== undefined && latest !== orgId) companyUntil = performance.now() + companyMs
      latest = orgId
      const organization = organizations.get(orgId) ?? { running: 0, waiting: [] }
      organizations.set(orgId, organization)
      if (organization.running < most() && organization.waiting.length === 0) organization.running += 1
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
        const pauseMs = restMs?.(performance.now() - startedAt) ?? 0
        const over = () => {
          if (pauseMs > 0) setTimeout(end, pauseMs, orgId, organization).unref()
          else end(orgId, organization)
        }
        if (afterwards === undefined) over()
        else afterwards.then(over, over)
      }
    },
  }
}

/** Work that took less than this, in milliseconds, is followed by the next at once. */
const shortMs = 50

/** A long answer has the thread for a third of the time at most, and the database as well. */
const afterLongAnswer = (tookMs: number) => (tookMs < shortMs ? 0 : 2 * tookMs)

/** A large input is taken apart at a stretch, which may take 10 ms: a tenth of the time at most. */
const afterLargeInput = () => 100

/** The turns of a process. */
export function createTurnsOfProcess() {
  return {
    calls: createTurns({ atOnce: 64, amongOthers: 20, mostWaiting: 512 }),
    // Anybody may give names, and a name server may take long for each.
    lookUps: createTurns({ atOnce: 2, mostWaiting: 8 }),
    // Their rows are parsed on the thread that everybody shares.
    lists: createTurns({ atOnce: 64, amongOthers: 2, mostWaiting: 512 }),
    longAnswers: createTurns({ atOnce: 1, mostWaiting: 16, restMs: afterLongAnswer }),
    largeInputs: createTurns({ atOnce: 1, mostWaiting: 16, restMs: afterLargeInput }),
  }
}

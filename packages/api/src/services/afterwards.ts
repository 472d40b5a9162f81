import { setTimeout as sleep } from 'node:timers/promises'

/** How long an answer has to leave before the work begins, in milliseconds. */
const untilAnsweredMs = 100

/** Work that an answer does not wait for, so that callers cannot learn anything from its duration. */
export interface Afterwards {
  /** Starts the work once the answer is on its way. Only the operator learns of a failure. */
  run(act: () => Promise<unknown>): void
  /** Waits for all work that was asked for so far. */
  settled(): Promise<void>
}

/** `onFailure` is called with each failure. `waitMs`: how long to wait before the work begins. */
export function createAfterwards(onFailure: (error: unknown) => void, waitMs: number = untilAnsweredMs): Afterwards {
  const underWay = new Set<Promise<unknown>>()
  return {
    run(act) {
      const done = sleep(waitMs)
        .then(act)
        .catch(onFailure)
        .finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

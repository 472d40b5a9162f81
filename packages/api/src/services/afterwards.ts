/** Work that an answer does not wait for, so that callers cannot learn anything from its duration. */
export interface Afterwards {
  /** Starts the work once the answer is on its way. Only the operator learns of a failure. */
  run(act: () => Promise<unknown>): void
  /** Waits for all work that has begun. */
  settled(): Promise<void>
}

/** `onFailure` is called with each failure. */
export function createAfterwards(onFailure: (error: unknown) => void): Afterwards {
  const underWay = new Set<Promise<void>>()
  return {
    run(act) {
      const done = new Promise<void>((resolve) => {
        setImmediate(
          () =>
            void act()
              .catch(onFailure)
              .then(() => resolve()),
        )
      })
      underWay.add(done)
      void done.then(() => underWay.delete(done))
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** What an answer does not wait for: neither is its caller kept, nor do they learn from the time that it takes. */
export interface Afterwards {
  /** Does it once the answer is on its way. A failure is told to the operator alone. */
  run(act: () => Promise<unknown>): void
  /** Waits for all of it that has begun. */
  settled(): Promise<void>
}

/** `onFailure` hears of what went wrong. */
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

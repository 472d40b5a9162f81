/** Calls `ask` once at a time. Callers that come meanwhile share its result or its failure. */
export function sharedAsking<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | undefined
  return () => {
    underWay ??= ask().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

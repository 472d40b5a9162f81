/** `ask`, of which one is under way at a time: whoever asks meanwhile is given its answer, or its failure. */
export function sharedAsking<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | undefined
  return () => {
    underWay ??= ask().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

/** How long to wait before a program is started again, in milliseconds. */
export interface Pauses {
  readonly firstMs: number
  readonly longestMs: number
  /** After running for so long, a program counts as stable, and the next pause is the first one again. */
  readonly soundAfterMs: number
}

/** The pause before the next start: twice the last one, up to the longest. `lastMs` is 0 before any. */
export function nextPause({ firstMs, longestMs, soundAfterMs }: Pauses, lastMs: number, ranForMs: number): number {
  if (lastMs === 0 || ranForMs >= soundAfterMs) return firstMs
  return Math.min(lastMs * 2, longestMs)
}

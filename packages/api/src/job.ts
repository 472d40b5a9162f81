import { setTimeout as sleep } from 'node:timers/promises'

/** How a job runs: until nothing is due or `signal` fires. An error that the job does not expect goes to `onError`. */
export interface JobRun {
  readonly signal: AbortSignal
  readonly onError: (error: unknown, facts: Record<string, unknown>) => void
}

/** A pause between two steps of a run, in milliseconds. It ends early when the run is to end. */
export async function pause({ signal }: JobRun, ms: number): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}

/** A step that took so long, in milliseconds, is followed by a pause of so long: then others have most of the time. */
export function pauseAfter(tookMs: number): number {
  return Math.min(9 * tookMs, 100)
}

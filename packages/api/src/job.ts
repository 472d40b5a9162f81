/** How a job runs: until nothing is due or `signal` fires. An error that the job does not expect goes to `onError`. */
export interface JobRun {
  readonly signal: AbortSignal
  readonly onError: (error: unknown, facts: Record<string, unknown>) => void
}

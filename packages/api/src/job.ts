/** How a duty is run in the background: until `signal` says stop, and `onError` hears of what nobody foresees. */
export interface DutyRun {
  readonly signal: AbortSignal
  readonly onError: (error: unknown, facts: Record<string, unknown>) => void
}

import type { Faults } from './faults.ts'
import type { RateLimits } from './rate-limit.ts'
import type { RequestLog } from './request-log.ts'
import type { State } from './state.ts'
import type { Switches } from './switches.ts'

/** Everything one running sandbox consists of, handed to each handler. */
export type World = {
  /** Always this object: a reset replaces what is in it. */
  state: State
  /** What a reset goes back to. */
  initialSwitches: Switches
  faults: Faults
  log: RequestLog
  rateLimits: RateLimits
  /** Answers kept under an `Idempotency-Key`, while that switch is on. */
  keptAnswers: Map<string, { status: number; body: unknown }>
  /** Log sessions by id, which last for as long as the process does. */
  logSessions: Map<string, { appId: string; lines: number; tail: boolean }>
  /** Milliseconds since 1970 by the sandbox's clock, which tests can move. */
  now: () => number
  /** Says that the state has changed, so that no answer leaves before it is in the file. */
  changed: () => void
}

/** An instant as Heroku writes it. */
export const iso = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z')

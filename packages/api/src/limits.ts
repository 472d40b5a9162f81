import { OperationError } from './errors.ts'

/** How many calls a minute each kind of procedure admits: per token or session, and per address where there is neither. */
export const callsPerMinute = {
  read: { caller: 1200, address: 60 },
  write: { caller: 300, address: 30 },
  login: { caller: 60, address: 30 },
} as const

export type LimitKind = keyof typeof callsPerMinute

export interface Limits {
  /** Counts one call, or throws 429 with the seconds to wait. `callerKey` is a token's or session's id, if there is one. */
  admit(kind: LimitKind, callerKey: string | undefined, address: string): void
}

export const noLimits: Limits = { admit() {} }

const windowMs = 60_000

/** Counts calls in windows of a minute, in this process. `now` is in milliseconds. */
export function createLimits(now: () => number = Date.now): Limits {
  let windowStart = now()
  let counts = new Map<string, number>()
  return {
    admit(kind, callerKey, address) {
      const time = now()
      if (time - windowStart >= windowMs || time < windowStart) {
        windowStart = time
        counts = new Map()
      }
      const key = callerKey === undefined ? `address ${kind} ${address}` : `caller ${kind} ${callerKey}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      const limit = callerKey === undefined ? callsPerMinute[kind].address : callsPerMinute[kind].caller
      if (count <= limit) return
      const seconds = Math.max(1, Math.ceil((windowStart + windowMs - time) / 1000))
      throw new OperationError('RateLimitExceeded', `Too many requests. Try again in ${seconds} seconds.`, {
        retryAfterSeconds: seconds,
      })
    },
  }
}

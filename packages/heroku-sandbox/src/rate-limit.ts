/** Heroku's limit: 4500 requests an hour for an account, all its tokens together, refilled evenly (Limits article). */
export const rateLimitCapacity = 4500
const refillPerMs = rateLimitCapacity / 3_600_000

export type RateLimits = {
  /** Whole requests left. */
  remaining: (accountId: string) => number
  /** Takes one request; false when none is left. */
  take: (accountId: string) => boolean
  set: (accountId: string, remaining: number) => void
  clear: () => void
}

/** Buckets that never run dry, for measurements. */
export const noRateLimits: RateLimits = {
  remaining: () => rateLimitCapacity,
  take: () => true,
  set: () => undefined,
  clear: () => undefined,
}

/** One token bucket an account, by the sandbox's clock. A clock moved back refills nothing. */
export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, { level: number; at: number }>()
  const bucket = (accountId: string) => {
    const at = now()
    const known = buckets.get(accountId) ?? { level: rateLimitCapacity, at }
    const level = Math.min(rateLimitCapacity, known.level + Math.max(0, at - known.at) * refillPerMs)
    const fresh = { level, at }
    buckets.set(accountId, fresh)
    return fresh
  }
  return {
    remaining: (accountId) => Math.floor(bucket(accountId).level),
    take(accountId) {
      const current = bucket(accountId)
      if (current.level < 1) return false
      current.level -= 1
      return true
    },
    set(accountId, remaining) {
      buckets.set(accountId, { level: remaining, at: now() })
    },
    clear: () => buckets.clear(),
  }
}

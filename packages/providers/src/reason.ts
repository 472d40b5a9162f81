import * as z from 'zod'

// Numbers of platforms, which may be anything. An unreasonable one counts as unknown and is no failure: otherwise a
// grant that was just given, or a token that was just rotated, would be lost over a number.

/** The longest reasonable lifetime, in seconds: a hundred years. */
const longestLife = 100 * 365 * 86_400

/** The largest reasonable number of calls. */
const mostCalls = 1_000_000_000

/** A lifetime in seconds; null where it is absent or unreasonable. */
export const lifetime = z.number().positive().max(longestLife).nullish().catch(null)

/** A count of calls; null where it is absent or unreasonable. */
export const callCount = z.int().min(0).max(mostCalls).nullish().catch(null)

/** A text of an account; null where it is absent, empty or unreasonably long. */
export const keptText = z.string().min(1).max(256).nullish().catch(null)

/** The end of a credential that lives for `seconds` from `now` (in milliseconds); null where unknown. */
export function endOf(seconds: number | null | undefined, now: number): Date | null {
  return seconds == null ? null : new Date(now + seconds * 1000)
}

/** A count of calls in a header; null where it is absent or unreasonable. */
export function countIn(header: string | undefined): number | null {
  return header === undefined || !/^\d{1,10}$/.test(header) ? null : (callCount.parse(Number(header)) ?? null)
}

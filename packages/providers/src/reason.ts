import * as z from 'zod'

// Numbers of others. A platform may answer anything; what is beyond reason is unknown, and no reason to fail: a grant that
// was just given, or a token that has just been rotated, would be lost over a number.

/** Nothing here lives longer than that, in seconds: a hundred years. */
const longestLife = 100 * 365 * 86_400

/** No account is allowed more calls than that, whatever the span. */
const mostCalls = 1_000_000_000

/** A lifetime in seconds; null where it is absent or beyond reason. */
export const lifetime = z.number().positive().max(longestLife).nullish().catch(null)

/** A count of calls; null where it is absent or beyond reason. */
export const callCount = z.int().min(0).max(mostCalls).nullish().catch(null)

/** A text that may be kept of an account: absent where it is none, or longer than anything of the kind. */
export const keptText = z.string().min(1).max(256).nullish().catch(null)

/** The end of a credential that lives for `seconds` from `now` (in milliseconds); null where it is not known. */
export function endOf(seconds: number | null | undefined, now: number): Date | null {
  return seconds == null ? null : new Date(now + seconds * 1000)
}

/** A count of calls in a header; null where it is absent or beyond reason. */
export function countIn(header: string | undefined): number | null {
  return header === undefined || !/^\d{1,10}$/.test(header) ? null : (callCount.parse(Number(header)) ?? null)
}

const minuteMs = 60_000
const units = [
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const

/** An expiry within this many milliseconds, one week, is shown as soon. */
export const soonMs = 7 * 24 * 60 * minuteMs

/** Whether `iso` is past, within a week of `now` (milliseconds), or later than that. */
export function nearness(iso: string, now: number): 'past' | 'soon' | 'later' {
  const left = Date.parse(iso) - now
  if (left <= 0) return 'past'
  return left <= soonMs ? 'soon' : 'later'
}

/**
 * The time from `now` (milliseconds) until `iso` in the two largest whole units, without a zero: "2 days, 4 hours",
 * "45 minutes", "90 days". A past time, or less than a minute, is "less than a minute".
 */
export function timeLeft(iso: string, now: number): string {
  let minutes = Math.floor((Date.parse(iso) - now) / minuteMs)
  // Beyond two weeks hours do not matter.
  const most = minutes >= 14 * 1_440 ? 1 : 2
  const parts: string[] = []
  for (const [unit, length] of units) {
    const count = Math.floor(minutes / length)
    if (count < 1) continue
    parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
    minutes -= count * length
  }
  return parts.slice(0, most).join(', ') || 'less than a minute'
}

const minuteMs = 60_000
const units = [
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const

/** An expiry so near is worth a word, in milliseconds: a week. */
export const soonMs = 7 * 24 * 60 * minuteMs

/** Whether `iso` is past, within a week of `now` (milliseconds), or later than that. */
export function nearness(iso: string, now: number): 'past' | 'soon' | 'later' {
  const left = Date.parse(iso) - now
  if (left <= 0) return 'past'
  return left <= soonMs ? 'soon' : 'later'
}

/**
 * How long it is from `now` (milliseconds) until `iso`, in the two largest whole units, the smaller one only where it
 * says something: "2 days, 4 hours", "45 minutes", "90 days". What is past or under a minute is "less than a minute".
 */
export function timeLeft(iso: string, now: number): string {
  let minutes = Math.floor((Date.parse(iso) - now) / minuteMs)
  // Beyond two weeks nobody counts hours.
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

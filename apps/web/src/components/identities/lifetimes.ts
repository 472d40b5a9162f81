const day = 86_400

/** The lifetimes that a form offers, in seconds, with words; 0 never expires. */
export const secretLifetimes = [
  [0, 'Never expires'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [365 * day, '1 year'],
] as const

export const tokenLifetimes = [
  [day, '1 day'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [365 * day, '1 year'],
] as const

const units = [
  ['day', day],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A duration in seconds, in words, by the largest unit that divides it: "30 days", "90 minutes". */
export function lastsInWords(seconds: number): string {
  for (const [unit, length] of units) {
    if (seconds % length === 0) return `${seconds / length} ${unit}${seconds === length ? '' : 's'}`
  }
  return `${seconds} seconds`
}

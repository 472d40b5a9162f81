const day = 86_400

/** How long secrets and tokens may be asked to last, in seconds, with words; 0 where they do not end. */
export const secretLifetimes = [
  [0, 'Until it is deleted'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [365 * day, 'A year'],
] as const

export const tokenLifetimes = [
  [day, 'A day'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [365 * day, 'A year'],
] as const

const units = [
  ['day', day],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A length of time in seconds, in words and the largest unit that divides it: "30 days", "90 minutes". */
export function lastsInWords(seconds: number): string {
  for (const [unit, length] of units) {
    if (seconds % length === 0) return `${seconds / length} ${unit}${seconds === length ? '' : 's'}`
  }
  return `${seconds} seconds`
}

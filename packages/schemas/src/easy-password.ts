/** Rows of keys and the order of letters and digits, each long enough for what somebody types along it. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '012345678901234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
]
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))]

/**
 * Why a password of any length is a guess away, as a sentence that says what to change; undefined where nothing shows.
 * It looks at the form alone: one short piece over and over, and characters in the order of a keyboard or an alphabet.
 */
export function easyForm(password: string): string | undefined {
  const lower = password.toLowerCase()
  for (let length = 1; length <= Math.min(6, lower.length / 2); length++) {
    const piece = lower.slice(0, length)
    if (piece.repeat(Math.ceil(lower.length / length)).slice(0, lower.length) === lower) {
      return length === 1
        ? 'Use more than one character: this is the same one over and over'
        : 'Use something longer: this is the same few characters over and over'
    }
  }
  if (runs.some((run) => run.includes(lower))) {
    return 'Use characters that do not follow one another on a keyboard or in the alphabet'
  }
  return undefined
}

/** As many are named to a caller. */
const most = 3

/** The words that are most like a given one, the most alike first. */
export function closest(given: string, words: readonly string[]): string[] {
  return words
    .map((word) => ({ word, apart: distance(given, word) }))
    .toSorted((a, b) => a.apart - b.apart || a.word.localeCompare(b.word, 'en'))
    .slice(0, most)
    .map(({ word }) => word)
}

/** How many letters differ: Levenshtein's distance, a row of its table at a time. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (const [at, against] of [...other].entries()) {
      const [above = 0, left = 0, corner = 0] = [row[at + 1], next[at], row[at]]
      next.push(Math.min(above + 1, left + 1, corner + (letter === against ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

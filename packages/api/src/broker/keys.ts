/** Names of values that a grant covers, each whole or, with a star at its end, as the beginning of names. */
export interface KeySet {
  has(key: string): boolean
}

/** The keys of patterns (`EXACT`, `PREFIX_*`). Looking one up costs its own length, however many patterns there are. */
export function keySet(patterns: Iterable<string>): KeySet {
  const exact = new Set<string>()
  const beginnings = new Set<string>()
  for (const pattern of patterns) {
    if (pattern.endsWith('*')) beginnings.add(pattern.slice(0, -1))
    else exact.add(pattern)
  }
  return {
    has(key) {
      if (exact.has(key)) return true
      if (beginnings.size === 0) return false
      for (let length = 0; length <= key.length; length += 1) if (beginnings.has(key.slice(0, length))) return true
      return false
    },
  }
}

/** Every key: what a grant that names none covers. */
export const everyKey: KeySet = { has: () => true }

/** No key at all. */
export const noKey: KeySet = { has: () => false }

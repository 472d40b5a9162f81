import type { KeySet } from './keys.ts'

/** New values by name, as a caller sends them; null takes one away. */
export type Values = Readonly<Record<string, string | null>>

/** What of a write is sent on, or the names that are not granted. */
export type JudgedWrite =
  | { readonly allowed: true; readonly send: Values }
  | { readonly allowed: false; readonly keys: readonly string[] }

/** Whether all that a write names is granted: then it goes on as it is. */
export function isCovered(keys: KeySet, write: Values): boolean {
  return Object.keys(write).every((key) => keys.has(key))
}

/**
 * Judges a write by what it changes: editors send every value, changed or not. Only what changes goes on. A name that
 * may not be written is let by where the caller may read it and sends it as it is; one that is hidden from the caller is
 * always refused, as anything else would tell whether a guess at it is right.
 */
export function judgeWrite(may: { write: KeySet; read: KeySet }, write: Values, present: Values): JudgedWrite {
  const unchanged = (key: string) => (write[key] ?? null) === (present[key] ?? null)
  const names = Object.keys(write)
  const refused = names.filter((key) => !may.write.has(key) && !(may.read.has(key) && unchanged(key)))
  if (refused.length > 0) return { allowed: false, keys: refused }
  return {
    allowed: true,
    send: Object.fromEntries(names.filter((key) => !unchanged(key)).map((key) => [key, write[key] ?? null])),
  }
}

import type { SealedSecretRow } from '@app-connections/db'
import { secretExists, secretTwice, unknownSecret } from '../failures/secrets.ts'

/** What a call wants of one key. */
export type Wanted =
  | {
      readonly do: 'create'
      readonly key: string
      readonly value: string
      readonly comment: string
      readonly writeOnly: boolean
    }
  | {
      readonly do: 'update'
      readonly key: string
      readonly value?: string | undefined
      readonly comment?: string | undefined
      readonly newKey?: string | undefined
      readonly writeOnly?: boolean | undefined
      readonly missing: 'refuse' | 'ignore' | 'create'
    }
  | { readonly do: 'remove'; readonly key: string }

/** What becomes of one key. `before` is what it was; without a `value`, its value stays. */
export type Change =
  | {
      readonly do: 'store'
      readonly before: SealedSecretRow | undefined
      readonly key: string
      readonly value: string | undefined
      readonly comment: string
      readonly writeOnly: boolean
    }
  | { readonly do: 'remove'; readonly before: SealedSecretRow }

/** The keys that are looked at for what is wanted. Throws 400 where a key is named twice. */
export function keysOf(wanted: readonly Wanted[]): string[] {
  const keys = new Set<string>()
  for (const each of wanted) {
    const own = new Set([each.key, ...(each.do === 'update' && each.newKey !== undefined ? [each.newKey] : [])])
    for (const key of own) {
      if (keys.has(key)) throw secretTwice(key)
      keys.add(key)
    }
  }
  return [...keys]
}

/**
 * What becomes of the keys, in the order in which they are wanted. `present` are those of them that are there. Throws
 * 400 (a new key is there already), 404 (a key is not there).
 */
export function changesOf(wanted: readonly Wanted[], present: readonly SealedSecretRow[]): Change[] {
  const byKey = new Map(present.map((row) => [row.key, row]))
  return wanted.flatMap((each): Change[] => {
    const before = byKey.get(each.key)
    if (each.do === 'create') {
      if (before !== undefined) throw secretExists(each.key)
      const { key, value, comment, writeOnly } = each
      return [{ do: 'store', before, key, value, comment, writeOnly }]
    }
    if (each.do === 'remove') {
      if (before === undefined) throw unknownSecret(each.key)
      return [{ do: 'remove', before }]
    }
    const { key, value, comment, newKey = key, writeOnly, missing } = each
    if (newKey !== key && byKey.has(newKey)) throw secretExists(newKey)
    if (before === undefined) {
      if (missing === 'ignore') return []
      if (missing === 'refuse' || value === undefined) throw unknownSecret(key)
      return [{ do: 'store', before, key: newKey, value, comment: comment ?? '', writeOnly: writeOnly ?? false }]
    }
    const kept = { comment: comment ?? before.comment, writeOnly: before.write_only || (writeOnly ?? false) }
    return [{ do: 'store', before, key: newKey, value, ...kept }]
  })
}

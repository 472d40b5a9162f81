import type { ConfigSyncRow } from '@app-connections/db'
import { syncOptionsSchema } from '@app-connections/schemas'

/** How the keys of a set are called at the resource of a sync, and back. */
export interface KeyNames {
  /** What a key of the set is called at the resource. */
  there(key: string): string
  /** What a key of the resource is called in the set; undefined for one that no key of the set is called there. */
  here(name: string): string | undefined
}

const placeholder = '{{secretKey}}'

/** The names that a sync's key schema gives. One that is empty gives none. */
export function keyNames({ options, environment }: Pick<ConfigSyncRow, 'options' | 'environment'>): KeyNames {
  const schema = syncOptionsSchema.parse(options).keySchema || placeholder
  const [head = '', ...tails] = schema.replaceAll('{{environment}}', environment).split(placeholder)
  // The schema takes letters, digits, _, - and / alone, of which none means anything in a pattern.
  const pattern = new RegExp(`^${head}(?<key>.+)${tails.join('\\k<key>')}$`)
  return {
    there: (key) => [head, ...tails].join(key),
    here: (name) => pattern.exec(name)?.groups?.key,
  }
}

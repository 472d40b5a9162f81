import { type SetPlace, selectSealedSecrets } from '@app-connections/db'
import { SealingError } from '@app-connections/sealing'
import type { Services } from '../services/services.ts'
import { requireModest } from './modest.ts'
import { openValue } from './seal.ts'

/** The values of a set, for use inside the service. */
export interface OpenedSet {
  readonly values: ReadonlyMap<string, string>
  /** The keys whose values do not open. */
  readonly broken: readonly string[]
  /** The keys that stand at more than one path. */
  readonly clashes: readonly { readonly key: string; readonly paths: readonly string[] }[]
}

/** More than a set can have; with what is below it, more than a platform takes. */
const most = 20_000

/**
 * Opens all values of the set at a place, with `below` also those of the sets below it, and those that are write-only too:
 * nobody is shown them by that. Errors: 400 (they are too long to be opened together).
 */
export async function openSet({ db, keyring }: Services, place: SetPlace, below = false): Promise<OpenedSet> {
  await requireModest(db, { ...place, below })
  const keys = await keyring.forOrg(place.orgId)
  const values = new Map<string, string>()
  const broken: string[] = []
  const rows = await selectSealedSecrets(db, { ...place, below, limit: most })
  for (const row of rows) {
    try {
      values.set(row.key, openValue(keys, { orgId: place.orgId, secretId: row.id, version: row.version }, row.value))
    } catch (error) {
      if (!(error instanceof SealingError)) throw error
      broken.push(row.key)
    }
  }
  const clashes = [...Map.groupBy(rows, ({ key }) => key)]
    .filter(([, same]) => same.length > 1)
    .map(([key, same]) => ({ key, paths: same.map(({ path }) => path) }))
  return { values, broken, clashes }
}

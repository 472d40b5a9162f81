import { type SetPlace, selectSealedSecrets } from '@app-connections/db'
import { SealingError } from '@app-connections/sealing'
import type { Services } from '../services/services.ts'
import { openValue } from './seal.ts'

/** The values of a set, for use inside the service, and the keys whose values do not open. */
export interface OpenedSet {
  readonly values: ReadonlyMap<string, string>
  readonly broken: readonly string[]
}

/** More than a set can have. */
const most = 20_000

/** Opens all values of the set at a place, those that are write-only too: nobody is shown them by that. */
export async function openSet({ db, keyring }: Services, place: SetPlace): Promise<OpenedSet> {
  const keys = await keyring.forOrg(place.orgId)
  const values = new Map<string, string>()
  const broken: string[] = []
  for (const row of await selectSealedSecrets(db, { ...place, limit: most })) {
    try {
      values.set(row.key, openValue(keys, { orgId: place.orgId, secretId: row.id, version: row.version }, row.value))
    } catch (error) {
      if (!(error instanceof SealingError)) throw error
      broken.push(row.key)
    }
  }
  return { values, broken }
}

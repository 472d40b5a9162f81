import { type Queryable, type SetPlace, sumSealedSecrets } from '@app-connections/db'
import { secretsTooLong } from '../failures/secrets.ts'

/** Values that are opened together are all in memory: not more than so many bytes of them. */
const mostBytes = 16 * 1024 * 1024

/** Looks, before they are read, whether the values at a place may be opened together. Errors: 400 (they are too long). */
export async function requireModest(db: Queryable, place: SetPlace & { readonly below?: boolean }): Promise<void> {
  if ((await sumSealedSecrets(db, place)) > mostBytes) throw secretsTooLong()
}

import { type ConfigSyncRow, type Queryable, selectSync } from '@app-connections/db'
import { unknownSync } from '../failures/secret-syncs.ts'

/** A sync as it is now. Errors: 404 (it was deleted meanwhile). */
export async function present(
  db: Queryable,
  { org_id: orgId, id }: Pick<ConfigSyncRow, 'org_id' | 'id'>,
): Promise<ConfigSyncRow> {
  const row = await selectSync(db, orgId, id)
  if (row === undefined) throw unknownSync(id)
  return row
}

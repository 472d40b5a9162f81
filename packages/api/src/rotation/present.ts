import { type ConnectionRow, selectSealedConnectionOrDeleted } from '@app-connections/db'
import type { Rotation } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { SealingError } from '@app-connections/sealing'
import { openStored } from '../credentials/seal.ts'
import type { Context } from '../procedure/context.ts'

/**
 * What the present credential of a connection, deleted or not, can do with those of its account; undefined where it does
 * not open.
 */
export async function presentRotation({ services }: Context, row: ConnectionRow): Promise<Rotation | undefined> {
  const sealed = await selectSealedConnectionOrDeleted(services.db, row.org_id, row.id)
  if (sealed === undefined) return undefined
  try {
    const record = { orgId: row.org_id, id: row.id, sealRevision: sealed.seal_revision }
    const stored = openStored(await services.keyring.forOrg(row.org_id), record, sealed.credentials)
    return services.providers.of(appSchema.parse(row.app)).open(row.method, stored).rotation
  } catch (error) {
    if (error instanceof SealingError) return undefined
    throw error
  }
}

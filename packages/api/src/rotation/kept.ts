import type { ConnectionRow, RotatedCredentialRow } from '@app-connections/db'
import type { Credential } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { openStored, type SealedRecord, sealAgain } from '../credentials/seal.ts'
import type { Services } from '../services/services.ts'

/** The record that a credential which was just made is sealed for: the rotation that made it. */
export function pendingRecord({ orgId, id }: Pick<SealedRecord, 'orgId' | 'id'>): SealedRecord {
  return { orgId, id, sealRevision: 0 }
}

function recordOf({ org_id: orgId, id, connection_id, seal_revision }: RotatedCredentialRow): SealedRecord {
  return seal_revision === null
    ? pendingRecord({ orgId, id })
    : { orgId, id: connection_id, sealRevision: seal_revision }
}

/** Opens a credential that is kept beside the current one; undefined where nothing of it is kept. */
export async function openKept(
  { keyring, providers }: Services,
  row: Pick<ConnectionRow, 'app' | 'method'>,
  kept: RotatedCredentialRow,
): Promise<Credential | undefined> {
  if (kept.credentials === null) return undefined
  const stored = openStored(await keyring.forOrg(kept.org_id), recordOf(kept), kept.credentials)
  return providers.of(appSchema.parse(row.app)).open(row.method, stored)
}

/** Seals it as the next one of its connection. */
export async function sealForConnection(
  { keyring }: Services,
  row: ConnectionRow,
  kept: RotatedCredentialRow,
): Promise<Buffer> {
  if (kept.credentials === null) throw new Error('nothing of this credential is kept')
  const next = { orgId: row.org_id, id: row.id, sealRevision: row.seal_revision + 1 }
  return sealAgain(await keyring.forOrg(row.org_id), recordOf(kept), next, kept.credentials)
}

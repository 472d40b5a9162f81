import type { OrgId } from '@app-connections/db'
import type { JsonObject } from '@app-connections/providers'
import { fingerprint, type OrgKeys, open, seal } from '@app-connections/sealing'

/** What a sealed connection credential is bound to besides its organization: this purpose, its record, its revision. */
const purpose = 'connection-credentials'

/** The record a sealed credential belongs to. A blob of another record or another revision does not open. */
export interface SealedRecord {
  orgId: OrgId
  id: string
  sealRevision: number
}

/** Seals a credential for one record. */
export function sealStored(keys: OrgKeys, record: SealedRecord, stored: JsonObject): Buffer {
  return seal(keys.current, contextOf(record), Buffer.from(JSON.stringify(stored)))
}

/** Seals a credential that was just connected, and computes the fingerprint by which two equal ones are known. */
export function sealCredential(
  keys: OrgKeys,
  record: SealedRecord,
  credential: { stored: JsonObject; identity: JsonObject },
): { credentials: Buffer; credentialsHash: string } {
  return {
    credentials: sealStored(keys, record, credential.stored),
    credentialsHash: fingerprint(keys.fingerprintKey, credential.identity),
  }
}

/** Opens a sealed credential. What comes out is parsed by its provider. */
export function openStored(keys: OrgKeys, record: SealedRecord, sealed: Uint8Array): unknown {
  return JSON.parse(open(keys.byId, contextOf(record), sealed).toString('utf8'))
}

function contextOf({ orgId, id, sealRevision }: SealedRecord) {
  return { purpose, orgId, recordId: id, revision: sealRevision }
}

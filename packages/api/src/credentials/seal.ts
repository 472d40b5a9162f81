import type { OrgId } from '@app-connections/db'
import type { JsonObject } from '@app-connections/providers'
import { fingerprint, type OrgKeys, open, seal } from '@app-connections/sealing'

/** What a sealed credential is bound to besides its organization, its record and its revision. */
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

/** Seals a credential that was just connected, and computes the fingerprint that equal credentials share. */
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

/** Opens a sealed credential. Its provider parses the result. */
export function openStored(keys: OrgKeys, record: SealedRecord, sealed: Uint8Array): unknown {
  return JSON.parse(open(keys.byId, contextOf(record), sealed).toString('utf8'))
}

/** Seals for another record what is sealed for one. */
export function sealAgain(keys: OrgKeys, from: SealedRecord, to: SealedRecord, sealed: Uint8Array): Buffer {
  return seal(keys.current, contextOf(to), open(keys.byId, contextOf(from), sealed))
}

function contextOf({ orgId, id, sealRevision }: SealedRecord) {
  return { purpose, orgId, recordId: id, revision: sealRevision }
}

import type { JsonObject } from '@app-connections/providers'
import { fingerprint, type OrgKeys, seal } from '@app-connections/sealing'

/** What a sealed connection credential is bound to besides its organization: this purpose, its record, its revision. */
const purpose = 'connection-credentials'

/** Seals a credential for one record and computes the fingerprint by which two equal credentials are known. */
export function sealCredential(
  keys: OrgKeys,
  record: { orgId: string; id: string; sealRevision: number },
  credential: { stored: JsonObject; identity: JsonObject },
): { credentials: Buffer; credentialsHash: string } {
  const context = { purpose, orgId: record.orgId, recordId: record.id, revision: record.sealRevision }
  return {
    credentials: seal(keys.current, context, Buffer.from(JSON.stringify(credential.stored))),
    credentialsHash: fingerprint(keys.fingerprintKey, credential.identity),
  }
}

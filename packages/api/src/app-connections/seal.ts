import { selectSealedCredentials } from '@app-connections/db'
import type { JsonObject } from '@app-connections/providers'
import { fingerprint, type OrgKeys, open, seal } from '@app-connections/sealing'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'

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

/** Opens the credential of a connection. What comes out is parsed by its provider. Errors: 404 (deleted meanwhile). */
export async function openCredential({ services, member }: MemberContext, id: string): Promise<unknown> {
  const sealed = await selectSealedCredentials(services.db, member.orgId, id)
  if (sealed === undefined) throw new OperationError('NotFound', `Could not find App Connection with ID ${id}`)
  const keys = await services.keyring.forOrg(member.orgId)
  const context = { purpose, orgId: member.orgId, recordId: id, revision: sealed.seal_revision }
  return JSON.parse(open(keys.byId, context, sealed.credentials).toString('utf8'))
}

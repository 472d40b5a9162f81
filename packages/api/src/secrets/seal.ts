import type { OrgId } from '@app-connections/db'
import { type OrgKeys, open, seal } from '@app-connections/sealing'

const purpose = 'config-value'

/** One version of a secret. A sealed value opens only for it. */
export interface ValueRecord {
  readonly orgId: OrgId
  readonly secretId: string
  readonly version: number
}

export function sealValue(keys: OrgKeys, record: ValueRecord, value: string): Buffer {
  return seal(keys.current, contextOf(record), Buffer.from(value, 'utf8'))
}

/** The value. Throws SealingError where it does not open. */
export function openValue(keys: OrgKeys, record: ValueRecord, sealed: Uint8Array): string {
  return open(keys.byId, contextOf(record), sealed).toString('utf8')
}

function contextOf({ orgId, secretId, version }: ValueRecord) {
  return { purpose, orgId, recordId: secretId, revision: version }
}

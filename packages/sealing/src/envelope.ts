import { openBlob, parseBlob, sealBlob } from './blob.ts'
import type { DataKey } from './data-key.ts'
import { SealingError } from './error.ts'
import type { SealContext } from './seal-context.ts'

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i

/**
 * Encrypts `plaintext` for the record, organization, purpose and revision of `context`. The same input gives another
 * blob every time. Throws RangeError for a context that cannot be encoded.
 */
export function seal(dataKey: DataKey, context: SealContext, plaintext: Uint8Array): Buffer {
  if (!uuid.test(dataKey.id)) throw new RangeError('The id of a data key is a UUID')
  return sealBlob(dataKey.key, Buffer.from(dataKey.id.replaceAll('-', ''), 'hex'), context, plaintext)
}

/**
 * Decrypts what {@link seal} made, asking `keys` for the data key the blob names (a UUID in lower case).
 * Throws SealingError `unknown-key` where `keys` has none, and `damaged` where a byte was altered or cut off or the
 * context is not that of the sealing.
 */
export function open(keys: (id: string) => DataKey | undefined, context: SealContext, blob: Uint8Array): Buffer {
  const parsed = parseBlob(context, blob)
  const id = parsed.keyId.toString('hex').replace(uuid, '$1-$2-$3-$4-$5')
  const dataKey = keys(id)
  if (dataKey === undefined) {
    throw new SealingError('unknown-key', `No data key ${id} for organization "${context.orgId}" is at hand`)
  }
  return openBlob(dataKey.key, context, parsed)
}

import { damaged } from './blob.ts'
import type { KeyEncryptionKey } from './key-encryption-key.ts'
import { unwrap, wrap } from './wrapping.ts'

const context = { purpose: 'check-record', orgId: '', recordId: '' }
const content = Buffer.from('app-connections')

/** A record to store once beside the data. By it, a later start verifies its key-encryption key. */
export function createCheckRecord(kek: KeyEncryptionKey): Buffer {
  return wrap(kek, context, content)
}

/**
 * Returns where `record` was made under this key. Throws SealingError `wrong-key`, naming the id of the key expected
 * and of the key given, or `damaged`.
 */
export function verifyCheckRecord(kek: KeyEncryptionKey, record: Uint8Array): void {
  if (!unwrap(kek, context, record).equals(content)) {
    throw damaged({ ...context, revision: 0 }, 'it does not hold what a check record holds')
  }
}

/** Where a sealed value lives. A blob opens only in the context it was sealed in. */
export interface SealContext {
  /** What is sealed, for example `connection-credentials`. */
  readonly purpose: string
  readonly orgId: string
  readonly recordId: string
  /** +1 at every rewrite of the blob; a whole number from 0. */
  readonly revision: number
}

/**
 * The additional authenticated data: every field preceded by its length in bytes (32 bits, big endian), so that no two
 * contexts give the same bytes. Throws RangeError for a revision that is no whole number, and for text that is not
 * well-formed Unicode: UTF-8 would map different ids onto the same replacement character.
 */
export function encodeContext(formatVersion: number, context: SealContext, keyId: Uint8Array): Buffer {
  const revision = Buffer.alloc(8)
  if (!Number.isSafeInteger(context.revision) || context.revision < 0) {
    throw new RangeError('A seal revision is a whole number from 0')
  }
  revision.writeBigUInt64BE(BigInt(context.revision))
  return Buffer.concat(
    [
      Buffer.of(formatVersion),
      text('purpose', context.purpose),
      text('orgId', context.orgId),
      text('recordId', context.recordId),
      revision,
      keyId,
    ].flatMap((field) => [lengthOf(field), field]),
  )
}

function lengthOf(field: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(field.length)
  return length
}

function text(name: string, value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  if (bytes.toString('utf8') !== value) throw new RangeError(`The ${name} of a seal context is not well-formed Unicode`)
  return bytes
}

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { createScrubber, type StreamAnswer } from '@app-connections/providers'

/** More than this is not read at once, in bytes: of an answer that is narrowed. */
export const mostNarrowed = 8 * 1024 * 1024

/** A body that is longer than may be read at once. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** Reads a whole body. Rejects with `TooLong`, and as the stream breaks. */
export async function readAll(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) throw new TooLong(`a body is longer than ${most} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const unpackers = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }

/** An answer's body as it was before a platform packed it. Nobody asks for packing here, and some pack all the same. */
export function unpacked({ headers, body }: StreamAnswer): { readonly body: Readable; readonly wasPacked: boolean } {
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase()
  const unpack = Object.entries(unpackers).find(([name]) => name === encoding)?.[1]
  if (unpack === undefined) return { body, wasPacked: false }
  const unpacker = unpack()
  body.on('error', (error) => unpacker.destroy(error))
  unpacker.on('close', () => body.destroy())
  return { body: body.pipe(unpacker), wasPacked: true }
}

/** What has passed so far. */
export interface Passed {
  bytes: number
  scrubbed: boolean
}

/** The bytes of a body without the secrets, counted. */
export async function* scrubbed(body: Readable, secrets: readonly string[], passed: Passed): AsyncGenerator<Buffer> {
  const scrubber = createScrubber(secrets)
  const count = (bytes: Buffer) => {
    passed.bytes += bytes.length
    passed.scrubbed ||= scrubber.found
    return bytes
  }
  for await (const chunk of body) {
    const bytes = count(scrubber.push(Buffer.from(chunk)))
    if (bytes.length > 0) yield bytes
  }
  const rest = count(scrubber.end())
  if (rest.length > 0) yield rest
}

/** A text without the secrets, as a header's value. */
export function scrubbedText(text: string, secrets: readonly string[]): string {
  const scrubber = createScrubber(secrets)
  return Buffer.concat([scrubber.push(Buffer.from(text, 'latin1')), scrubber.end()]).toString('latin1')
}

/** The entity tag of an answer that this service has made of a platform's. */
export function tagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`
}

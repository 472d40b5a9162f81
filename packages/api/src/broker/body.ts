import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Scrubber, StreamAnswer } from '@app-connections/providers'

/** A body that is longer than may be read at once, or no JSON where JSON is due. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody'
}

/** Reads a whole body. Rejects with `UnreadableBody` where it is longer than `most` bytes, and as the stream breaks. */
export async function readAll(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) throw new UnreadableBody(`a body is longer than ${most} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a body of at most `most` bytes as JSON; none is the empty text. Rejects with what `unreadable` makes where it is
 * longer or no JSON, and with what `explain` makes of the error where the stream breaks.
 */
export async function readJson(
  body: AsyncIterable<Uint8Array> | null,
  most: number,
  unreadable: () => Error,
  explain: (error: unknown) => unknown = (error) => error,
): Promise<unknown> {
  try {
    return JSON.parse(body === null ? '' : (await readAll(body, most)).toString('utf8'))
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof UnreadableBody ? unreadable() : explain(error)
  }
}

const unpackers = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }

/**
 * An answer's body as it was before a platform packed it. Nobody asks for packing here, and some pack all the same. Throws
 * what `explain` makes of it, 502, where it is packed in another way: what is in it could not be looked at.
 */
export function unpacked({ headers, body, explain }: StreamAnswer): {
  readonly body: Readable
  readonly wasPacked: boolean
} {
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase()
  const unpack = Object.entries(unpackers).find(([name]) => name === encoding)?.[1]
  if (unpack === undefined) {
    if (encoding === '' || encoding === 'identity') return { body, wasPacked: false }
    // A body that is destroyed before its end emits an error, which would end the process without a listener.
    body.on('error', () => {}).destroy()
    throw explain(new UnreadableBody('a body is packed in a way that nobody asked for'))
  }
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

/** The bytes of a body without the secrets, counted. Where it breaks, with what `explain` makes of the error. */
export function scrubbed(
  body: Readable,
  scrubber: Scrubber,
  passed: Passed,
  explain: (error: unknown) => unknown,
): Readable {
  let reading = false
  const out = new Readable({
    read() {
      if (!reading) begin()
      body.resume()
    },
    destroy(error, done) {
      body.on('error', () => {}).destroy()
      done(error)
    },
  })
  function begin(): void {
    reading = true
    body.on('data', (chunk: Buffer) => {
      if (!give(scrubber.push(chunk))) body.pause()
    })
    body.once('end', () => {
      give(scrubber.end())
      out.push(null)
    })
  }
  const broke = (error: unknown) => out.destroy(asError(explain(error)))
  const endless = () => new Error('a body has no end')
  // Also before anybody reads: it may have broken by now, and an error that nobody hears ends the process.
  body.once('error', broke)
  body.once('close', () => {
    if (!body.readableEnded) broke(endless())
  })
  if (body.destroyed && !body.readableEnded) broke(body.errored ?? endless())
  function give(bytes: Buffer): boolean {
    passed.bytes += bytes.length
    passed.scrubbed ||= scrubber.found
    return bytes.length === 0 || out.push(bytes)
  }
  return out
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('a body broke off', { cause: error })
}

/** Whole bytes without the secrets that a scrubber takes out, which is then ready for others. */
export function scrubbedWhole(bytes: Buffer, scrubber: Scrubber): Buffer {
  return Buffer.concat([scrubber.push(bytes), scrubber.end()])
}

/** The entity tag of an answer that this service has made of a platform's. */
export function tagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`
}

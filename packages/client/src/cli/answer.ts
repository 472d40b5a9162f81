import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** An answer that any program can take: whole, with its length, and for JSON with its type. */
export interface WholeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const unpackers: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** The bytes of an answer's body, unpacked. Rejects where it is cut short or packed in another way. */
export function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const encoding = answer.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity' || encoding === '') return buffer(answer)
  const unpack = unpackers[encoding]
  if (unpack === undefined) throw new Error(`packed as ${encoding}`)
  return buffer(piped(answer, unpack()))
}

function piped(from: Readable, into: ReturnType<typeof createGunzip>): Readable {
  from.on('error', (error) => into.destroy(error)).on('aborted', () => into.destroy(new Error('cut short')))
  return from.pipe(into)
}

/**
 * JSON in ASCII alone: a program that decodes an answer piece by piece damages a character that comes in two pieces.
 * Undefined where the bytes are no JSON. The text stays the platform's own otherwise, its numbers too.
 */
export function asciiJson(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Sends an answer, whose length is its body's unless its headers say another, as those of a HEAD do, and ends its connection: on one that is kept, a program may
 * write just when it is closed.
 */
export function sendWhole(response: ServerResponse, { status, headers, body }: WholeAnswer): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-length': String(body.length), ...headers, connection: 'close' }).end(body)
}

/** An answer of JSON. */
export function jsonAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): WholeAnswer {
  const text = asciiJson(Buffer.from(JSON.stringify(body))) ?? ''
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: Buffer.from(text) }
}

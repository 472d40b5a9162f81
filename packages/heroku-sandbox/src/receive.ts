import type { IncomingMessage } from 'node:http'
import { badRequest, tooLarge } from './errors.ts'

/** Most bytes of a request body; a config of 64 kB in the worst escaping stays below. */
const bodyLimit = 1024 * 1024

/** Reads a request body. Throws 413 as soon as it exceeds the limit, 400 when the client breaks off. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= bodyLimit) chunks.push(chunk)
      else reject(tooLarge())
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => reject(badRequest('The request broke off.')))
    request.on('close', () => reject(badRequest('The request broke off.')))
  })
}

/** Path and query of a request target, which may be hostile: never parsed as an address of ours. */
export function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const withoutOrigin = target.replace(/^https?:\/\/[^/?#]*/i, '')
  const [beforeHash = ''] = withoutOrigin.split('#', 1)
  const at = beforeHash.indexOf('?')
  const path = at < 0 ? beforeHash : beforeHash.slice(0, at)
  return { path: path === '' ? '/' : path, query: new URLSearchParams(at < 0 ? '' : beforeHash.slice(at + 1)) }
}

/** The names of a body's top-level fields, whether it is JSON or a form; empty when it is neither. */
export function fieldsOf(body: Buffer, contentType: string | undefined): string[] {
  const text = body.toString('utf8')
  if (contentType?.startsWith('application/x-www-form-urlencoded')) return [...new URLSearchParams(text).keys()]
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.keys(parsed) : []
  } catch {
    return []
  }
}

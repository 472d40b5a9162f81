import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { failures } from '@app-connections/api'
import type { FastifyInstance } from 'fastify'

/**
 * Hands out the client, as it was built with this service: public, as it is, and revalidated by its entity tag. `file` is
 * the package; a tree that is not built has none, and answers 404.
 */
export async function clientPackage(app: FastifyInstance, { file }: { file: string }) {
  let held: { bytes: Buffer; etag: string } | undefined
  const read = () => {
    try {
      const bytes = readFileSync(file)
      return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` }
    } catch {
      throw failures.unknownAddress()
    }
  }
  app.get('/api/client.tgz', async (request, reply) => {
    held ??= read()
    const { bytes, etag } = held
    reply.headers({ 'cache-control': 'no-cache', etag, 'content-type': 'application/gzip' })
    const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    return known?.includes(etag) ? reply.code(304).send() : bytes
  })
}

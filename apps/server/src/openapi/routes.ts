import { createHash } from 'node:crypto'
import { failures } from '@app-connections/api'
import type { FastifyInstance } from 'fastify'
import manifest from '../../package.json' with { type: 'json' }
import { exportRoute, restRoutes } from '../rest/routes.ts'
import { openApiDocument } from './document.ts'
import { documentPage, pagePolicy } from './page/page.ts'

/** The API document for programs and for people. Both are made once, public, and revalidated by their entity tag. */
export async function openApiRoutes(app: FastifyInstance, { siteUrl }: { siteUrl: string }) {
  const document = openApiDocument([...restRoutes, exportRoute], { siteUrl, version: manifest.version })

  serve('/api/openapi.json', JSON.stringify(document), { 'content-type': 'application/json; charset=utf-8' })
  serve('/api/docs', documentPage(document), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(),
  })

  function serve(url: string, body: string, headers: Record<string, string>): void {
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
    app.get(url, async (request, reply) => {
      // Also on a 304, whose headers replace those that the browser has stored (RFC 9111, 4.3.4).
      reply.headers({ 'cache-control': 'no-cache', etag, ...headers })
      const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
      if (known?.includes(etag)) return reply.code(304).send()
      return body
    })
    app.route({
      method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      onRequest: async (_request, reply) => {
        reply.header('allow', 'GET, HEAD')
        throw failures.wrongVerb(['GET', 'HEAD'])
      },
      handler: async () => undefined,
    })
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { failures } from '@app-connections/api'
import { type Database, poolUse } from '@app-connections/db'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { bearerOf } from './border.ts'

/** Upper bounds in seconds: from the read of one row to the deadline of a call to a platform. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface MetricsOptions {
  /** The bearer token of the scraper. */
  token: string
  /** The route of a request: one of a number that no caller can raise, since each is kept for good. */
  routeOf(request: FastifyRequest): string
  pools: Database['pools']
}

/**
 * `GET /metrics` for Prometheus (text format 0.0.4), for callers with the token: requests of each route by status and
 * duration (also 401, 422 and 429, which leave no audit event), the database's pools, and this process. Every process
 * has its own metrics.
 */
export function addMetrics(app: FastifyInstance, { token, routeOf, pools }: MetricsOptions): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  })
  const connections = new Gauge({
    name: 'database_pool_connections',
    help: 'Connections to the database by state, and callers that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { idle, busy, waiting } = poolUse(pools)
      connections.set({ state: 'idle' }, idle)
      connections.set({ state: 'busy' }, busy)
      connections.set({ state: 'waited_for' }, waiting)
    },
  })
  const expected = digest(token)

  app.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, route: routeOf(request), status: String(reply.statusCode) }
    requests.observe(labels, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (request, reply) => {
    const given = bearerOf(request.headers.authorization) ?? ''
    if (!timingSafeEqual(digest(given), expected)) {
      throw failures.metricsTokenMissing()
    }
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

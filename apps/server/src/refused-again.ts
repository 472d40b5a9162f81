import { createHash } from 'node:crypto'
import { failures, publicError } from '@app-connections/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Border } from './border.ts'
import { boundedRouteOf } from './request-line.ts'

/** Remembers a failure of a request, if it is a refusal because of too many calls. */
type Note = (request: FastifyRequest, error: unknown) => void

/** Of more refusals than this, the oldest are forgotten: their callers are looked up again. */
const most = 10_000

/**
 * Refuses a call again that has just been refused because its caller calls too often, until their wait is over, so that
 * a flood of such calls costs no look-up each. A credential that ends meanwhile is refused so as well. Failures that
 * Fastify does not see are for what it returns.
 */
export function refuseAgain(
  app: FastifyInstance,
  border: Pick<Border, 'credential'>,
  now: () => number = () => performance.now(),
): Note {
  const refusedUntil = new Map<string, number>()
  const keyOf = (request: FastifyRequest) => {
    const credential = border.credential(request)
    // Its hash, since a credential must not be in memory for longer than its request.
    const hash = credential && createHash('sha256').update(credential).digest('base64')
    // An organization may have spent its calls, and another one of the same person not.
    const organization = request.headers['x-organization-id'] ?? ''
    return hash && `${hash} ${request.method} ${boundedRouteOf(request)} ${organization}`
  }

  const note: Note = (request, error) => {
    const { body, retryAfterSeconds } = publicError(error, request.id)
    if (body.code !== 'tooManyCalls' || retryAfterSeconds === undefined) return
    const key = keyOf(request)
    if (key === undefined || (refusedUntil.get(key) ?? 0) > now()) return
    const [oldest] = refusedUntil.keys()
    if (refusedUntil.size >= most && oldest !== undefined) refusedUntil.delete(oldest)
    refusedUntil.delete(key)
    refusedUntil.set(key, now() + retryAfterSeconds * 1000)
  }

  app.addHook('onRequest', (request, _reply, done) => {
    if (refusedUntil.size === 0) return done()
    const left = (refusedUntil.get(keyOf(request) ?? '') ?? 0) - now()
    return left > 0 ? done(failures.tooManyCalls(Math.ceil(left / 1000))) : done()
  })
  app.addHook('onError', (request, _reply, error, done) => {
    note(request, error)
    done()
  })
  return note
}

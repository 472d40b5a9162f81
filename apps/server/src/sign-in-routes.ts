import { failures, type Services, type SessionRecorder, sessionEvents, signInEvents } from '@app-connections/api'
import type { AuditAction } from '@app-connections/schemas'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf, type Border } from './border.ts'
import { sendFailure } from './errors.ts'
import type { SignIn } from './sign-in.ts'

/** The routes of better-auth that exist here; every other one of it answers 404, sign-up first. */
const allowed = [
  { method: 'POST', path: '/sign-in/email', audited: 'session.signIn' },
  { method: 'POST', path: '/sign-out', audited: 'session.signOut' },
  { method: 'GET', path: '/get-session' },
  { method: 'GET', path: '/list-sessions' },
  { method: 'POST', path: '/revoke-session', audited: 'session.revoke' },
  { method: 'POST', path: '/revoke-other-sessions', audited: 'session.revokeOthers' },
  { method: 'POST', path: '/change-password', audited: 'session.changePassword' },
] as const

/**
 * Hands the allowed calls to better-auth. What writes is recorded before it is handed on and again with its outcome: if
 * the first event cannot be written, the call is not made.
 */
export async function signInRoutes(
  app: FastifyInstance,
  { border, services, signIn }: { border: Border; services: Services; signIn: SignIn },
) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
  app.addHook('onRequest', async (request) => border.requireOwnOrigin(request))

  for (const route of allowed) {
    app.route({
      method: route.method,
      url: `/api/auth${route.path}`,
      async handler(request, reply) {
        const record = 'audited' in route ? await recorder(request, route.audited) : await count(request)
        await record?.('attempted').catch((error: unknown) => notRecorded(request, error))
        const answer = await signIn.handler(toRequest(request, services.siteUrl, addressOf(request)))
        await record?.(answer.ok ? 'success' : 'failed')
        reply.code(answer.status)
        for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
        for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
        return reply.send(Buffer.from(await answer.arrayBuffer()))
      },
    })
  }

  /** Counts a call that changes nothing and leaves no event. */
  async function count(request: FastifyRequest): Promise<undefined> {
    const caller = await border.bearerOrSession(request)
    await services.limits.admit('read', caller?.id, addressOf(request))
  }

  /** Counts the call, and finds what records it. A sign-in is nobody's call yet, whatever cookie comes along. */
  async function recorder(request: FastifyRequest, action: AuditAction): Promise<SessionRecorder | undefined> {
    const signingIn = action === 'session.signIn'
    const caller = signingIn ? undefined : await border.bearerOrSession(request)
    const ctx = border.context(request, caller)
    await services.limits.admit('login', caller?.id, ctx.request.address)
    return signingIn ? signInEvents(ctx, parseJson(request.body)) : sessionEvents(ctx, action)
  }
}

/** What cannot be recorded is not done. */
function notRecorded(request: FastifyRequest, error: unknown): never {
  request.log.error({ reqId: request.id, err: error }, 'an event could not be written')
  throw failures.notRecorded()
}

function parseJson(body: unknown): unknown {
  if (!(body instanceof Buffer) || body.length === 0) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw failures.notJson()
  }
}

/** The request as better-auth takes it; the address is the one that we believe, not the one that was forwarded. */
function toRequest(request: FastifyRequest, siteUrl: string, address: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith('x-forwarded-'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set('x-forwarded-for', address)
  const body = request.body instanceof Buffer && request.body.length > 0 ? request.body : null
  return new Request(new URL(request.url, siteUrl), {
    method: request.method,
    headers,
    ...(body === null ? {} : { body: new Uint8Array(body) }),
  })
}

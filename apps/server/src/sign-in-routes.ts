import {
  type Caller,
  type Context,
  failures,
  giveTurnsBack,
  noteWrongPassword,
  type PasswordBudget,
  requireFitPassword,
  type Services,
  type SessionRecorder,
  sessionEvents,
  signInBody,
  signInEvents,
  takeTurn,
} from '@app-connections/api'
import type { AuditAction } from '@app-connections/schemas'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Border } from './border.ts'
import { sendFailure } from './errors.ts'
import type { KnownBrowsers } from './known-browser.ts'
import { onlyCookies } from './session-cookie.ts'
import type { SignIn } from './sign-in.ts'

/** The routes of better-auth that exist here. Every other one, sign-up included, answers 404. */
const allowed = [
  { method: 'POST', path: '/sign-in/email', audited: 'session.signIn' },
  { method: 'POST', path: '/sign-out', audited: 'session.signOut' },
  { method: 'GET', path: '/get-session' },
  { method: 'POST', path: '/revoke-other-sessions', audited: 'session.revokeOthers' },
  { method: 'POST', path: '/change-password', audited: 'session.changePassword' },
] as const

/** A call with a password: of which account, and from which budget. */
interface Given {
  readonly email: string
  readonly budget: PasswordBudget
}

/**
 * Passes the allowed calls to better-auth. A call that writes is audited before it is passed on, and again with its
 * outcome; if the first event cannot be stored, the call is not made. A call with a password waits for its turn.
 */
export async function signInRoutes(
  app: FastifyInstance,
  {
    border,
    services,
    signIn,
    browsers,
  }: { border: Border; services: Services; signIn: SignIn; browsers: KnownBrowsers },
) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
  app.addHook('onRequest', async (request) => border.requireOwnOrigin(request))

  for (const route of allowed) {
    const audited = 'audited' in route ? route.audited : undefined
    app.route({
      method: route.method,
      url: `/api/auth${route.path}`,
      async handler(request, reply) {
        // A sign-in has no caller yet, even where a cookie comes with it.
        const caller = audited === 'session.signIn' ? undefined : await border.bearerOrSession(request)
        const ctx = border.context(request, caller)
        await services.limits.admit(audited === undefined ? 'read' : 'login', caller?.id, ctx.request.address)
        const body = parseJson(request.body)
        const given = givenIn(request, audited, body, caller)
        if (audited === 'session.changePassword' && given !== undefined) requireFitChange(body, given.email)
        if (given !== undefined) await takeTurn(services.db, given.budget)
        const record = await recorder(ctx, audited, body)
        await record?.('attempted').catch((error: unknown) => notRecorded(request, error))
        const answer = await signIn.handler(
          toRequest(request, {
            url: addressIn(services.siteUrl, route.path, request),
            // better-auth judges a session by the clock of this machine, so it gets none that has ended by the database's.
            cookie:
              audited !== 'session.signIn' && caller?.kind !== 'person'
                ? undefined
                : onlyCookies(request.headers.cookie, signIn.cookieNames),
            address: ctx.request.address,
            body: withDefaults(audited, body),
          }),
        )
        await record?.(answer.ok ? 'success' : 'failed')
        if (given !== undefined) await settleTurn(ctx, given, answer)
        reply.code(answer.status)
        for (const [name, value] of answer.headers) {
          if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
        }
        for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
        if (answer.ok && audited === 'session.signIn' && given !== undefined) {
          reply.header('set-cookie', browsers.cookieFor(given.email))
        }
        return reply.send(withoutTokens(await answer.text()))
      },
    })
  }

  function givenIn(
    request: FastifyRequest,
    action: AuditAction | undefined,
    body: unknown,
    caller: Caller | undefined,
  ): Given | undefined {
    if (action === 'session.changePassword' && caller?.kind === 'person') {
      return { email: caller.email, budget: { kind: 'session', id: caller.tokenId } }
    }
    const email = action === 'session.signIn' ? signInBody.safeParse(body).data?.email : undefined
    if (email === undefined) return undefined
    const browser = browsers.idOf(request.headers.cookie, email)
    return { email, budget: browser === undefined ? { kind: 'account', email } : { kind: 'browser', id: browser } }
  }

  async function settleTurn(ctx: Context, { email, budget }: Given, answer: Response): Promise<void> {
    if (answer.ok) await giveTurnsBack(services.db, budget)
    else services.afterwards.run(() => noteWrongPassword(ctx, email))
  }
}

function recorder(
  ctx: Context,
  action: AuditAction | undefined,
  body: unknown,
): Promise<SessionRecorder | undefined> | undefined {
  if (action === undefined) return undefined
  return action === 'session.signIn' ? signInEvents(ctx, body) : sessionEvents(ctx, action)
}

/** A call that cannot be audited is refused. */
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

/** The address of a route with the query of a request. A path that better-auth read otherwise could be any route of it. */
function addressIn(siteUrl: string, path: string, request: FastifyRequest): URL {
  const url = new URL(`/api/auth${path}`, siteUrl)
  url.search = request.url.split('?', 2)[1] ?? ''
  return url
}

/**
 * The request in the form that better-auth takes, with the trusted address and not the forwarded one. It holds path and
 * cookies as they were read here: of a cookie that only better-auth could read, the caller would be unknown, and the call
 * neither audited nor braked.
 */
function toRequest(
  request: FastifyRequest,
  { url, cookie, address, body }: { url: URL; cookie: string | undefined; address: string; body: unknown },
): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'content-length' && !name.startsWith('x-forwarded-'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set('x-forwarded-for', address)
  headers.delete('cookie')
  if (cookie !== undefined) headers.set('cookie', cookie)
  return new Request(url, {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** A change of the password ends the person's other sessions, unless the body says otherwise. */
function withDefaults(action: AuditAction | undefined, body: unknown): unknown {
  if (action !== 'session.changePassword') return body
  const given = z.looseObject({}).safeParse(body)
  return given.success ? { revokeOtherSessions: true, ...given.data } : body
}

/** Throws 400 where the new password is unfit. A body that names none is better-auth's to refuse. */
function requireFitChange(body: unknown, email: string): void {
  const named = z.object({ newPassword: z.string() }).safeParse(body)
  if (named.success) requireFitPassword(named.data.newPassword, email)
}

/** An answer of better-auth without session tokens: the cookie has it, out of reach of the scripts of a page. */
function withoutTokens(body: string): string {
  if (body === '') return body
  return JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'token' ? undefined : value)))
}

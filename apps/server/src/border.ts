import { isIP } from 'node:net'
import {
  anonymous,
  type Caller,
  type Context,
  callerOfAccessToken,
  callerOfPersonalToken,
  callerOfSession,
  failures,
  type Identity,
  noteEndedUse,
  type Person,
  type RequestInfo,
  type Services,
} from '@app-connections/api'
import type { FastifyRequest } from 'fastify'
import { hasCookie, sessionTokenOf } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route takes a person's personal token as well as an access token. */
    personalToken?: true
  }
}

/** Decides who a request comes from, and what it must carry, before anything else reads it. */
export interface Border {
  /**
   * REST: the bearer token only; ignores cookies. Rejects with 401, with 403 where a personal token comes to a route that
   * takes none, or with 429 where an address fails too often.
   */
  bearer(request: FastifyRequest): Promise<Caller>
  /**
   * tRPC: a bearer token or the session cookie, never both; undefined where there is neither. Rejects with 403 where
   * another site has made the browser send the cookie.
   */
  bearerOrSession(request: FastifyRequest): Promise<Caller | undefined>
  /** The same, but also for a visit from another site, such as the redirect from a platform's consent page. */
  bearerOrSessionOfVisit(request: FastifyRequest): Promise<Caller | undefined>
  /** The token or the session of a request, whether it lives or not; undefined where there is none, or a forged one. */
  credential(request: FastifyRequest): string | undefined
  /** Throws 403 unless a request that changes something comes from our own pages, as JSON. */
  requireOwnOrigin(request: FastifyRequest): void
  context(
    request: FastifyRequest,
    caller: Caller | undefined,
    call?: Pick<RequestInfo, 'admitted' | 'endpoint' | 'batched' | 'answered'>,
  ): Context
}

export function createBorder(services: Services, session: { cookieName: string; secret: string }): Border {
  const ownOrigin = new URL(services.siteUrl).origin

  async function callerOfBearer(request: FastifyRequest, header: string | undefined): Promise<Caller> {
    const token = bearerOf(header)
    const address = addressOf(request)
    const caller =
      token === undefined
        ? undefined
        : ((await callerOfAccessToken(services, token, address, (untrusted) => recordUntrusted(request, untrusted))) ??
          (await personOf(request, token)))
    if (caller !== undefined) return caller
    await services.limits.admit('read', undefined, address)
    if (token !== undefined) noteEndedUse(contextOf(request, undefined), token)
    throw header === undefined ? failures.tokenMissing() : failures.tokenRefused()
  }

  /** Who calls by a personal token. One that turns up where none is taken may be stolen. */
  async function personOf(request: FastifyRequest, token: string): Promise<Person | undefined> {
    const person = await callerOfPersonalToken(services, token)
    if (person === undefined || request.routeOptions.config.personalToken === true) return person
    await services.limits.admit('read', person.id, addressOf(request))
    const [organization] = person.organizations
    await services.refusals.record(contextOf(request, person), {
      orgId: organization?.id ?? null,
      action: 'personalTokens.use',
      target: { type: 'personal-token', id: person.tokenId },
      outcome: 'denied',
      detail: { reason: 'not for this call' },
    })
    throw failures.personalTokenElsewhere()
  }

  /** A token from an address that its identity does not trust may be stolen. The call counts against the address. */
  async function recordUntrusted(request: FastifyRequest, caller: Identity): Promise<void> {
    await services.limits.admit('read', undefined, addressOf(request))
    await services.refusals.record(contextOf(request, caller), {
      orgId: caller.orgId,
      action: 'accessTokens.use',
      target: { type: 'access-token', id: caller.tokenId },
      outcome: 'denied',
      detail: { reason: 'untrusted address' },
    })
  }

  const contextOf: Border['context'] = (request, caller, call = { admitted: false, endpoint: null }) => ({
    services,
    request: { ...requestInfo(request), ...call, byLink: isByLink(request, caller) },
    actor: caller ?? anonymous,
  })

  function requireOwnOrigin(request: FastifyRequest): void {
    if (isSafe(request)) return
    if (request.headers.origin !== ownOrigin) {
      throw failures.foreignOrigin(ownOrigin)
    }
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/json') {
      throw failures.notSentAsJson()
    }
  }

  function requireOwnSite(request: FastifyRequest): void {
    if (request.headers['sec-fetch-site'] !== 'cross-site') return
    throw failures.crossSite(ownOrigin)
  }

  async function callerOf(
    request: FastifyRequest,
    admitCookie: (request: FastifyRequest) => void,
  ): Promise<Caller | undefined> {
    const { authorization, cookie } = request.headers
    const withCookie = hasCookie(cookie, session.cookieName)
    if (authorization !== undefined && withCookie) {
      throw failures.tokenAndCookie()
    }
    if (authorization !== undefined) return callerOfBearer(request, authorization)
    if (!withCookie) return undefined
    requireOwnOrigin(request)
    admitCookie(request)
    const token = sessionTokenOf(cookie, session.cookieName, session.secret)
    return token === undefined ? undefined : callerOfSession(services, token)
  }

  return {
    bearer: (request) => callerOfBearer(request, request.headers.authorization),
    bearerOrSession: (request) => callerOf(request, requireOwnSite),
    bearerOrSessionOfVisit: (request) => callerOf(request, () => {}),
    credential: ({ headers }) =>
      headers.authorization === undefined
        ? sessionTokenOf(headers.cookie, session.cookieName, session.secret)
        : bearerOf(headers.authorization),
    requireOwnOrigin,

    context: contextOf,
  }
}

/** The token of an `Authorization: Bearer` header (RFC 6750, 2.1); undefined for any other header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1]
}

/** Whether a mere link could have made a browser send it: with a cookie, and without a header. */
function isByLink(request: FastifyRequest, caller: Caller | undefined): boolean {
  return caller?.kind === 'person' && request.headers.authorization === undefined && isSafe(request)
}

/** Whether the method of a request is safe, that is changes nothing (RFC 9110, 9.2.1). */
function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function requestInfo(request: FastifyRequest): Omit<RequestInfo, 'admitted' | 'endpoint'> {
  const organizationId = request.headers['x-organization-id']
  return {
    reqId: request.id,
    address: addressOf(request),
    userAgent: request.headers['user-agent'] ?? null,
    organizationId: typeof organizationId === 'string' && organizationId !== '' ? organizationId : null,
  }
}

/**
 * The caller's address in a form that the database accepts: an IPv4 address as such even over IPv6, without a zone, and
 * never the free text of a forwarded header.
 */
export function addressOf(request: FastifyRequest): string {
  const address = (request.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIP(address) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : address
}

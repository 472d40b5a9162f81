import { randomUUID } from 'node:crypto'
import { badRequest, HerokuError } from '../errors.ts'
import { type Answer, jsonBody, type Request, type Route } from '../routes.ts'
import { secondsLeft } from '../tokens.ts'
import { type Exchanged, exchangeCode, exchangeRefreshToken } from './exchange.ts'

/** The parameters of a form, or of a JSON object for clients that prefer it; values that are no strings are left out. */
function parametersOf(request: Request): Map<string, string> {
  if (!request.headers['content-type']?.includes('json')) {
    return new Map(new URLSearchParams(request.body.toString('utf8')))
  }
  const body = jsonBody(request)
  if (typeof body !== 'object' || body === null) throw badRequest('Send the parameters as a form.')
  return new Map(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

/** The client's secret, from the form or as the password of Basic; the user name is not looked at. */
function secretOf(request: Request, parameters: Map<string, string>): string | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (encoded === undefined) return parameters.get('client_secret')
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

function exchange(request: Request): Exchanged {
  const parameters = parametersOf(request)
  const secret = secretOf(request, parameters)
  // heroku-bouncer sends no grant_type: it is a code then.
  const type = parameters.get('grant_type') ?? 'authorization_code'
  if (type === 'authorization_code') return exchangeCode(request.world, secret, parameters.get('code'))
  if (type === 'refresh_token') return exchangeRefreshToken(request.world, secret, parameters.get('refresh_token'))
  throw badRequest('grant_type must be authorization_code or refresh_token.')
}

function token(request: Request): Answer {
  try {
    const { account, access, refresh } = exchange(request)
    const body = {
      access_token: access.token,
      expires_in: secondsLeft(access.expiresAt, request.world.now()),
      refresh_token: refresh.token,
      session_nonce: request.world.state.switches.sessionNonce === 'value' ? randomUUID() : null,
      token_type: 'Bearer',
      user_id: account.id,
    }
    return { status: 200, body, headers: { 'cache-control': 'no-store' } }
  } catch (error) {
    if (!(error instanceof HerokuError) || error.id !== 'suspended') throw error
    // Identity answers a suspended account with bare text under a JSON content type.
    return { status: 403, body: error.message, type: 'application/json;charset=utf-8' }
  }
}

/** Identity's token endpoint: 200, `{ id, message }` for errors, and no OAuth error names (Identity's source). */
export const identityTokenRoutes: Route[] = [{ method: 'POST', path: '/oauth/token', access: 'public', handle: token }]

import { randomUUID } from 'node:crypto'
import type { Answer, Request, Route } from '../routes.ts'
import { type Client, Scope } from '../state.ts'
import { addAuthorization, issueGrant } from '../tokens.ts'
import { consentPage, problemPage } from './consent-page.ts'

type Asked = { client: Client; scope: Scope[]; state: string | null }

/**
 * What an authorize request asks for. Only `client_id`, `response_type`, `scope`, `state` and `prompt` count: the
 * client's registered callback is used, a `redirect_uri` is ignored, and so are PKCE parameters (Identity's source).
 */
function readAsked(request: Request, parameters: URLSearchParams): Asked | Answer {
  const id = parameters.get('client_id')
  if (!id) return problemPage(400, 'Need client_id')
  const client = request.world.state.clients.get(id)
  if (client === undefined) return problemPage(400, 'No OAuth client has that client_id.')
  if ((parameters.get('response_type') ?? 'code') !== 'code') return problemPage(400, 'response_type must be code.')
  const names = (parameters.get('scope') ?? '').split(/[, ]+/).filter((each) => each !== '')
  const scope = Scope.array().safeParse([...new Set(names.length === 0 ? ['global'] : names)].sort())
  if (!scope.success) return problemPage(422, 'The scope asked for is not one Heroku knows.')
  return { client, scope: scope.data, state: parameters.get('state') }
}

function backTo(client: Client, parameters: Record<string, string>): Answer {
  const url = new URL(client.redirectUri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { status: 302, body: '', type: 'text/plain', headers: { location: url.href, 'cache-control': 'no-store' } }
}

function decide(request: Request): Answer {
  const { world } = request
  const form = new URLSearchParams(request.body.toString('utf8'))
  const asked = readAsked(request, form)
  if ('status' in asked) return asked
  const { client, scope } = asked
  const state = asked.state === null ? {} : { state: asked.state }
  if (form.get('decision') !== 'allow') {
    return backTo(client, { error: 'access_denied', ...(world.state.switches.denialEchoesState ? state : {}) })
  }
  const account = [...world.state.accounts.values()].find(({ email }) => email === form.get('account'))
  if (account === undefined) return problemPage(422, 'Choose one of the accounts.')
  const now = world.now()
  const session = { id: randomUUID(), accountId: account.id, description: client.name, createdAt: now }
  world.state.sessions.set(session.id, session)
  const authorization = addAuthorization(world.state, now, {
    account,
    scope,
    description: client.name,
    clientId: client.id,
    sessionId: session.id,
  })
  const { code } = issueGrant(world.state, now, authorization, world.state.switches.grantSeconds)
  world.changed()
  return backTo(client, { code, ...state })
}

export const authorizeRoutes: Route[] = [
  {
    method: 'GET',
    path: '/oauth/authorize',
    access: 'public',
    handle(request) {
      const asked = readAsked(request, request.query)
      if ('status' in asked) return asked
      return consentPage(asked.client, asked.scope, asked.state, [...request.world.state.accounts.values()])
    },
  },
  { method: 'POST', path: '/oauth/authorize', access: 'public', handle: decide },
]

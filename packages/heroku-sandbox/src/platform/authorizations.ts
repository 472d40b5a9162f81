import * as z from 'zod'
import { forbidden, invalidParams, notFound } from '../errors.ts'
import { page } from '../range.ts'
import { type Call, parseBody, type Route } from '../routes.ts'
import { type Authorization, Scope } from '../state.ts'
import {
  addAuthorization,
  issueAccessToken,
  issueGrant,
  newestOf,
  removeAccessTokens,
  removeAuthorization,
} from '../tokens.ts'
import { authorizationBody } from './authorization-body.ts'

// The CLI sends the seconds as a string.
const Seconds = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/)
    .transform(Number),
])
const Description = z.string().max(1024)
const CreateAuthorization = z.object({
  description: Description.optional(),
  scope: z.array(Scope).min(1).optional(),
  expires_in: Seconds.nullish(),
  client: z.string().nullish(),
})
const UpdateAuthorization = z.object({
  description: Description.optional(),
  client: z.object({ id: z.string().optional(), secret: z.string().optional() }),
})

function authorizationFor(call: Call): Authorization {
  const { state } = call.world
  const identity = call.params.authorization ?? ''
  for (const row of state.authorizations.values()) {
    if (row.accountId !== call.account.id) continue
    if (row.id === identity || (identity === '~' && row.isApiKey)) return row
  }
  throw notFound('authorization')
}

function shown(call: Call, authorization: Authorization, status: number) {
  const redacted = call.world.state.switches.authorizationTokens === 'redacted'
  return { status, body: authorizationBody(call.world, authorization, redacted) }
}

export const authorizationRoutes: Route[] = [
  {
    method: 'GET',
    path: '/oauth/authorizations',
    access: 'oauth',
    handle(call) {
      const { state } = call.world
      const rows = [...state.authorizations.values()].filter(({ accountId }) => accountId === call.account.id)
      const redacted = state.switches.authorizationTokens !== 'clear'
      const render = (row: Authorization) => authorizationBody(call.world, row, redacted)
      return page(rows, call.headers.range, { id: (row) => row.id }, render, state.switches.rangeHeaders)
    },
  },
  {
    method: 'POST',
    path: '/oauth/authorizations',
    access: 'oauth',
    handle(call) {
      const { world } = call
      const { state } = world
      const input = parseBody(call, CreateAuthorization)
      if (input.scope === undefined && state.switches.authorizationScope === 'required') {
        throw invalidParams('Require array: scope.')
      }
      if (input.client && !state.clients.has(input.client)) throw notFound('client')
      const authorization = addAuthorization(state, world.now(), {
        account: call.account,
        scope: input.scope ?? ['global'],
        description: input.description ?? 'Long-lived user authorization',
        ...(input.client ? { clientId: input.client } : {}),
      })
      if (input.client) issueGrant(state, world.now(), authorization, state.switches.grantSeconds)
      else {
        const lifetimeSeconds = input.expires_in ?? state.switches.directAuthorizationSeconds
        issueAccessToken(state, world.now(), authorization, { lifetimeSeconds })
      }
      world.changed()
      // A new token can be seen once, whatever later reads redact.
      return { status: 201, body: authorizationBody(world, authorization, false) }
    },
  },
  {
    method: 'GET',
    path: '/oauth/authorizations/:authorization',
    access: 'oauth',
    handle: (call) => shown(call, authorizationFor(call), 200),
  },
  {
    method: 'PATCH',
    path: '/oauth/authorizations/:authorization',
    access: 'oauth',
    handle(call) {
      const { world } = call
      const authorization = authorizationFor(call)
      const input = parseBody(call, UpdateAuthorization)
      const client = world.state.clients.get(input.client.id ?? '')
      if (authorization.clientId !== null && client?.secret !== input.client.secret) throw notFound('client')
      if (input.description !== undefined) authorization.description = input.description
      authorization.updatedAt = world.now()
      world.changed()
      return shown(call, authorization, 200)
    },
  },
  {
    method: 'DELETE',
    path: '/oauth/authorizations/:authorization',
    access: 'oauth',
    handle(call) {
      const authorization = authorizationFor(call)
      const answer = shown(call, authorization, 200)
      removeAuthorization(call.world.state, authorization.id)
      call.world.changed()
      return answer
    },
  },
  {
    method: 'POST',
    path: '/oauth/authorizations/:authorization/actions/regenerate-tokens',
    access: 'oauth',
    handle(call) {
      const { world } = call
      const authorization = authorizationFor(call)
      if (authorization.clientId !== null)
        throw forbidden('Only direct authorizations can have their tokens regenerated.')
      const old = newestOf(world.state.accessTokens, authorization.id)
      removeAccessTokens(world.state, authorization.id)
      issueAccessToken(world.state, world.now(), authorization, { lifetimeSeconds: old?.lifetimeSeconds ?? null })
      authorization.updatedAt = world.now()
      world.changed()
      return { status: 200, body: authorizationBody(world, authorization, false) }
    },
  },
]

import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { notFound } from '../errors.ts'
import { page } from '../range.ts'
import { type Call, parseBody, type Route } from '../routes.ts'
import type { Client } from '../state.ts'
import { iso } from '../world.ts'

const Name = z.string().min(1).max(255)
const CreateClient = z.object({ name: Name, redirect_uri: z.url() })
const UpdateClient = z.object({ name: Name.optional(), redirect_uri: z.url().optional() })

/** An OAuth client as its owner sees it (schema: oauth-client). */
function clientBody(client: Client) {
  return {
    created_at: iso(client.createdAt),
    id: client.id,
    ignores_delinquent: false,
    name: client.name,
    redirect_uri: client.redirectUri,
    secret: client.secret,
    updated_at: iso(client.updatedAt),
  }
}

function clientFor(call: Call): Client {
  const client = call.world.state.clients.get(call.params.client ?? '')
  if (client === undefined || client.accountId !== call.account.id) throw notFound('client')
  return client
}

export const clientRoutes: Route[] = [
  {
    method: 'GET',
    path: '/oauth/clients',
    access: 'oauth',
    handle(call) {
      const { state } = call.world
      const rows = [...state.clients.values()].filter(({ accountId }) => accountId === call.account.id)
      return page(rows, call.headers.range, { id: (row) => row.id }, clientBody, state.switches.rangeHeaders)
    },
  },
  {
    method: 'POST',
    path: '/oauth/clients',
    access: 'oauth',
    handle(call) {
      const { world } = call
      const input = parseBody(call, CreateClient)
      const now = world.now()
      const client: Client = {
        id: randomUUID(),
        accountId: call.account.id,
        name: input.name,
        redirectUri: input.redirect_uri,
        secret: randomUUID(),
        createdAt: now,
        updatedAt: now,
      }
      world.state.clients.set(client.id, client)
      world.changed()
      return { status: 201, body: clientBody(client) }
    },
  },
  {
    method: 'GET',
    path: '/oauth/clients/:client',
    access: 'oauth',
    handle: (call) => ({ status: 200, body: clientBody(clientFor(call)) }),
  },
  {
    method: 'PATCH',
    path: '/oauth/clients/:client',
    access: 'oauth',
    handle(call) {
      const client = clientFor(call)
      const input = parseBody(call, UpdateClient)
      if (input.name !== undefined) client.name = input.name
      if (input.redirect_uri !== undefined) client.redirectUri = input.redirect_uri
      client.updatedAt = call.world.now()
      call.world.changed()
      return { status: 200, body: clientBody(client) }
    },
  },
  {
    method: 'DELETE',
    path: '/oauth/clients/:client',
    access: 'oauth',
    handle(call) {
      const client = clientFor(call)
      call.world.state.clients.delete(client.id)
      call.world.changed()
      return { status: 200, body: clientBody(client) }
    },
  },
  {
    method: 'POST',
    path: '/oauth/clients/:client/actions/rotate-credentials',
    access: 'oauth',
    handle(call) {
      const client = clientFor(call)
      client.secret = randomUUID()
      client.updatedAt = call.world.now()
      call.world.changed()
      return { status: 200, body: clientBody(client) }
    },
  },
]

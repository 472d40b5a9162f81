import { randomUUID } from 'node:crypto'
import { insertGrant } from '@app-connections/db'
import { connectionsPath } from '../rest-family/connections.ts'
import type { ScopeName } from './expected.ts'
import { connectionIn, type MakeCell, projectOf, type World } from './world.ts'

const app = 'heroku'

/** A call about the grant of another, or about one that does not exist. */
const about =
  (procedure: string, method: string, body?: Record<string, unknown>, below = ''): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const connectionId = connectionIn(world, scope).id
    const grantId = unknown ? randomUUID() : await newGrant(world, scope)
    const ended = () => world.family.query('select id from grants where id = $1 and ended_at is not null', [grantId])
    return {
      procedure,
      input: { app, connectionId, grantId, ...body },
      rest: { method, path: `${connectionsPath}/${connectionId}/grants/${grantId}${below}`, body },
      echoed: [grantId],
      ...(procedure === 'grants.end' && !unknown ? { happened: async () => (await ended()).length === 1 } : {}),
    }
  }

async function newGrant(world: World, scope: ScopeName): Promise<string> {
  const id = randomUUID()
  await insertGrant(world.family.db, {
    id,
    org_id: world.organization.orgId,
    connection_id: connectionIn(world, scope).id,
    project_id: projectOf(world, scope) ?? null,
    identity_id: world.readerId,
    makers: [world.readerId],
    actions: ['apps:read'],
  })
  return id
}

export const grantCalls: Record<string, MakeCell> = {
  'make a grant': async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    const key = `K_${randomUUID()}`
    const subject = { type: 'identity', id: world.readerId }
    const input = { subject, actions: ['config-vars:read'], keys: [key] }
    const made = () => world.family.query('select id from grants where keys = array[$1]', [key])
    return {
      procedure: 'grants.create',
      input: { app, connectionId, ...input },
      rest: { method: 'POST', path: `${connectionsPath}/${connectionId}/grants`, body: input },
      echoed: [connectionId],
      happened: async () => (await made()).length === 1,
    }
  },
  'list grants': async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    return {
      procedure: 'grants.list',
      input: { app, connectionId },
      rest: { method: 'GET', path: `${connectionsPath}/${connectionId}/grants` },
      echoed: [connectionId],
    }
  },
  'read a grant': about('grants.get', 'GET'),
  'change a grant': about('grants.update', 'PATCH', { usesLeft: 5 }),
  'end a grant': about('grants.end', 'DELETE'),
  'prove a grant': about('proofs.ofGrant', 'GET', undefined, '/proof'),
  'compare a grant': about('proofs.difference', 'POST', { usesLeft: 5 }, '/proof'),
  'read proxy rights': async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    return {
      procedure: 'proofs.rights',
      input: { app, connectionId },
      rest: { method: 'GET', path: `${connectionsPath}/${connectionId}/proxy-rights` },
      echoed: [connectionId],
    }
  },
  'list what may be used': async () => ({
    procedure: 'proofs.usable',
    input: {},
    rest: { method: 'GET', path: '/api/v1/app-connections/proxy-rights' },
  }),
  'list what can be granted': async () => ({ procedure: 'proofs.grantable', input: { app } }),
}

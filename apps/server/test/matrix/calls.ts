import { randomUUID } from 'node:crypto'
import { connectionsPath, insertRow, newInput } from '../rest-family/connections.ts'
import { connectionIn, list, type MakeCell, projectOf, simply, type World } from './world.ts'

const app = 'heroku'
const audit = '/api/v1/audit-events'

/** A call about one connection; `fresh` makes a new one for each cell, since the call ends it. */
const about =
  (procedure: string, method: string, suffix: string, body?: Record<string, unknown>, fresh = false): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const { orgId } = world.organization
    const project_id = projectOf(world, scope) ?? null
    const made = fresh && !unknown ? await insertRow(world.family, { org_id: orgId, project_id }) : undefined
    const connectionId = unknown ? randomUUID() : (made ?? connectionIn(world, scope).id)
    return {
      procedure,
      input: { app, connectionId, ...body },
      rest: { method, path: `${connectionsPath}/${connectionId}${suffix}`, body },
      echoed: [connectionId],
      ...(made === undefined ? {} : { happened: async () => (await livingRow(world, made)) === undefined }),
    }
  }

const livingRow = ({ family }: World, id: string) =>
  family.db
    .selectFrom('connections')
    .select('id')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()

const apps = about('appConnections.apps', 'GET', '/apps')

export const connectionCalls: Record<string, MakeCell> = {
  list: list('appConnections.list', connectionsPath, true),
  'list of all apps': list('appConnections.list', '/api/v1/app-connections', false),
  available: list('appConnections.available', `${connectionsPath}/available`, true),
  options: async () => ({
    procedure: 'appConnections.options',
    rest: { method: 'GET', path: '/api/v1/app-connections/options' },
  }),
  read: about('appConnections.get', 'GET', ''),
  'read by name': async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const connectionName = unknown ? `none-${randomUUID()}` : connectionIn(world, scope).name
    const query = projectId === undefined ? '' : `?projectId=${projectId}`
    return {
      procedure: 'appConnections.getByName',
      input: { app, connectionName, ...(projectId === undefined ? {} : { projectId }) },
      rest: { method: 'GET', path: `${connectionsPath}/connection-name/${connectionName}${query}` },
      echoed: [connectionName, projectId ?? ''],
    }
  },
  create: async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const name = `made-${randomUUID()}`
    const input = await newInput(world.family, name, projectId === undefined ? {} : { projectId })
    const made = () =>
      world.family.db.selectFrom('connections').select('id').where('name', '=', name).executeTakeFirst()
    return {
      procedure: 'appConnections.create',
      input: { app, ...input },
      rest: { method: 'POST', path: connectionsPath, body: input },
      echoed: [projectId ?? ''],
      happened: async () => (await made()) !== undefined,
    }
  },
  edit: about('appConnections.update', 'PATCH', '', { description: 'edited' }),
  delete: about('appConnections.remove', 'DELETE', '', undefined, true),
  'connect: list apps': apps,
  'read what depends on it': about('appConnections.usage', 'GET', '/usage'),
  'read events': async () => ({
    procedure: 'auditEvents.list',
    input: {},
    rest: { method: 'GET', path: `${audit}?limit=5` },
  }),
  'export events': async () => ({
    procedure: 'auditEvents.export',
    input: {},
    rest: { method: 'GET', path: `${audit}/export?action=nothing` },
  }),
  restore: async (world, scope, _caller, unknown) => {
    const { orgId } = world.organization
    const row = { org_id: orgId, project_id: projectOf(world, scope) ?? null, deleted_at: new Date() }
    const connectionId = unknown ? randomUUID() : await insertRow(world.family, row)
    return {
      procedure: 'appConnections.restore',
      input: { connectionId },
      echoed: [connectionId],
      ...(unknown ? {} : { happened: async () => (await livingRow(world, connectionId)) !== undefined }),
    }
  },
  'connect: check': async (world, scope, caller, unknown) => {
    const { procedure: _procedure, rest: _rest, ...cell } = await apps(world, scope, caller, unknown)
    return { procedure: 'appConnections.check', ...cell }
  },
  'list deleted': simply('appConnections.deleted'),
  'look over connections': simply('appConnections.overview'),
  'look over uses': simply('appConnections.uses'),
  'read the activity': async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    return { procedure: 'appConnections.activity', input: { connectionId }, echoed: [connectionId] }
  },
  'ask for a name': async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const input = { name: 'free', ...(projectId === undefined ? {} : { projectId }) }
    return { procedure: 'appConnections.nameAvailable', input, echoed: [projectId ?? ''] }
  },
}

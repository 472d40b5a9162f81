import { randomBytes, randomUUID } from 'node:crypto'
import { insertAccessToken, insertClientSecret, insertInvitation, insertProject } from '@app-connections/db'
import { connectionsPath, insertRow, newInput } from '../rest-family/connections.ts'
import type { Family, Organization, Somebody } from '../rest-family/family.ts'
import type { ScopeName } from './expected.ts'

/** What stands in every cell's way: an organization whose project "own" has members, and one connection per scope. */
export interface World {
  readonly family: Family
  readonly organization: Organization
  /** A connection that Heroku accepts, by scope. */
  readonly connections: Readonly<Record<'org' | 'own' | 'other', { id: string; name: string }>>
}

/** One call as every transport makes it; `unknown` is what a 404 must not differ from. */
export interface Cell {
  readonly procedure: string
  readonly input?: unknown
  readonly rest?: { readonly method: string; readonly path: string; readonly body?: unknown }
  /** Whether what was asked for has come about, where that can be told. */
  readonly happened?: () => Promise<boolean>
  /** The ids and names of the input that are echoed. */
  readonly echoed?: readonly string[]
}

export type MakeCell = (world: World, scope: ScopeName, caller: Somebody, unknown: boolean) => Promise<Cell>

const app = 'heroku'
const audit = '/api/v1/audit-events'

/** The project that a scope names, an unknown one where the existence of the real one must not be told, or none. */
function projectOf({ organization }: World, scope: ScopeName, unknown = false): string | undefined {
  if (scope !== 'own' && scope !== 'other') return undefined
  if (unknown) return randomUUID()
  return scope === 'own' ? organization.projectId : organization.otherProjectId
}

function connectionIn(world: World, scope: ScopeName): { id: string; name: string } {
  if (scope === 'all' || scope === '-') throw new Error('no connection is in that scope')
  return world.connections[scope]
}

const list =
  (procedure: string, path: string | undefined, ofApp: boolean): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const input = { ...(ofApp ? { app } : {}), ...(projectId === undefined ? {} : { projectId }) }
    const query = projectId === undefined ? '' : `?projectId=${projectId}`
    const rest = path === undefined ? {} : { rest: { method: 'GET', path: path + query } }
    return { procedure, input, ...rest, echoed: [projectId ?? ''] }
  }

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
  'read events': async () => ({
    procedure: 'auditEvents.list',
    input: {},
    rest: { method: 'GET', path: `${audit}?limit=5` },
  }),
  'export events': async () => ({
    procedure: 'auditEvents.list',
    input: { limit: 1 },
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
  'list deleted': async () => ({ procedure: 'appConnections.deleted' }),
}

const ends = () => ({ expires_at: new Date(Date.now() + 60_000), max_expires_at: new Date(Date.now() + 60_000) })

const simply =
  (procedure: string, input: () => unknown = () => undefined): MakeCell =>
  async () => ({
    procedure,
    input: input(),
  })

/** A call about somebody else, new for each cell: a machine identity of the organization. */
const aboutIdentity =
  (procedure: string, more: Record<string, unknown> = {}): MakeCell =>
  async ({ organization }) => ({
    procedure,
    input: { identityId: (await organization.machine({ organization: 'member' })).id, ...more },
  })

/** A call about a new person's place in a scope. */
const aboutMember =
  (procedure: string, role?: string): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const { id: personId } = await world.organization.person({ organization: 'member', project: 'viewer' })
    const projectId = projectOf(world, scope, unknown)
    const place = projectId === undefined ? { scope: 'organization' } : { scope: 'project', projectId }
    return {
      procedure,
      input: { ...place, member: { personId }, ...(role === undefined ? {} : { role }) },
      echoed: [projectId ?? ''],
    }
  }

export const managementCalls: Record<string, MakeCell> = {
  'create a project': simply('projects.create', () => ({ name: randomUUID() })),
  'list own projects': simply('projects.list'),
  'rename a project': async (world, scope) => ({
    procedure: 'projects.update',
    input: { projectId: projectOf(world, scope), name: 'Renamed' },
  }),
  'delete a project': async ({ family, organization }) => {
    const id = randomUUID()
    await insertProject(family.db, { id, org_id: organization.orgId, name: 'Empty', slug: id, type: 'secret-manager' })
    const row = () => family.db.selectFrom('projects').select('id').where('id', '=', id).executeTakeFirst()
    return { procedure: 'projects.remove', input: { projectId: id }, happened: async () => (await row()) === undefined }
  },
  'list members': list('members.list', undefined, false),
  'give a role': aboutMember('members.set', 'member'),
  'give oneself a role': async (world, scope, caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const member = caller.kind === 'person' ? { personId: caller.id } : { identityId: caller.id }
    const places = 'project_id = $1 and (person_id = $2 or identity_id = $2)'
    const roleHeld = async () =>
      (await world.family.query(`select role from memberships where ${places}`, [projectId, caller.id]))[0]?.role
    const before = await roleHeld()
    const happened = async () => {
      const after = await roleHeld()
      // The matrix goes on with the place they had.
      if (before === undefined)
        await world.family.query(`delete from memberships where ${places}`, [projectId, caller.id])
      return after === 'viewer'
    }
    const role = before ?? 'viewer'
    return {
      procedure: 'members.set',
      input: { scope: 'project', projectId, member, role },
      echoed: [projectId ?? ''],
      ...(before === undefined && !unknown ? { happened } : {}),
    }
  },
  'remove a member': aboutMember('members.remove'),
  invite: simply('invitations.create', () => ({ email: `${randomUUID()}@example.com`, role: 'member' })),
  'list invitations': simply('invitations.list'),
  'withdraw an invitation': async ({ family, organization }) => {
    const id = randomUUID()
    const row = { id, org_id: organization.orgId, email: `${id}@example.com`, role: 'member' }
    await insertInvitation(family.db, { ...row, token_hash: randomBytes(32), expires_at: ends().expires_at })
    return { procedure: 'invitations.remove', input: { invitationId: id } }
  },
  'reset a password': async ({ organization }) => ({
    procedure: 'people.createPasswordReset',
    input: { personId: (await organization.person({ organization: 'member' })).id },
  }),
  'create an identity': simply('identities.create', () => ({ name: 'deploy' })),
  'list identities': simply('identities.list'),
  'edit an identity': aboutIdentity('identities.update', { name: 'renamed' }),
  'delete an identity': aboutIdentity('identities.remove'),
  'create a client secret': aboutIdentity('clientSecrets.create'),
  'list client secrets': aboutIdentity('clientSecrets.list'),
  'delete a client secret': async ({ family, organization }) => {
    const { id: identity_id } = await organization.machine({ organization: 'member' })
    const row = { id: randomUUID(), org_id: organization.orgId, identity_id, label: '', uses_limit: 0 }
    await insertClientSecret(family.db, { ...row, secret_hash: randomBytes(32) })
    return { procedure: 'clientSecrets.remove', input: { clientSecretId: row.id } }
  },
  'create a static token': aboutIdentity('accessTokens.createStatic'),
  'list access tokens': aboutIdentity('accessTokens.list'),
  'delete an access token': async ({ family, organization }) => {
    const { id: identity_id } = await organization.machine({ organization: 'member' })
    const row = { id: randomUUID(), org_id: organization.orgId, identity_id, token_hash: randomBytes(32), ttl: 60 }
    await insertAccessToken(family.db, { ...row, ...ends() })
    return { procedure: 'accessTokens.remove', input: { accessTokenId: row.id } }
  },
  'say who one is': simply('session.whoAmI'),
  'create an organization': simply('organizations.create', () => ({ name: randomUUID() })),
}

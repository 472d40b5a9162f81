import { randomUUID } from 'node:crypto'
import { insertSync } from '@app-connections/db'
import * as z from 'zod'
import { dataOf } from '../running-server.ts'
import type { ScopeName } from './expected.ts'
import { type MakeCell, projectOf, type World } from './world.ts'

/** What the calls are about: a sync of the project "own", and a plan of it that was applied. */
interface Made {
  readonly setId: string
  readonly app: { readonly id: string; readonly name: string }
  readonly syncId: string
  readonly planId: string
  /** One that nobody carries out, to be approved. */
  readonly open: { readonly planId: string; readonly hash: string }
}

const made = new WeakMap<World, Promise<Made>>()
const withId = z.object({ id: z.uuid() })

function madeIn(world: World): Promise<Made> {
  const known = made.get(world) ?? make(world)
  made.set(world, known)
  return known
}

async function make(world: World): Promise<Made> {
  const { family, organization } = world
  const maker = await organization.machine({ organization: 'no-access', project: 'admin' })
  const act = async (procedure: string, input: object) => dataOf(await family.trpc(procedure, input, maker))
  const [app] = await family.server.sandbox.control.addApps({ count: 1 })
  if (app === undefined) throw new Error('the sandbox made no app')
  const place = { projectId: organization.projectId, environment: 'production', secretPath: '/synced' }
  await act('secrets.create', { ...place, secretName: 'KEY', secretValue: 'x' })
  const input = { ...place, name: 'first', connectionId: world.connections.own.id, destination: 'heroku' }
  const sync = z.object({ id: z.uuid(), folderId: z.uuid() }).parse(
    await act('secretSyncs.create', {
      ...input,
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: app.id, appName: app.name },
    }),
  )
  const { id: planId } = withId.parse(await act('secretSyncs.plan', { syncId: sync.id }))
  await act('secretSyncs.applyPlan', { syncId: sync.id, planId })
  const { id, hash } = withId.extend({ hash: z.string() }).parse(await act('secretSyncs.plan', { syncId: sync.id }))
  return { setId: sync.folderId, app, syncId: sync.id, planId, open: { planId: id, hash } }
}

const family = '/api/v1/secret-syncs/heroku'

/** What REST adds to the address of a sync, and how it is called; absent where it has no such call. */
const atRest: Readonly<Record<string, readonly [method: string, suffix: string]>> = {
  get: ['GET', ''],
  update: ['PATCH', ''],
  remove: ['DELETE', ''],
  plan: ['POST', '/plan'],
  history: ['GET', '/history'],
  approvePlan: ['POST', '/approve'],
  applyPlan: ['POST', '/apply'],
  undo: ['POST', '/undo'],
  drift: ['GET', '/drift'],
  look: ['POST', '/drift'],
  takeIn: ['POST', '/drift/take-in'],
  putBack: ['POST', '/drift/put-back'],
  syncSecrets: ['POST', '/sync-secrets'],
  importSecrets: ['POST', '/import-secrets?importBehavior=prioritize-source'],
  removeSecrets: ['POST', '/remove-secrets'],
}

function restOf(verb: string, syncId: string, body: object) {
  const [method, suffix] = atRest[verb] ?? []
  if (method === undefined) return {}
  const sent = verb === 'update' || verb === 'approvePlan' || verb === 'applyPlan' || verb === 'undo' ? { body } : {}
  return { rest: { method, path: `${family}/${syncId}${suffix}`, ...sent } }
}

/** A call about that sync, or about one that does not exist. */
const about =
  (verb: string, more: object = {}): MakeCell =>
  async (world, _scope, _caller, unknown) => {
    const { syncId: known, planId, open } = await madeIn(world)
    const syncId = unknown ? randomUUID() : known
    const ofPlan = verb === 'getPlan' || verb === 'applyPlan' || verb === 'undo'
    const input = { ...more, ...(ofPlan ? { planId } : {}), ...(verb === 'approvePlan' ? open : {}) }
    return {
      procedure: `secretSyncs.${verb}`,
      input: { syncId, destination: 'heroku', ...input },
      ...restOf(verb, syncId, input),
      echoed: [syncId],
    }
  }

const inProject = (world: World, scope: ScopeName, unknown: boolean) => `${projectOf(world, scope, unknown)}`

export const syncCalls: Record<string, MakeCell> = {
  'list syncs': async (world, scope, _caller, unknown) => {
    const projectId = inProject(world, scope, unknown)
    const rest = { method: 'GET', path: `/api/v1/secret-syncs?projectId=${projectId}` }
    return { procedure: 'secretSyncs.list', input: { projectId }, rest, echoed: [projectId] }
  },
  'read a sync': about('get'),
  'read a sync by name': async (world, scope, _caller, unknown) => {
    await madeIn(world)
    const projectId = inProject(world, scope, unknown)
    const input = { projectId, syncName: 'first', destination: 'heroku' }
    const rest = { method: 'GET', path: `${family}/sync-name/first?projectId=${projectId}` }
    return { procedure: 'secretSyncs.getByName', input, rest, echoed: [projectId] }
  },
  'create a sync': async (world, scope, _caller, unknown) => {
    const { app } = await madeIn(world)
    const projectId = inProject(world, scope, unknown)
    const name = `sync-${randomUUID()}`
    const rows = () => world.family.query('select id from config_syncs where name = $1', [name])
    const body = {
      ...{ projectId, environment: 'production', secretPath: '/synced', name },
      connectionId: world.connections.own.id,
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: app.id, appName: app.name },
    }
    return {
      procedure: 'secretSyncs.create',
      input: { ...body, destination: 'heroku' },
      rest: { method: 'POST', path: family, body },
      echoed: [projectId],
      happened: async () => (await rows()).length === 1,
    }
  },
  'change a sync': async (world, scope, caller, unknown) =>
    about('update', { description: randomUUID() })(world, scope, caller, unknown),
  'delete a sync': async (world, _scope, _caller, unknown) => {
    const { setId, app } = await madeIn(world)
    const id = randomUUID()
    const row = {
      ...{ id, org_id: world.organization.orgId, project_id: world.organization.projectId, set_id: setId },
      ...{ connection_id: world.connections.own.id, app: 'heroku', resource_id: app.id, resource_name: app.name },
      ...{ name: `sync-${id}`, description: null, auto_sync: true },
      options: JSON.stringify({ initialSyncBehavior: 'overwrite-destination' }),
    }
    if (!unknown) await insertSync(world.family.db, row)
    const rows = () => world.family.query('select id from config_syncs where id = $1', [id])
    return {
      procedure: 'secretSyncs.remove',
      input: { syncId: id, destination: 'heroku' },
      ...restOf('remove', id, {}),
      echoed: [id],
      ...(unknown ? {} : { happened: async () => (await rows()).length === 0 }),
    }
  },
  'ask for a destination': async (world, scope, _caller, unknown) => {
    const { app } = await madeIn(world)
    const projectId = inProject(world, scope, unknown)
    const body = { projectId, destinationConfig: { app: app.id, appName: app.name } }
    return {
      procedure: 'secretSyncs.checkDestination',
      input: { ...body, destination: 'heroku' },
      rest: { method: 'POST', path: `${family}/check-destination`, body },
      echoed: [projectId],
    }
  },
  'have keys set': about('syncSecrets'),
  'have values taken in': about('importSecrets', { importBehavior: 'prioritize-source' }),
  'have keys removed': about('removeSecrets'),
  'plan a sync': about('plan'),
  'read the plans': about('history'),
  'read a plan': about('getPlan'),
  'approve a plan': about('approvePlan'),
  'carry out a plan': about('applyPlan'),
  'undo a plan': about('undo'),
  'read what was changed': about('drift'),
  'look what was changed': about('look'),
  'plan to take that in': about('takeIn'),
  'plan to put that back': about('putBack'),
  'list what can be synced': async () => ({
    procedure: 'secretSyncs.options',
    rest: { method: 'GET', path: '/api/v1/secret-syncs/options' },
  }),
}

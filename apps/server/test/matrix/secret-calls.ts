import { randomUUID } from 'node:crypto'
import type { ScopeName } from './expected.ts'
import { type Cell, type MakeCell, projectOf, type World } from './world.ts'

const family = '/api/v4/secrets'

/** The set of a project that the calls are about. */
function placeIn(world: World, scope: ScopeName, unknown: boolean) {
  return { projectId: `${projectOf(world, scope, unknown)}`, environment: 'production', secretPath: '/' }
}

/** A key of that set, which admins of the project have stored; in a project that nobody is in there is none. */
async function newKey(world: World, scope: ScopeName, unknown: boolean): Promise<string> {
  const key = `KEY_${randomUUID().replaceAll('-', '_')}`
  if (scope !== 'own' || unknown) return key
  const input = { ...placeIn(world, scope, false), secretName: key, secretValue: 'x' }
  const maker = await world.organization.machine({ organization: 'no-access', project: 'admin' })
  await world.family.trpc('secrets.create', input, maker)
  return key
}

/** A call about one key. */
const about =
  (verb: 'get' | 'create' | 'update' | 'remove' | 'history', method: string, body?: object): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const place = placeIn(world, scope, unknown)
    const key = verb === 'create' ? `KEY_${randomUUID()}` : await newKey(world, scope, unknown)
    const path = `${family}/${key}`
    const rest =
      verb === 'get'
        ? { method, path: `${path}?${new URLSearchParams(place)}` }
        : { method, path, body: { ...place, ...body } }
    const rows = () => world.family.query('select id from config_secrets where key = $1', [key])
    const cell: Cell = {
      procedure: `secrets.${verb}`,
      input: { ...place, ...body, secretName: key },
      ...(verb === 'history' ? {} : { rest }),
      echoed: [place.projectId, key],
    }
    if (verb === 'create') return { ...cell, happened: async () => (await rows()).length === 1 }
    return cell
  }

/** A call about several keys. */
const ofMany =
  (verb: 'createMany' | 'updateMany' | 'removeMany', method: string, more?: object): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const key = verb === 'createMany' ? `KEY_${randomUUID()}` : await newKey(world, scope, unknown)
    const input = { ...placeIn(world, scope, unknown), secrets: [{ secretKey: key, ...more }] }
    return {
      procedure: `secrets.${verb}`,
      input,
      rest: { method, path: `${family}/batch`, body: input },
      echoed: [input.projectId, key],
    }
  }

export const secretCalls: Record<string, MakeCell> = {
  'list secrets': async (world, scope, _caller, unknown) => {
    const place = placeIn(world, scope, unknown)
    return {
      procedure: 'secrets.list',
      input: place,
      rest: { method: 'GET', path: `${family}?${new URLSearchParams(place)}` },
      echoed: [place.projectId],
    }
  },
  'export secrets': async (world, scope, _caller, unknown) => {
    const place = placeIn(world, scope, unknown)
    return {
      procedure: 'secrets.export',
      input: place,
      rest: { method: 'GET', path: `${family}/export?${new URLSearchParams(place)}` },
      echoed: [place.projectId],
    }
  },
  'import secrets': async (world, scope, _caller, unknown) => {
    const key = `KEY_${randomUUID().replaceAll('-', '_')}`
    const input = { ...placeIn(world, scope, unknown), content: `${key}=x`, dialect: 'dotenv' }
    return {
      procedure: 'secrets.import',
      input,
      rest: { method: 'POST', path: `${family}/import`, body: input },
      echoed: [input.projectId, key],
      happened: async () =>
        (await world.family.query('select id from config_secrets where key = $1', [key])).length === 1,
    }
  },
  'list config sets': async (world, scope, _caller, unknown) => {
    const { projectId } = placeIn(world, scope, unknown)
    return { procedure: 'secrets.sets', input: { projectId }, echoed: [projectId] }
  },
  'list the keys of a set': async (world, scope, _caller, unknown) => {
    const place = placeIn(world, scope, unknown)
    return { procedure: 'secrets.keys', input: place, echoed: [place.projectId] }
  },
  'read a secret': about('get', 'GET'),
  'read a history': about('history', 'GET'),
  'store a secret': about('create', 'POST', { secretValue: 'x' }),
  'change a secret': about('update', 'PATCH', { secretValue: 'y' }),
  'delete a secret': about('remove', 'DELETE'),
  'store secrets': ofMany('createMany', 'POST', { secretValue: 'x' }),
  'change secrets': ofMany('updateMany', 'PATCH', { secretValue: 'y' }),
  'delete secrets': ofMany('removeMany', 'DELETE'),
}

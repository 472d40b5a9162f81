import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { HerokuError, invalidParams } from '../errors.ts'
import { page } from '../range.ts'
import { type Answer, type Call, parseBody, type Route } from '../routes.ts'
import { newApp } from '../seed.ts'
import type { App } from '../state.ts'
import { iso, type World } from '../world.ts'
import { ownAccount } from './account.ts'
import { appFor, findApp, isOn, sees } from './app-access.ts'
import { cedar, region, stack } from './fixtures.ts'

const AppName = z.string().regex(/^[a-z][a-z0-9-]{1,28}[a-z0-9]$/)
const CreateApp = z.object({ name: AppName.optional() })
const FilterApps = z.object({ in: z.object({ id: z.array(z.string()).max(1000) }) })
const UpdateApp = z.object({ name: AppName.optional(), maintenance: z.boolean().optional() })

/** An app as Heroku shows it (schema: app). The variant 3.sdk writes the generation as a string. */
export function appBody(world: World, app: App, variant: string) {
  const team = app.teamId === null ? undefined : world.state.teams.get(app.teamId)
  const owner = world.state.accounts.get(app.ownerId)
  const teamBody = team ? { id: team.id, name: team.name } : null
  return {
    acm: false,
    archived_at: null,
    build_stack: stack,
    buildpack_provided_description: null,
    created_at: iso(app.createdAt),
    generation: variant === '3.sdk' ? cedar.name : cedar,
    git_url: `https://git.heroku.com/${app.name}.git`,
    id: app.id,
    internal_routing: null,
    maintenance: app.maintenance,
    name: app.name,
    organization: teamBody,
    owner: team
      ? { email: `${team.name}@herokumanager.com`, id: team.id }
      : { email: owner?.email ?? '', id: app.ownerId },
    region,
    released_at: iso(app.releases.at(-1)?.createdAt ?? app.createdAt),
    repo_size: null,
    slug_size: null,
    space: null,
    stack,
    team: teamBody,
    updated_at: iso(app.updatedAt),
    web_url: `https://${app.name}-${app.id.slice(0, 12).replace('-', '')}.herokuapp.com/`,
  }
}

function listApps(call: Call, shows: (app: App) => boolean): Answer {
  const { world } = call
  const rows = [...world.state.apps.values()].filter(shows)
  const sortable = { id: (app: App) => app.id, name: (app: App) => app.name }
  const render = (app: App) => appBody(world, app, call.variant)
  return page(rows, call.headers.range, sortable, render, world.state.switches.rangeHeaders)
}

/** Refuses a write by an account without verified billing, under whichever id the switch says. */
function checkVerified(call: Call): void {
  if (call.account.verified) return
  const id = call.world.state.switches.verificationId
  throw new HerokuError(422, id, 'Please verify your account to do this.', { url: 'https://heroku.com/verify' })
}

function freeName(world: World, name: string, own?: App): string {
  const other = findApp(world.state, name)
  if (other !== undefined && other !== own) throw invalidParams(`Name ${name} is already taken`)
  return name
}

export const appRoutes: Route[] = [
  {
    method: 'GET',
    path: '/apps',
    access: 'apps:read',
    handle: (call) => listApps(call, (app) => sees(call.world.state, call.account, app)),
  },
  {
    method: 'GET',
    path: '/users/:user/apps',
    access: 'apps:read',
    handle(call) {
      const account = ownAccount(call, call.params.user ?? '~')
      return listApps(call, (app) => isOn(app, account))
    },
  },
  {
    method: 'POST',
    path: '/filters/apps',
    access: 'apps:read',
    handle(call) {
      const ids = new Set(parseBody(call, FilterApps).in.id)
      return listApps(call, (app) => ids.has(app.id) && sees(call.world.state, call.account, app))
    },
  },
  {
    method: 'GET',
    path: '/apps/:app',
    access: 'apps:read',
    handle(call) {
      const app = appFor(call.world.state, call.account, call.params.app ?? '')
      return { status: 200, body: appBody(call.world, app, call.variant) }
    },
  },
  {
    method: 'POST',
    path: '/apps',
    access: 'apps:write',
    handle(call) {
      const { world } = call
      checkVerified(call)
      const name = freeName(world, parseBody(call, CreateApp).name ?? `quiet-${randomBytes(6).toString('hex')}`)
      const app = newApp(world.now(), { name, owner: call.account })
      world.state.apps.set(app.id, app)
      world.changed()
      return { status: 201, body: appBody(world, app, call.variant) }
    },
  },
  {
    method: 'PATCH',
    path: '/apps/:app',
    access: 'apps:write',
    handle(call) {
      const { world } = call
      const app = appFor(world.state, call.account, call.params.app ?? '')
      const change = parseBody(call, UpdateApp)
      if (change.name !== undefined) app.name = freeName(world, change.name, app)
      if (change.maintenance !== undefined) app.maintenance = change.maintenance
      app.updatedAt = world.now()
      world.changed()
      return { status: 200, body: appBody(world, app, call.variant) }
    },
  },
  {
    method: 'DELETE',
    path: '/apps/:app',
    access: 'apps:write',
    handle(call) {
      const { world } = call
      const app = appFor(world.state, call.account, call.params.app ?? '')
      world.state.apps.delete(app.id)
      for (const row of world.state.couplings.values()) if (row.appId === app.id) world.state.couplings.delete(row.id)
      world.changed()
      return { status: 200, body: appBody(world, app, call.variant) }
    },
  },
  {
    method: 'PUT',
    path: '/apps/:app/pre-authorizations',
    access: 'apps:read',
    handle(call) {
      const { world } = call
      const app = appFor(world.state, call.account, call.params.app ?? '')
      app.preAuthorizedUntil[call.account.id] = world.now() + 30 * 60_000
      world.changed()
      return { status: 200, body: {} }
    },
  },
]

import { page } from '../range.ts'
import type { Call, Route } from '../routes.ts'
import type { App } from '../state.ts'
import { iso } from '../world.ts'
import { appFor } from './app-access.ts'

const plan = { id: '062a1cc7-f79f-404c-9f91-135f70175577', name: 'heroku-postgresql:essential-0' }
const postgres = { id: '6c67493d-8fc2-4cd4-9161-4f1ec11cbe69', name: 'heroku-postgresql' }

const byId = { id: (row: { id: string }) => row.id }

function addOnBodies(app: App) {
  return app.addOns.map((addOn) => ({
    actions: [],
    addon_service: postgres,
    app: { id: app.id, name: app.name },
    billed_price: { cents: 500, contract: false, unit: 'month' },
    billing_entity: { id: app.id, name: app.name, type: 'app' },
    config_vars: addOn.keys,
    created_at: iso(app.createdAt),
    id: addOn.id,
    name: addOn.name,
    plan,
    provider_id: addOn.name,
    provision_message: '',
    state: 'provisioned',
    updated_at: iso(app.createdAt),
    web_url: null,
  }))
}

function dynoBodies(app: App) {
  const release = app.releases.at(-1)
  if (release === undefined || release.slugId === null) return []
  return [
    {
      app: { id: app.id, name: app.name },
      attach_url: null,
      command: 'npm start',
      created_at: iso(release.createdAt),
      id: app.id,
      name: 'web.1',
      release: { id: release.id, version: release.version },
      size: 'Basic',
      state: 'up',
      type: 'web',
      updated_at: iso(release.createdAt),
    },
  ]
}

function collaboratorBodies(call: Call, app: App) {
  const { state } = call.world
  const ids = app.teamId === null ? [app.ownerId, ...app.collaboratorIds] : app.collaboratorIds
  return ids.flatMap((accountId) => {
    const account = state.accounts.get(accountId)
    if (account === undefined) return []
    return [
      {
        app: { id: app.id, name: app.name },
        created_at: iso(app.createdAt),
        id: account.id,
        permissions: [],
        role: accountId === app.ownerId ? 'owner' : 'collaborator',
        updated_at: iso(app.createdAt),
        user: { email: account.email, federated: false, id: account.id },
      },
    ]
  })
}

/** Lists of an app that are only ever read here, as far as the CLI's `apps:info` asks for them. */
function listRoute(name: string, rowsOf: (call: Call, app: App) => { id: string }[]): Route {
  return {
    method: 'GET',
    path: `/apps/:app/${name}`,
    access: 'apps:read',
    handle(call) {
      const { state } = call.world
      const rows = rowsOf(call, appFor(state, call.account, call.params.app ?? ''))
      return page(rows, call.headers.range, byId, (row) => row, state.switches.rangeHeaders)
    },
  }
}

export const appDetailRoutes: Route[] = [
  listRoute('addons', (_call, app) => addOnBodies(app)),
  listRoute('dynos', (_call, app) => dynoBodies(app)),
  listRoute('collaborators', collaboratorBodies),
]

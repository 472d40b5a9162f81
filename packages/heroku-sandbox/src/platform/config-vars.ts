import { forbidden, invalidParams } from '../errors.ts'
import { type Call, jsonBody, type Route } from '../routes.ts'
import type { App } from '../state.ts'
import type { Switches } from '../switches.ts'
import { appFor } from './app-access.ts'
import { addRelease, type ConfigChanges, settle, withChanges } from './releases.ts'

/** Reads `{ KEY: "value" | null }` from a body. Throws 422 for any other shape, key or value. */
export function parseChanges(body: unknown, keyPattern: RegExp): ConfigChanges {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidParams('Send an object of config vars.')
  const changes = new Map<string, string | null>()
  for (const [key, value] of Object.entries(body)) {
    if (!keyPattern.test(key)) throw invalidParams('A config var has a key that is not allowed.')
    if (typeof value !== 'string' && value !== null)
      throw invalidParams(`The value of ${key} must be a string or null.`)
    changes.set(key, value)
  }
  return Object.fromEntries(changes)
}

/** Letters, digits and `_`, not starting with two `_`, and nothing of the platform's own (Config Vars article). */
export const appKey = /^(?!__)(?!HEROKU_)\w+$/

function sizeOf(config: Record<string, string>): number {
  return Object.entries(config).reduce((sum, pair) => sum + Buffer.byteLength(pair[0]) + Buffer.byteLength(pair[1]), 0)
}

/** The config as it is shown: masked values as the switch says, changes of a running release command likewise. */
export function visible(app: App, switches: Switches): Record<string, string | null> {
  const pending = switches.pendingConfigVars === 'new' ? app.releases.flatMap(({ pending }) => pending ?? []) : []
  const config = pending.reduce((merged, { changes }) => withChanges(merged, changes), app.configVars)
  const shown = Object.entries(config).flatMap(([key, value]): [string, string | null][] => {
    if (switches.maskedValues === 'clear' || !app.maskedKeys.includes(key)) return [[key, value]]
    return switches.maskedValues === 'null' ? [[key, null]] : []
  })
  return Object.fromEntries(shown)
}

function describeChanges(changes: ConfigChanges): string {
  const keys = (removed: boolean) =>
    Object.keys(changes)
      .filter((key) => (changes[key] === null) === removed)
      .join(', ')
  const parts = [keys(false) && `Set ${keys(false)}`, keys(true) && `Remove ${keys(true)}`].filter(Boolean)
  return `${parts.join('; ') || 'Update'} config vars`
}

/** The app that a path names, where the caller may manage its config. */
export function configApp(call: Call): App {
  const app = appFor(call.world.state, call.account, call.params.app ?? '')
  if (app.withoutConfigAccess.includes(call.account.id)) {
    throw forbidden('You do not have permission to manage config vars of this app.')
  }
  settle(call.world, app)
  return app
}

/** What is left of the changes once the add-ons had their say: they refuse, or put their own value back. */
function allowedChanges(app: App, changes: ConfigChanges, switches: Switches): ConfigChanges {
  const owned = new Set(app.addOns.flatMap(({ keys }) => keys))
  const touched = Object.keys(changes).filter((key) => owned.has(key) && changes[key] !== app.configVars[key])
  const [first] = touched
  if (first === undefined) return changes
  if (switches.addOnVars === 'refused') throw invalidParams(`${first} belongs to an add-on and cannot be changed here.`)
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !owned.has(key)))
}

export const configVarRoutes: Route[] = [
  {
    method: 'GET',
    path: '/apps/:app/config-vars',
    access: 'config:read',
    handle: (call) => ({ status: 200, body: visible(configApp(call), call.world.state.switches) }),
  },
  {
    method: 'PATCH',
    path: '/apps/:app/config-vars',
    access: 'config:write',
    handle(call) {
      const app = configApp(call)
      const headers = changeConfig(call, app, parseChanges(jsonBody(call), appKey))
      return { status: 200, body: visible(app, call.world.state.switches), headers }
    },
  },
]

/** Changes an app's config as far as its add-ons and the limit allow, by a release. Returns the headers of the answer. */
export function changeConfig(call: Call, app: App, wanted: ConfigChanges): Record<string, string> {
  const { world } = call
  const { switches } = world.state
  const changes = allowedChanges(app, wanted, switches)
  const size = sizeOf(withChanges(app.configVars, changes))
  if (size > switches.configVarsLimitKb * 1024) {
    throw invalidParams(`Config vars may take ${switches.configVarsLimitKb} kB in all.`)
  }
  const changesSomething = Object.entries(changes).some(([key, value]) => (app.configVars[key] ?? null) !== value)
  if (!changesSomething && !switches.noopPatchReleases) return {}
  const release = addRelease(world, app, call.account, describeChanges(changes), changes)
  const pending = release.status === 'pending'
  settle(world, app)
  return pending
    ? { 'warning-message': 'The release command is running: the new config takes effect once it succeeds.' }
    : {}
}

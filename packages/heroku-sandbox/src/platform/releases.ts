import { randomUUID } from 'node:crypto'
import { notFound } from '../errors.ts'
import { page } from '../range.ts'
import type { Route } from '../routes.ts'
import type { Account, App, Release } from '../state.ts'
import { iso, type World } from '../world.ts'
import { appFor } from './app-access.ts'

export type ConfigChanges = Record<string, string | null>

/** A config with changes in it; null takes a key away. */
export function withChanges(config: Record<string, string>, changes: ConfigChanges): Record<string, string> {
  const merged = new Map(Object.entries(config))
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) merged.delete(key)
    else merged.set(key, value)
  }
  return Object.fromEntries(merged)
}

/** Ends every release command whose time has come: its changes take effect, or are lost if it fails. */
export function settle(world: World, app: App): void {
  for (const release of app.releases) {
    const { pending } = release
    if (pending === null || pending.endsAt > world.now()) continue
    release.status = pending.fails ? 'failed' : 'succeeded'
    release.updatedAt = pending.endsAt
    release.pending = null
    if (!pending.fails) app.configVars = withChanges(app.configVars, pending.changes)
    world.changed()
  }
}

/** Makes a release. Without a release phase its changes take effect at once, else when the release command ends. */
export function addRelease(
  world: World,
  app: App,
  account: Account,
  description: string,
  changes: ConfigChanges = {},
): Release {
  const now = world.now()
  const phase = app.releasePhase
  const release: Release = {
    id: randomUUID(),
    version: (app.releases.at(-1)?.version ?? 0) + 1,
    description,
    accountId: account.id,
    createdAt: now,
    updatedAt: now,
    status: phase === null ? 'succeeded' : 'pending',
    slugId: app.releases.at(-1)?.slugId ?? null,
    pending: phase === null ? null : { endsAt: now + phase.seconds * 1000, fails: phase.fails, changes },
  }
  if (phase === null) app.configVars = withChanges(app.configVars, changes)
  app.releases.push(release)
  app.updatedAt = now
  world.changed()
  return release
}

/** A release as Heroku shows it (schema: release). */
function releaseBody(world: World, app: App, release: Release) {
  const current = app.releases.findLast(({ status }) => status === 'succeeded')
  const account = world.state.accounts.get(release.accountId)
  return {
    addon_plan_names: app.addOns.map(({ service }) => `${service}:essential-0`),
    app: { id: app.id, name: app.name },
    artifacts: [],
    created_at: iso(release.createdAt),
    current: release === current,
    description: release.description,
    eligible_for_rollback: release.status === 'succeeded' && release !== current,
    id: release.id,
    output_stream_url: null,
    slug: release.slugId === null ? null : { id: release.slugId },
    status: release.status,
    updated_at: iso(release.updatedAt),
    user: { email: account?.email ?? '', id: release.accountId },
    version: release.version,
  }
}

export const releaseRoutes: Route[] = [
  {
    method: 'GET',
    path: '/apps/:app/releases',
    access: 'apps:read',
    handle(call) {
      const { world } = call
      const app = appFor(world.state, call.account, call.params.app ?? '')
      settle(world, app)
      const sortable = { version: (row: Release) => row.version, id: (row: Release) => row.id }
      const render = (row: Release) => releaseBody(world, app, row)
      return page(app.releases, call.headers.range, sortable, render, world.state.switches.rangeHeaders)
    },
  },
  {
    method: 'GET',
    path: '/apps/:app/releases/:release',
    access: 'apps:read',
    handle(call) {
      const { world, params } = call
      const app = appFor(world.state, call.account, params.app ?? '')
      settle(world, app)
      const found = app.releases.find(({ id, version }) => id === params.release || String(version) === params.release)
      if (found === undefined) throw notFound('release')
      return { status: 200, body: releaseBody(world, app, found) }
    },
  },
]

import { forbidden, notFound } from '../errors.ts'
import { page } from '../range.ts'
import type { Call, Route } from '../routes.ts'
import type { App, Team } from '../state.ts'
import { iso, type World } from '../world.ts'
import { isOn } from './app-access.ts'
import { appBody } from './apps.ts'

function teamBody(call: Call, team: Team) {
  const role = team.members.find(({ accountId }) => accountId === call.account.id)?.role ?? null
  return {
    created_at: iso(team.createdAt),
    credit_card_collections: true,
    default: call.account.defaultTeamId === team.id,
    enterprise_account: null,
    id: team.id,
    identity_provider: null,
    membership_limit: 25,
    name: team.name,
    provisioned_licenses: false,
    role,
    type: 'team',
    updated_at: iso(team.updatedAt),
  }
}

/** The team a path names. Throws 404 where there is none and 403 for a team one is not in. */
export function teamFor(call: Call): Team {
  const identity = call.params.team ?? ''
  for (const team of call.world.state.teams.values()) {
    if (team.id !== identity && team.name !== identity) continue
    if (team.members.some(({ accountId }) => accountId === call.account.id)) return team
    throw forbidden(`You do not have access to the team ${team.name}.`)
  }
  throw notFound('team')
}

/** An app as its team's list shows it (schema: team-app), which knows fewer fields than an app. */
function teamAppBody(world: World, call: Call, app: App, team: Team) {
  const { acm, generation, organization, ...shared } = appBody(world, app, call.variant)
  return { ...shared, joined: isOn(app, call.account), locked: false, team: { name: team.name } }
}

export const teamRoutes: Route[] = [
  {
    method: 'GET',
    path: '/teams',
    access: 'apps:read',
    handle(call) {
      const { state } = call.world
      const rows = [...state.teams.values()].filter(({ members }) =>
        members.some(({ accountId }) => accountId === call.account.id),
      )
      const sortable = { id: (row: Team) => row.id, name: (row: Team) => row.name }
      return page(rows, call.headers.range, sortable, (row) => teamBody(call, row), state.switches.rangeHeaders)
    },
  },
  {
    method: 'GET',
    path: '/teams/:team',
    access: 'apps:read',
    handle: (call) => ({ status: 200, body: teamBody(call, teamFor(call)) }),
  },
  {
    method: 'GET',
    path: '/teams/:team/apps',
    access: 'apps:read',
    handle(call) {
      const { world } = call
      const team = teamFor(call)
      const rows = [...world.state.apps.values()].filter(({ teamId }) => teamId === team.id)
      const sortable = { id: (row: App) => row.id, name: (row: App) => row.name }
      const render = (row: App) => teamAppBody(world, call, row, team)
      return page(rows, call.headers.range, sortable, render, world.state.switches.rangeHeaders)
    },
  },
]

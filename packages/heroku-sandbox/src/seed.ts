import { randomInt, randomUUID } from 'node:crypto'
import { type Account, type App, emptyState, type State, scopes, tokenShapes } from './state.ts'
import type { Switches } from './switches.ts'
import { addAuthorization, issueAccessToken } from './tokens.ts'

export type OAuthClientSeed = { id: string; secret: string; redirectUri: string; name?: string }

/** A new app with one release, as `heroku create` leaves it. */
export function newApp(now: number, input: { name: string; owner: Account; teamId?: string }): App {
  return {
    id: randomUUID(),
    name: input.name,
    ownerId: input.owner.id,
    teamId: input.teamId ?? null,
    collaboratorIds: [],
    maintenance: false,
    createdAt: now,
    updatedAt: now,
    configVars: {},
    maskedKeys: [],
    addOns: [],
    releases: [
      {
        id: randomUUID(),
        version: 1,
        description: 'Initial release',
        accountId: input.owner.id,
        createdAt: now,
        updatedAt: now,
        status: 'succeeded',
        slugId: null,
        pending: null,
      },
    ],
    releasePhase: null,
    withoutConfigAccess: [],
    preAuthorizedUntil: {},
  }
}

function newAccount(now: number, email: string, name: string): Account {
  return {
    id: randomUUID(),
    email,
    name,
    createdAt: now,
    updatedAt: now,
    verified: true,
    suspendedAt: null,
    delinquentAt: null,
    passwordExpired: false,
    twoFactor: false,
    twoFactorCode: String(randomInt(1_000_000)).padStart(6, '0'),
    defaultTeamId: null,
  }
}

/**
 * The world of a first start: two people, a team of both, eight apps, a pipeline, one add-on, one OAuth client, and for
 * the first person a token of every shape and of every scope. Ids, tokens and secrets are random.
 */
export function seedState(now: number, switches: Switches, client?: OAuthClientSeed): State {
  const state = emptyState(switches)
  const ada = newAccount(now, 'ada@example.com', 'Ada Lovelace')
  const grace = newAccount(now, 'grace@example.com', 'Grace Hopper')
  const team = {
    id: randomUUID(),
    name: 'analytical-engines',
    createdAt: now,
    updatedAt: now,
    members: [
      { accountId: ada.id, role: 'admin' as const },
      { accountId: grace.id, role: 'member' as const },
    ],
  }
  ada.defaultTeamId = team.id
  for (const account of [ada, grace]) state.accounts.set(account.id, account)
  state.teams.set(team.id, team)

  const apps = [
    newApp(now, { name: 'difference-engine', owner: ada }),
    newApp(now, { name: 'difference-engine-staging', owner: ada }),
    newApp(now, { name: 'note-g', owner: ada }),
    newApp(now, { name: 'punched-cards', owner: ada }),
    newApp(now, { name: 'engine-room', owner: ada, teamId: team.id }),
    newApp(now, { name: 'engine-room-docs', owner: ada, teamId: team.id }),
    newApp(now, { name: 'flow-matic', owner: grace }),
    newApp(now, { name: 'mark-one', owner: grace }),
  ]
  for (const app of apps) state.apps.set(app.id, app)
  const [production, staging, shared] = apps
  if (production && staging && shared) {
    shared.collaboratorIds.push(grace.id)
    const databaseUrl = `postgres://sandbox:${randomUUID()}@db.example.com:5432/engine`
    production.configVars = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'info' }
    const [initial] = production.releases
    if (initial) initial.slugId = randomUUID()
    production.addOns.push({
      id: randomUUID(),
      name: 'postgresql-rigid-12345',
      service: 'heroku-postgresql',
      keys: ['DATABASE_URL'],
    })
    const pipeline = {
      id: randomUUID(),
      name: 'difference',
      ownerId: ada.id,
      createdAt: now,
      updatedAt: now,
      stageVars: {},
    }
    state.pipelines.set(pipeline.id, pipeline)
    for (const [app, stage] of [
      [production, 'production'],
      [staging, 'staging'],
    ] as const) {
      const id = randomUUID()
      state.couplings.set(id, { id, appId: app.id, pipelineId: pipeline.id, stage, createdAt: now, updatedAt: now })
    }
  }

  for (const shape of tokenShapes) {
    const isApiKey = shape === 'uuid'
    const description = isApiKey ? 'API key of the dashboard' : `Sandbox: global, ${shape}`
    const authorization = addAuthorization(state, now, { account: ada, scope: ['global'], description, isApiKey })
    issueAccessToken(state, now, authorization, { lifetimeSeconds: null, shape })
  }
  for (const scope of scopes.filter((each) => each !== 'global')) {
    const authorization = addAuthorization(state, now, {
      account: ada,
      scope: [scope],
      description: `Sandbox: ${scope}`,
    })
    issueAccessToken(state, now, authorization, { lifetimeSeconds: null })
  }
  const own = addAuthorization(state, now, { account: grace, scope: ['global'], description: 'Sandbox: global, long' })
  issueAccessToken(state, now, own, { lifetimeSeconds: null })

  addClient(state, now, client ?? { id: randomUUID(), secret: randomUUID(), redirectUri: 'http://localhost:3000/' })
  return state
}

/** Registers an OAuth client, or brings the one of that id up to date, under the first account. */
export function addClient(state: State, now: number, seed: OAuthClientSeed): void {
  const known = state.clients.get(seed.id)
  const [owner] = state.accounts.values()
  if (owner === undefined) return
  state.clients.set(seed.id, {
    id: seed.id,
    accountId: known?.accountId ?? owner.id,
    name: seed.name ?? known?.name ?? 'App Connections',
    redirectUri: seed.redirectUri,
    secret: seed.secret,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  })
}

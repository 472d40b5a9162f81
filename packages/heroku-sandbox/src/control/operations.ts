import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { notFound } from '../errors.ts'
import { Fault } from '../faults.ts'
import { findApp } from '../platform/app-access.ts'
import { addClient, newApp, seedState } from '../seed.ts'
import { type Account, type App, type Client, Scope, TokenShape } from '../state.ts'
import { Switches } from '../switches.ts'
import { addAuthorization, issueAccessToken, removeAuthorization } from '../tokens.ts'
import { iso, type World } from '../world.ts'
import type { AccountView, SandboxControl } from './types.ts'

/** What arrives over the wire; in-process callers are checked by the same schemas. */
export const inputs = {
  mintToken: z.strictObject({
    account: z.string().optional(),
    shape: TokenShape.optional(),
    scope: z.array(Scope).min(1).optional(),
    expiresIn: z.number().positive().nullable().optional(),
  }),
  setAccountStatus: z.strictObject({
    suspended: z.boolean().optional(),
    delinquent: z.boolean().optional(),
    passwordExpired: z.boolean().optional(),
    twoFactor: z.boolean().optional(),
    verified: z.boolean().optional(),
    rateLimitRemaining: z.number().int().min(0).max(4500).optional(),
  }),
  addApps: z.strictObject({
    account: z.string().optional(),
    count: z.number().int().min(1).max(20_000),
    team: z.string().optional(),
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,18}$/)
      .optional(),
  }),
  setApp: z.strictObject({
    configVars: z.record(z.string(), z.string()).optional(),
    addOnKeys: z.array(z.string()).optional(),
    maskedKeys: z.array(z.string()).optional(),
    releasePhase: z
      .strictObject({ seconds: z.number().min(0), fails: z.boolean().optional() })
      .nullable()
      .optional(),
    withoutConfigAccess: z.array(z.string()).optional(),
    collaborators: z.array(z.string()).optional(),
  }),
  setFault: Fault,
  setSwitches: Switches.partial(),
  moveClock: z.strictObject({ seconds: z.number() }),
  setOAuthClient: z.strictObject({
    id: z.string().min(1).optional(),
    secret: z.string().min(1).optional(),
    redirectUri: z.url(),
  }),
}

function accountBy(world: World, email: string | undefined): Account {
  for (const account of world.state.accounts.values())
    if (email === undefined || account.email === email) return account
  throw notFound('account')
}

function accountView(world: World, account: Account): AccountView {
  return {
    id: account.id,
    email: account.email,
    suspended: account.suspendedAt !== null,
    delinquent: account.delinquentAt !== null,
    passwordExpired: account.passwordExpired,
    twoFactor: account.twoFactor,
    verified: account.verified,
    twoFactorCode: account.twoFactorCode,
    rateLimitRemaining: world.rateLimits.remaining(account.id),
  }
}

function applySettings(world: World, app: App, input: z.output<typeof inputs.setApp>): void {
  if (input.configVars) app.configVars = { ...input.configVars }
  if (input.addOnKeys) {
    const name = `postgresql-round-${app.id.slice(0, 5)}`
    app.addOns = [{ id: randomUUID(), name, service: 'heroku-postgresql', keys: input.addOnKeys }]
  }
  if (input.maskedKeys) app.maskedKeys = input.maskedKeys
  if (input.releasePhase !== undefined)
    app.releasePhase = input.releasePhase && {
      seconds: input.releasePhase.seconds,
      fails: input.releasePhase.fails ?? false,
    }
  if (input.withoutConfigAccess)
    app.withoutConfigAccess = input.withoutConfigAccess.map((email) => accountBy(world, email).id)
  if (input.collaborators) app.collaboratorIds = input.collaborators.map((email) => accountBy(world, email).id)
}

function firstClient(world: World): Client {
  const [client] = world.state.clients.values()
  if (client === undefined) throw notFound('client')
  return client
}

/** The control operations on a world that lives in this process. Every change is saved before it resolves. */
export function createControl(world: World, save: () => Promise<void>): SandboxControl {
  const { state } = world
  const saved = async <T>(result: T): Promise<T> => {
    world.changed()
    await save()
    return result
  }
  return {
    async mintToken(raw = {}) {
      const input = inputs.mintToken.parse(raw)
      const account = accountBy(world, input.account)
      const scope = input.scope ?? (['global'] as const)
      const authorization = addAuthorization(state, world.now(), { account, scope: [...scope], description: 'Minted' })
      const { token } = issueAccessToken(state, world.now(), authorization, {
        lifetimeSeconds: input.expiresIn ?? null,
        shape: input.shape ?? 'long',
      })
      return saved({ id: authorization.id, token, account: account.email })
    },
    async revokeToken(idOrToken) {
      const id = state.accessTokens.get(idOrToken)?.authorizationId ?? idOrToken
      if (!state.authorizations.has(id)) throw notFound('authorization')
      removeAuthorization(state, id)
      await saved(undefined)
    },
    async readyTokens() {
      return [...state.accessTokens.values()].flatMap(({ token, shape, expiresAt, authorizationId }) => {
        const authorization = state.authorizations.get(authorizationId)
        const account = authorization && state.accounts.get(authorization.accountId)
        if (expiresAt !== null || !authorization || !account || authorization.clientId !== null) return []
        const { id, scope, description } = authorization
        return [{ id, token, account: account.email, scope: [...scope], shape, description }]
      })
    },
    async setAccountStatus(email, raw) {
      const status = inputs.setAccountStatus.parse(raw)
      const account = accountBy(world, email)
      const now = world.now()
      if (status.suspended !== undefined) account.suspendedAt = status.suspended ? now : null
      if (status.delinquent !== undefined) account.delinquentAt = status.delinquent ? now : null
      if (status.passwordExpired !== undefined) account.passwordExpired = status.passwordExpired
      if (status.twoFactor !== undefined) account.twoFactor = status.twoFactor
      if (status.verified !== undefined) account.verified = status.verified
      if (status.rateLimitRemaining !== undefined) world.rateLimits.set(account.id, status.rateLimitRemaining)
      account.updatedAt = now
      return saved(accountView(world, account))
    },
    accounts: async () => [...state.accounts.values()].map((account) => accountView(world, account)),
    async addApps(raw) {
      const input = inputs.addApps.parse(raw)
      const owner = accountBy(world, input.account)
      const team =
        input.team === undefined ? undefined : [...state.teams.values()].find(({ name }) => name === input.team)
      if (input.team !== undefined && team === undefined) throw notFound('team')
      const made = Array.from({ length: input.count }, (_, index) => {
        const name = `${input.prefix ?? 'app'}-${String(state.apps.size + index + 1).padStart(5, '0')}`
        const free = findApp(state, name) === undefined ? name : `a${randomUUID().replaceAll('-', '').slice(0, 28)}`
        return newApp(world.now(), { name: free, owner, ...(team ? { teamId: team.id } : {}) })
      })
      for (const app of made) state.apps.set(app.id, app)
      return saved(made.map(({ id, name }) => ({ id, name })))
    },
    async setApp(idOrName, raw) {
      const app = findApp(state, idOrName)
      if (app === undefined) throw notFound('app')
      applySettings(world, app, inputs.setApp.parse(raw))
      return saved({ id: app.id, name: app.name })
    },
    setFault: async (fault) => ({ id: world.faults.add(inputs.setFault.parse(fault)) }),
    clearFaults: async () => world.faults.clear(),
    requests: async () => world.log.read(),
    clearRequests: async () => world.log.clear(),
    switches: async () => ({ ...state.switches }),
    async setSwitches(raw) {
      const change = Object.entries(inputs.setSwitches.parse(raw)).filter(([, value]) => value !== undefined)
      state.switches = Switches.parse({ ...state.switches, ...Object.fromEntries(change) })
      return saved({ ...state.switches })
    },
    async moveClock(seconds) {
      state.clockOffsetMs += inputs.moveClock.parse({ seconds }).seconds * 1000
      return saved({ now: iso(world.now()) })
    },
    async oauthClient() {
      const { id, secret, redirectUri } = firstClient(world)
      return { id, secret, redirectUri }
    },
    async setOAuthClient(raw) {
      const input = inputs.setOAuthClient.parse(raw)
      const first = firstClient(world)
      const id = input.id ?? first.id
      const seed = {
        id,
        secret: input.secret ?? state.clients.get(id)?.secret ?? randomUUID(),
        redirectUri: input.redirectUri,
      }
      addClient(state, world.now(), seed)
      return saved(seed)
    },
    async reset() {
      const { id, secret, redirectUri } = firstClient(world)
      world.faults.clear()
      world.log.clear()
      world.rateLimits.clear()
      world.keptAnswers.clear()
      state.clockOffsetMs = 0
      Object.assign(state, seedState(world.now(), world.initialSwitches, { id, secret, redirectUri }))
      await saved(undefined)
    },
  }
}

import fc from 'fast-check'
import { expect } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { type CallOptions, send } from './harness.ts'
import {
  advance,
  appNamed,
  createApp,
  deleteApp,
  exchangeCode,
  exchangeRefresh,
  type Model,
  type ModelAuthorization,
  patchVars,
  renameApp,
  spend,
  useToken,
} from './model.ts'

const names = ['alpha', 'beta-app', 'gamma', 'delta-4', 'difference-engine', 'note-g']
const name = fc.constantFrom(...names)
const scope = fc.uniqueArray(
  fc.constantFrom('global', 'identity', 'read', 'write', 'read-protected', 'write-protected'),
  {
    minLength: 1,
    maxLength: 2,
  },
)
const vars = fc.dictionary(fc.constantFrom('A', 'B', 'C_1', 'D'), fc.option(fc.string({ maxLength: 8 })), {
  noNullPrototype: true,
})
const pick = fc.nat(1000)

/** One thing that a client, or time, may do next. */
export const step = fc.oneof(
  fc.record({ do: fc.constant('createApp' as const), name }),
  fc.record({ do: fc.constant('renameApp' as const), name, to: name }),
  fc.record({ do: fc.constant('deleteApp' as const), name }),
  fc.record({ do: fc.constant('maintenance' as const), name, on: fc.boolean() }),
  fc.record({ do: fc.constant('patchVars' as const), name, vars }),
  fc.record({ do: fc.constant('readVars' as const), name }),
  fc.record({
    do: fc.constant('readReleases' as const),
    name,
    max: fc.integer({ min: 1, max: 5 }),
    down: fc.boolean(),
  }),
  fc.record({ do: fc.constant('listApps' as const), max: fc.integer({ min: 1, max: 9 }), down: fc.boolean() }),
  fc.record({ do: fc.constant('authorize' as const), scope, expires: fc.constantFrom(null, 60, 3600) }),
  fc.record({ do: fc.constant('revoke' as const), pick }),
  fc.record({ do: fc.constant('regenerate' as const), pick }),
  fc.record({
    do: fc.constant('useToken' as const),
    pick,
    which: pick,
    path: fc.constantFrom('/account', '/apps', '/oauth/authorizations', '/account/rate-limits'),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('grant' as const), scope }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('exchangeCode' as const), pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('exchangeRefresh' as const), pick }) },
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 59, 60, 301, 3600, 28_799) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

export type Setup = {
  sandbox: Sandbox
  token: string
  clientId: string
  secret: string
  model: Model
  sent: { requests: number }
}

/** A request by the main token; what is left of the rate limit must agree to the unit. */
export async function counted(
  { sandbox, token, model, sent }: Setup,
  method: string,
  path: string,
  options: CallOptions = {},
) {
  sent.requests += 1
  const reply = await send(sandbox.url, method, path, { token, ...options })
  expect(reply.headers.get('ratelimit-remaining')).toBe(String(spend(model)))
  return reply
}

const range = (property: string, down: boolean, max: number) => ({
  range: `${property} ..; order=${down ? 'desc' : 'asc'},max=${max}`,
})
const at = <T>(rows: T[], index: number): T | undefined => rows[index % Math.max(1, rows.length)]

export async function appStep(setup: Setup, each: Step): Promise<boolean> {
  const { model } = setup
  switch (each.do) {
    case 'createApp': {
      const reply = await counted(setup, 'POST', '/apps', { body: { name: each.name } })
      expect(reply.status).toBe(createApp(model, each.name))
      if (reply.status === 201)
        model.apps.set(reply.body.id, { name: each.name, vars: {}, versions: 1, maintenance: false })
      return true
    }
    case 'renameApp': {
      const reply = await counted(setup, 'PATCH', `/apps/${each.name}`, { body: { name: each.to } })
      expect(reply.status).toBe(renameApp(model, each.name, each.to))
      return true
    }
    case 'deleteApp': {
      expect((await counted(setup, 'DELETE', `/apps/${each.name}`)).status).toBe(deleteApp(model, each.name))
      return true
    }
    case 'maintenance': {
      const app = appNamed(model, each.name)?.[1]
      const reply = await counted(setup, 'PATCH', `/apps/${each.name}`, { body: { maintenance: each.on } })
      expect(reply.status).toBe(app ? 200 : 404)
      if (app) app.maintenance = each.on
      return true
    }
    case 'patchVars': {
      const reply = await counted(setup, 'PATCH', `/apps/${each.name}/config-vars`, { body: each.vars })
      expect(reply.status).toBe(patchVars(model, each.name, each.vars))
      if (reply.status === 200) expect(reply.body).toEqual(appNamed(model, each.name)?.[1].vars)
      return true
    }
    case 'readVars': {
      const app = appNamed(model, each.name)?.[1]
      const reply = await counted(setup, 'GET', `/apps/${each.name}/config-vars`)
      expect([reply.status, reply.status === 200 ? reply.body : undefined]).toEqual([app ? 200 : 404, app?.vars])
      return true
    }
    case 'readReleases': {
      const app = appNamed(model, each.name)?.[1]
      const reply = await counted(setup, 'GET', `/apps/${each.name}/releases`, {
        headers: range('version', each.down, each.max),
      })
      if (!app) expect(reply.status).toBe(404)
      else {
        const all = Array.from({ length: app.versions }, (_, n) => n + 1)
        const shown = (each.down ? all.reverse() : all).slice(0, each.max)
        expect(reply.body.map((release: { version: number }) => release.version)).toEqual(shown)
        expect(reply.status).toBe(app.versions > each.max ? 206 : 200)
      }
      return true
    }
    case 'listApps': {
      const reply = await counted(setup, 'GET', '/apps', { headers: range('name', each.down, each.max) })
      const all = [...model.apps.values()].map((app) => app.name).sort()
      const shown = (each.down ? all.reverse() : all).slice(0, each.max)
      expect(reply.body.map((app: { name: string }) => app.name)).toEqual(shown)
      return true
    }
    default:
      return false
  }
}

export async function directStep(setup: Setup, each: Step): Promise<boolean> {
  const { sandbox, model, sent } = setup
  const known = [...model.authorizations.values()]
  switch (each.do) {
    case 'authorize': {
      const body = { scope: each.scope, expires_in: each.expires }
      const reply = await counted(setup, 'POST', '/oauth/authorizations', { body })
      const expiresAt = each.expires === null ? null : model.now + each.expires
      const tokens = [{ value: reply.body.access_token.token, expiresAt }]
      const { id } = reply.body
      model.authorizations.set(id, { id, scope: each.scope, tokens, lifetime: each.expires, direct: true })
      return true
    }
    case 'revoke': {
      const target = at(known, each.pick)
      const reply = await counted(setup, 'DELETE', `/oauth/authorizations/${target?.id ?? 'none'}`)
      expect(reply.status).toBe(target ? 200 : 404)
      model.authorizations.delete(target?.id ?? '')
      return true
    }
    case 'regenerate': {
      const target = at(known, each.pick)
      const path = `/oauth/authorizations/${target?.id ?? 'none'}/actions/regenerate-tokens`
      const reply = await counted(setup, 'POST', path)
      expect(reply.status).toBe(target === undefined ? 404 : target.direct ? 200 : 403)
      if (target?.direct) {
        const expiresAt = target.lifetime === null ? null : model.now + target.lifetime
        target.tokens = [{ value: reply.body.access_token.token, expiresAt }]
      }
      return true
    }
    case 'useToken': {
      const target = at(known, each.pick)
      const token = target && at(target.tokens, each.which)
      sent.requests += 1
      const reply = await send(sandbox.url, 'GET', each.path, { token: token?.value ?? 'none' })
      expect(reply.status).toBe(target && token ? useToken(model, target, token, each.path) : 401)
      return true
    }
    default:
      return false
  }
}

export async function flowStep(setup: Setup, each: Step): Promise<void> {
  const { sandbox, model, secret, sent } = setup
  const exchange = (form: Record<string, string>) => {
    sent.requests += 1
    return send(sandbox.url, 'POST', '/oauth/token', { form: { client_secret: secret, ...form } })
  }
  const issue = (authorization: ModelAuthorization, body: { access_token: string; refresh_token: string }) => {
    authorization.tokens.push({ value: body.access_token, expiresAt: model.now + 28_799 })
    if (!model.refreshes.some(({ value }) => value === body.refresh_token)) {
      model.refreshes.push({ value: body.refresh_token, authorization, replaced: false })
    }
  }
  if (each.do === 'grant') {
    const body = { scope: each.scope, client: setup.clientId }
    const reply = await counted(setup, 'POST', '/oauth/authorizations', { body })
    const authorization = { id: reply.body.id, scope: each.scope, tokens: [], lifetime: null, direct: false }
    model.authorizations.set(authorization.id, authorization)
    model.grants.push({ code: reply.body.grant.code, authorization, expiresAt: model.now + 300, used: false })
  } else if (each.do === 'exchangeCode') {
    const grant = at(model.grants, each.pick)
    const reply = await exchange({ code: grant?.code ?? 'none' })
    expect(reply.status).toBe(grant ? exchangeCode(model, grant) : 401)
    if (grant && reply.status === 200) issue(grant.authorization, reply.body)
  } else if (each.do === 'exchangeRefresh') {
    const refresh = at(model.refreshes, each.pick)
    const reply = await exchange({ grant_type: 'refresh_token', refresh_token: refresh?.value ?? 'none' })
    expect(reply.status).toBe(refresh ? exchangeRefresh(model, refresh) : 401)
    if (refresh && reply.status === 200) {
      expect(reply.body.refresh_token !== refresh.value).toBe(model.rotates)
      issue(refresh.authorization, reply.body)
    }
  } else if (each.do === 'wait') {
    await sandbox.control.moveClock(each.seconds)
    advance(model, each.seconds)
  }
}

/**
 * What Heroku is expected to do, written a second time and far more simply than the sandbox: plain objects, no HTTP.
 * The model test runs both side by side.
 */
type ModelApp = { name: string; vars: Record<string, string>; versions: number; maintenance: boolean }
type ModelToken = { value: string; expiresAt: number | null }
export type ModelAuthorization = {
  id: string
  scope: string[]
  tokens: ModelToken[]
  lifetime: number | null
  direct: boolean
}
type ModelGrant = { code: string; authorization: ModelAuthorization; expiresAt: number; used: boolean }
type ModelRefresh = { value: string; authorization: ModelAuthorization; replaced: boolean }

export type Model = {
  now: number
  rotates: boolean
  reuse: 'accepted' | 'refused' | 'revokes'
  noopReleases: boolean
  level: number
  apps: Map<string, ModelApp>
  authorizations: Map<string, ModelAuthorization>
  grants: ModelGrant[]
  refreshes: ModelRefresh[]
}

export function newModel(level: number, rotates: boolean, reuse: Model['reuse'], noopReleases: boolean): Model {
  return {
    now: 0,
    rotates,
    reuse,
    noopReleases,
    level,
    apps: new Map(),
    authorizations: new Map(),
    grants: [],
    refreshes: [],
  }
}

/** Every counted request costs one; 4500 an hour come back. */
export function spend(model: Model): number {
  model.level -= 1
  return Math.floor(model.level)
}

export function advance(model: Model, seconds: number): void {
  model.now += seconds
  model.level = Math.min(4500, model.level + seconds * 1.25)
}

export const appNamed = (model: Model, name: string): [string, ModelApp] | undefined =>
  [...model.apps].find(([, app]) => app.name === name)

export function createApp(model: Model, name: string): number {
  return appNamed(model, name) ? 422 : 201
}

export function renameApp(model: Model, from: string, to: string): number {
  const found = appNamed(model, from)
  if (!found) return 404
  const taken = appNamed(model, to)
  if (taken && taken[0] !== found[0]) return 422
  found[1].name = to
  return 200
}

export function deleteApp(model: Model, name: string): number {
  const found = appNamed(model, name)
  if (!found) return 404
  model.apps.delete(found[0])
  return 200
}

export function patchVars(model: Model, name: string, changes: Record<string, string | null>): number {
  const app = appNamed(model, name)?.[1]
  if (!app) return 404
  const next = { ...app.vars }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete next[key]
    else next[key] = value
  }
  const same = JSON.stringify(Object.entries(next).sort()) === JSON.stringify(Object.entries(app.vars).sort())
  if (!same || model.noopReleases) app.versions += 1
  app.vars = next
  return 200
}

const readers = ['read', 'write', 'read-protected', 'write-protected']
const allowed: Record<string, string[]> = {
  '/account': ['identity'],
  '/apps': readers,
  '/oauth/authorizations': [],
  '/account/rate-limits': [...readers, 'identity'],
}

/** What a token gets for a path: 401 once it ended, 403 where its scope is too narrow. */
export function useToken(model: Model, authorization: ModelAuthorization, token: ModelToken, path: string): number {
  const alive = model.authorizations.has(authorization.id) && authorization.tokens.includes(token)
  if (!alive || (token.expiresAt !== null && token.expiresAt <= model.now)) return 401
  if (path !== '/account/rate-limits') spend(model)
  const { scope } = authorization
  return scope.includes('global') || scope.some((each) => allowed[path]?.includes(each)) ? 200 : 403
}

export function exchangeCode(model: Model, grant: ModelGrant): number {
  if (!model.authorizations.has(grant.authorization.id)) return 401
  if (grant.used || grant.expiresAt <= model.now) return 401
  grant.used = true
  return 200
}

export function exchangeRefresh(model: Model, refresh: ModelRefresh): number {
  if (!model.authorizations.has(refresh.authorization.id)) return 401
  if (refresh.replaced && model.reuse !== 'accepted') {
    if (model.reuse === 'revokes') model.authorizations.delete(refresh.authorization.id)
    return 401
  }
  if (model.rotates) {
    for (const each of model.refreshes) if (each.authorization === refresh.authorization) each.replaced = true
  }
  return 200
}

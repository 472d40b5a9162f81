import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { grantableSchema, grantProofSchema, proofDifferenceSchema, proxyRightsSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { grantPlace } from '../../test/grants.ts'
import { eventsOf } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Caller } from '../index.ts'

describe.each(engines)('proofs on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function place() {
    const all = await grantPlace(test())
    const ref = { app: 'heroku', connectionId: all.connectionId }
    const ask = (caller: Caller, verb: 'ofGrant' | 'difference' | 'rights' | 'grantable', input: object = {}) =>
      call(test().services, caller, `proofs.${verb}`, { ...ref, ...input })
    return {
      ...all,
      ask,
      proof: async (caller: Caller, grantId: string) =>
        grantProofSchema.parse(await ask(caller, 'ofGrant', { grantId })),
      rights: async (caller: Caller) => proxyRightsSchema.parse(await ask(caller, 'rights')),
      difference: async (caller: Caller, input: object) =>
        proofDifferenceSchema.parse(await ask(caller, 'difference', input)),
    }
  }

  it('of a grant are for whoever may read it, and deny everything once it has ended', async () => {
    const { admin, holder, organization, make, act, ask, proof } = await place()
    const grant = await make(admin, { actions: ['config-vars:read'], keys: ['A'] })
    const { live, routes } = await proof(holder, grant.id)
    expect(live).toBe(true)
    expect(routes.find(({ route }) => route === 'GET /apps/{app}/config-vars')).toMatchObject({
      verdict: 'partly',
      scopes: [{ grantId: grant.id, apps: null, keys: ['A'] }],
    })
    expect(routes.find(({ route }) => route === 'DELETE /apps/{app}')).toMatchObject({ reason: 'noAction' })
    const stranger = await organization.person({ organization: 'member' })
    expect(await refusal(ask(stranger, 'ofGrant', { grantId: grant.id }))).toMatchObject({ statusCode: 404 })
    await act(admin, 'end', { grantId: grant.id })
    const after = await proof(admin, grant.id)
    expect([after.live, new Set(after.routes.map(({ reason }) => reason))]).toEqual([false, new Set(['notLive'])])
  })

  it('of a caller add up their live grants, and say what is left of them', async () => {
    const { admin, holder, make, act, rights } = await place()
    expect(await rights(holder)).toEqual({ grants: [], routes: [] })
    const first = await make(admin, { actions: ['config-vars:read'], keys: ['A'], usesLeft: 3, changesPerDay: 2 })
    const second = await make(admin, { actions: ['config-vars:read'], keys: ['B_*'] })
    const found = await rights(holder)
    expect(found.grants.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(found.grants[0]).toMatchObject({ usesLeft: 3, changesLeft: 2, expiresAt: null })
    const values = found.routes.find(({ route }) => route === 'GET /apps/{app}/config-vars')
    expect(values?.scopes.map(({ keys }) => keys)).toEqual([['A'], ['B_*']])
    expect(found.routes.map(({ verdict }) => verdict)).not.toContain('denied')
    await act(admin, 'end', { grantId: second.id })
    expect((await rights(holder)).grants.map(({ id }) => id)).toEqual([first.id])
    expect((await rights(admin)).grants).toEqual([])
  })

  it('of a change say what opens and closes, with requests, and which children end; and nothing is changed', async () => {
    const { admin, holder, organization, make, act, ask, atPlatform, difference } = await place()
    const [shop, blog] = [`app-${randomUUID().slice(0, 8)}`, `app-${randomUUID().slice(0, 8)}`]
    for (const name of [shop, blog]) await atPlatform('POST', '/apps', { name })
    const grant = await make(admin, { actions: ['config-vars:read', 'apps:read'], apps: [shop], keys: ['A'] })
    const child = await make(holder, { parentId: grant.id, actions: ['apps:read'] })
    const before = await eventsOf(test().services, organization.id)
    const change = { grantId: grant.id, actions: ['config-vars:read'], apps: [shop, blog], keys: ['A', 'B_*'] }
    const { opens, closes, endingChildren } = await difference(admin, change)
    const example = (list: typeof opens, name: string) => list.find(({ route }) => route === name)?.example
    const configVars = 'GET /apps/{app}/config-vars'
    expect(example(opens, configVars)).toEqual({ method: 'GET', path: `/apps/${blog}/config-vars`, key: 'A' })
    expect(example(closes, 'GET /apps/{app}')).toEqual({ method: 'GET', path: `/apps/${shop}` })
    expect(example(closes, configVars)).toBeUndefined()
    expect(endingChildren).toEqual([{ id: child.id, subject: { name: holder.name } }])
    const narrower = await difference(admin, { grantId: grant.id, keys: ['A', 'B_*'] })
    expect(narrower.opens.map(({ example: { path, key } }) => [path, key])).toContainEqual([
      `/apps/${shop}/config-vars`,
      'B_EXAMPLE',
    ])
    const used = await difference(admin, { grantId: grant.id, usesLeft: 1 })
    expect(used).toEqual({ opens: [], closes: [], endingChildren: [] })
    expect(await act(admin, 'get', { grantId: grant.id })).toMatchObject({ actions: grant.actions, keys: ['A'] })
    expect(await refusal(ask(holder, 'difference', change))).toMatchObject({ statusCode: 403 })
    expect(await refusal(ask(admin, 'difference', { grantId: grant.id, actions: ['apps:paint'] }))).toMatchObject({
      statusCode: 422,
    })
    // The names of apps were looked up with the credential, which is all that happened.
    const actions = (await eventsOf(test().services, organization.id)).slice(before.length).map(({ action }) => action)
    expect(new Set(actions)).toEqual(new Set(['appConnections.apps', 'proofs.difference']))
  })

  it('name what can be granted, and nothing where a platform has no broker', async () => {
    const { admin, ask } = await place()
    const { actions, leaseScopes } = grantableSchema.parse(await ask(admin, 'grantable'))
    expect(leaseScopes).toContain('write-protected')
    expect(actions?.at(-1)).toMatchObject({ action: 'leases:create', secret: true, ofApps: false })
    expect(actions?.find(({ action }) => action === 'config-vars:write')).toEqual({
      action: 'config-vars:write',
      changes: true,
      ofValues: true,
      secret: false,
      ofApps: true,
    })
    expect(actions?.find(({ action }) => action === 'apps:create')).toMatchObject({ ofApps: false })
    expect(await ask(admin, 'grantable', { app: 'render' })).toEqual({ actions: null, leaseScopes: [] })
  })
})

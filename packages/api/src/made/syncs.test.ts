import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { endsSchema, identitySchema, planSchema, syncSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'
import { type Caller, callerOfAccessToken, type Person, type ProcedurePath, runDueSyncs } from '../index.ts'

describe.each(engines)('rights that are taken away from whoever had a sync run by itself, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let root: Person
  let connections: { organization: string; project: string }
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    root = await organization.person({ organization: 'admin', project: 'admin' })
    connections = { organization: await connect(null), project: await connect(organization.projectId) }
  })
  const act = (path: ProcedurePath, input: object, caller: Caller = root) => call(test().services, caller, path, input)

  async function connect(projectId: string | null): Promise<string> {
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials: { authToken: token } }
    const made = await act('appConnections.create', projectId === null ? input : { ...input, projectId })
    return z.object({ id: z.uuid() }).parse(made).id
  }

  /** A sync that runs by itself, made by a caller, of a set with one key. */
  async function syncBy(maker: Caller, scope: 'organization' | 'project' = 'organization') {
    const [app] = await test().sandbox.control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const place = { projectId: organization.projectId, environment: 'production', secretPath: `/${randomUUID()}` }
    await act('secrets.create', { ...place, secretName: 'A', secretValue: '1' })
    const input = {
      ...{ ...place, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId: connections[scope] },
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: app.id, appName: app.name },
    }
    const { id, name } = syncSchema.parse(await act('secretSyncs.create', input, maker))
    const ref = { syncId: id, destination: 'heroku' }
    return {
      ...{ id, name, ref },
      write: () => act('secrets.update', { ...place, secretName: 'A', secretValue: randomUUID() }),
      now: async () => syncSchema.parse(await act('secretSyncs.get', ref)),
      applied: async () =>
        z.object({ plans: z.array(planSchema) }).parse(await act('secretSyncs.history', ref)).plans.length,
    }
  }
  const run = () =>
    runDueSyncs(test().services, {
      signal: new AbortController().signal,
      onError: (error) => {
        throw error
      },
    })

  const set = (scope: 'organization' | 'project', role: string) => (personId: string, dryRun: boolean) =>
    act('members.set', { ...placeOf(scope), member: { personId }, role, dryRun })
  const remove = (scope: 'organization' | 'project') => (personId: string, dryRun: boolean) =>
    act('members.remove', { ...placeOf(scope), member: { personId }, dryRun })
  const placeOf = (scope: 'organization' | 'project') =>
    scope === 'organization' ? { scope } : { scope, projectId: organization.projectId }

  const takings: [string, 'organization' | 'project', (id: string, dryRun: boolean) => Promise<unknown>, boolean][] = [
    ['leaves the organization', 'organization', remove('organization'), true],
    ['leaves the project', 'organization', remove('project'), true],
    ['gets a lower role in the project', 'organization', set('project', 'member'), true],
    ['keeps the role in the project', 'organization', set('project', 'admin'), false],
    ['gets a lower role in the organization, which connects', 'organization', set('organization', 'member'), false],
    ['may not connect any more', 'organization', set('organization', 'no-access'), true],
    ['may not connect with other connections any more', 'project', set('organization', 'no-access'), false],
  ]

  it.each(takings)('ends that with whoever %s (connection of the %s)', async (_, scope, take, ends) => {
    const maker = await organization.person({ organization: 'admin', project: 'admin' })
    const one = await syncBy(maker, scope)
    const { wouldEnd } = endsSchema.parse(await take(maker.id, true))
    expect(wouldEnd).toEqual(ends ? [{ kind: 'sync', id: one.id, name: one.name, identity: null }] : [])
    expect((await one.now()).isAutoSyncEnabled).toBe(true)
    const { ended } = endsSchema.parse(await take(maker.id, false))
    expect(ended).toEqual(ends ? wouldEnd : undefined)
    expect((await one.now()).isAutoSyncEnabled).toBe(!ends)
  })

  it('sends nothing of what was queued before, or follows later, until another admin takes it over', async () => {
    const maker = await organization.person({ organization: 'member', project: 'admin' })
    const one = await syncBy(maker)
    await act('members.remove', { ...placeOf('project'), member: { personId: maker.id } })
    await run()
    const message = expect.stringMatching(/take it over/)
    expect(await one.now()).toMatchObject({ syncStatus: 'failed', lastSyncMessage: message })
    await one.write()
    await run()
    expect(await one.applied()).toBe(0)
    // What somebody asks for who may is done.
    await act('secretSyncs.syncSecrets', one.ref)
    await run()
    expect(await one.now()).toMatchObject({ syncStatus: 'succeeded', isAutoSyncEnabled: false })
    const heir = await organization.person({ organization: 'member', project: 'admin' })
    await act('secretSyncs.update', { ...one.ref, isAutoSyncEnabled: true }, heir)
    await one.write()
    await run()
    expect(await one.now()).toMatchObject({ syncStatus: 'succeeded', isAutoSyncEnabled: true })
    const { ended } = endsSchema.parse(await set('project', 'viewer')(heir.id, false))
    expect(ended).toMatchObject([{ kind: 'sync', id: one.id }])
  })

  it('is whoever took it over while it ran, and not whoever only named it', async () => {
    const [maker, heir, namer] = [
      await organization.person({ organization: 'member', project: 'admin' }),
      await organization.person({ organization: 'member', project: 'admin' }),
      await organization.person({ organization: 'member', project: 'admin' }),
    ]
    const one = await syncBy(maker)
    await act('secretSyncs.update', { ...one.ref, isAutoSyncEnabled: true }, heir)
    await act('secretSyncs.update', { ...one.ref, description: 'theirs' }, namer)
    for (const { id } of [maker, namer]) {
      expect(endsSchema.parse(await remove('project')(id, true)).wouldEnd).toEqual([])
    }
    expect(endsSchema.parse(await remove('project')(heir.id, true)).wouldEnd).toMatchObject([{ id: one.id }])
  })

  it('ends it with the identity that made it, and with whoever made the token of that', async () => {
    const minter = await organization.person({ organization: 'admin' })
    const bot = identitySchema.parse(await act('identities.create', { name: 'bot', role: 'member' }, minter))
    await act('members.set', { ...placeOf('project'), member: { identityId: bot.id }, role: 'admin' })
    const made = await act('accessTokens.createStatic', { identityId: bot.id }, minter)
    const { accessToken } = z.object({ accessToken: z.string() }).parse(made)
    const caller = await callerOfAccessToken(test().services, accessToken, '192.0.2.1')
    if (caller === undefined) throw new Error('the token was just made')
    const one = await syncBy(caller)
    const removal = { identityId: bot.id, dryRun: true }
    expect(endsSchema.parse(await act('identities.remove', removal)).wouldEnd).toContainEqual(
      expect.objectContaining({ kind: 'sync', id: one.id }),
    )
    const { ended } = endsSchema.parse(await set('organization', 'member')(minter.id, false))
    expect(ended).toContainEqual(expect.objectContaining({ kind: 'sync', id: one.id }))
    expect((await one.now()).isAutoSyncEnabled).toBe(false)
  })
})

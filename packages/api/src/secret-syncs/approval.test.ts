import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { identitySchema, type Plan, planSchema, syncSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { type Caller, callerOfAccessToken, type Person, type ProcedurePath, runDueSyncs } from '../index.ts'

describe.each(engines)('a sync that asks for a second person, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let admin: Person
  let other: Person
  let connectionId: string
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    admin = await organization.person({ organization: 'admin', project: 'admin' })
    other = await organization.person({ organization: 'member', project: 'member' })
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    connectionId = z.object({ id: z.uuid() }).parse(await act('appConnections.create', input)).id
  })
  const act = (path: ProcedurePath, input: object, caller: Caller = admin) => call(test().services, caller, path, input)
  const run = () =>
    runDueSyncs(test().services, {
      signal: new AbortController().signal,
      onError: (error) => {
        throw error
      },
    })

  async function story(more: object = {}) {
    const { control } = test().sandbox
    const [app] = await control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const place = { projectId: organization.projectId, environment: 'production', secretPath: `/${randomUUID()}` }
    const set = (value: string, caller: Caller = admin) =>
      act('secrets.updateMany', { ...place, mode: 'upsert', secrets: [{ secretKey: 'A', secretValue: value }] }, caller)
    await set('1')
    const input = {
      ...{ ...place, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId, isAutoSyncEnabled: false },
      ...{ syncOptions: { initialSyncBehavior: 'overwrite-destination' }, requiresApproval: true },
      destinationConfig: { app: app.id, appName: app.name },
    }
    const sync = syncSchema.parse(await act('secretSyncs.create', { ...input, ...more }))
    const ref = { syncId: sync.id, destination: 'heroku' }
    const plan = async (caller: Caller = admin) => planSchema.parse(await act('secretSyncs.plan', ref, caller))
    const approval = ({ id, hash }: Plan) => ({ ...ref, planId: id, hash })
    const refused = async (path: ProcedurePath, input: object, caller: Caller = admin) => {
      const { statusCode, code } = await refusal(act(path, input, caller))
      return [statusCode, code]
    }
    return {
      ...{ app, sync, ref, set, plan },
      comment: (secretComment: string) => act('secrets.update', { ...place, secretName: 'A', secretComment }),
      approve: async (wanted: Plan, caller: Caller) =>
        planSchema.parse(await act('secretSyncs.approvePlan', approval(wanted), caller)),
      refusedApproval: (wanted: Plan, caller: Caller) => refused('secretSyncs.approvePlan', approval(wanted), caller),
      apply: async ({ id }: Plan, caller: Caller = admin) =>
        planSchema.parse(await act('secretSyncs.applyPlan', { ...ref, planId: id }, caller)),
      refusedApply: ({ id }: Plan) => refused('secretSyncs.applyPlan', { ...ref, planId: id }),
      releases: async () => z.array(z.unknown()).parse(await atApp(app.id, '/releases')).length,
      edit: (changes: object) => atApp(app.id, '/config-vars', changes),
      now: async () => syncSchema.parse(await act('secretSyncs.get', ref)),
      waiting: async () => {
        const { plans } = z.object({ plans: z.array(planSchema) }).parse(await act('secretSyncs.history', ref))
        const found = plans.find(({ state }) => state === 'planned')
        if (found === undefined) throw new Error('no plan waits')
        return found
      },
    }
  }

  async function atApp(id: string, path: string, body?: object): Promise<unknown> {
    const { sandbox } = test()
    const { token } = await sandbox.control.mintToken()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
    const init = body === undefined ? {} : { method: 'PATCH', body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return (await fetch(`${sandbox.url}/apps/${id}${path}`, { ...init, headers: { ...headers, ...type } })).json()
  }

  it('carries out what another person has approved, and nothing else', async () => {
    const one = await story()
    expect(one.sync.requiresApproval).toBe(true)
    const plan = await one.plan()
    expect(plan).toMatchObject({ madeBy: admin.id, approvedBy: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await one.refusedApply(plan)).toEqual([409, 'approvalNeeded'])
    expect(await one.refusedApproval(plan, admin)).toEqual([403, 'notApprover'])
    expect(await one.refusedApproval({ ...plan, hash: '0'.repeat(64) }, other)).toEqual([409, 'otherHash'])
    const viewer = await organization.person({ organization: 'member', project: 'viewer' })
    expect(await one.refusedApproval(plan, viewer)).toEqual([403, 'denied'])
    expect(await one.releases()).toBe(1)
    expect(await one.approve(plan, other)).toMatchObject({ approvedBy: other.id, approvedAt: expect.any(String) })
    expect(await one.apply(plan)).toMatchObject({ state: 'applied' })
    expect(await one.releases()).toBe(2)
    expect(await one.refusedApproval(plan, other)).toEqual([409, 'planEnded'])
    const events = (await eventsOf(test().services, organization.id)).filter(({ target }) =>
      target.endsWith(one.sync.id),
    )
    expect(events.find(({ action }) => action === 'secretSyncs.approvePlan')).toMatchObject({
      ...{ outcome: 'success', actor: other.id, detail: { planId: plan.id, hash: plan.hash } },
    })
    // Where nothing differs there is nothing to approve.
    expect(await one.apply(await one.plan())).toMatchObject({ outcome: [] })
  })

  it('asks again once the set, the sync or the app has moved', async () => {
    const one = await story()
    const ofSet = await one.plan()
    await one.approve(ofSet, other)
    await one.set('2')
    expect(await one.refusedApply(ofSet)).toEqual([409, 'planMoved'])
    expect(await one.refusedApproval(ofSet, other)).toEqual([409, 'planMoved'])
    const ofApp = await one.plan()
    await one.approve(ofApp, other)
    await one.edit({ F: '1' })
    expect(await one.refusedApply(ofApp)).toEqual([409, 'planMoved'])
    const ofSync = await one.plan()
    await one.approve(ofSync, other)
    await act('secretSyncs.update', { ...one.ref, syncOptions: { initialSyncBehavior: 'import-prioritize-source' } })
    expect(await one.refusedApply(ofSync)).toEqual([409, 'planMoved'])
    expect(await one.refusedApply(await one.plan())).toEqual([409, 'approvalNeeded'])
  })

  it.each([
    ['a value of it', `changes = 'broken', hash = hash`, 500],
    ['a row of it', `rows = jsonb_set(rows, '{0,key}', '"B"')`, 409],
    ['its hash', `hash = repeat('0', 64), approved_hash = repeat('0', 64)`, 409],
  ])('does not carry out an approved plan of which somebody has changed %s', async (_, change, status) => {
    const one = await story()
    const plan = await one.plan()
    await one.approve(plan, other)
    await test().database.pool.query(`update config_plans set ${change} where id = $1`, [plan.id])
    expect((await one.refusedApply(plan))[0]).toBe(status)
    expect(await one.releases()).toBe(1)
  })

  it('counts no approval of somebody who may not approve any more', async () => {
    const one = await story()
    const leaver = await organization.person({ organization: 'member', project: 'member' })
    const plan = await one.plan()
    await one.approve(plan, leaver)
    const member = { personId: leaver.id }
    const project = { scope: 'project', projectId: organization.projectId }
    await act('members.set', { ...project, member, role: 'viewer' })
    expect(await one.refusedApply(plan)).toEqual([409, 'approvalNeeded'])
    await one.approve(plan, other)
    await one.apply(plan)
  })

  /** An identity that acts through a token that the admin has made. */
  async function machineOfAdmin(): Promise<Caller> {
    const bot = identitySchema.parse(await act('identities.create', { name: `bot-${randomUUID()}`, role: 'member' }))
    const project = { scope: 'project', projectId: organization.projectId }
    await act('members.set', { ...project, member: { identityId: bot.id }, role: 'member' })
    const made = await act('accessTokens.createStatic', { identityId: bot.id })
    const { accessToken } = z.object({ accessToken: z.string() }).parse(made)
    const machine = await callerOfAccessToken(test().services, accessToken, '192.0.2.1')
    if (machine === undefined) throw new Error('the token was just made')
    return machine
  }

  it('counts no approval of somebody who may not connect with the connection any more', async () => {
    const one = await story()
    const leaver = await organization.person({ organization: 'member', project: 'member' })
    const plan = await one.plan()
    await one.approve(plan, leaver)
    await act('members.set', { scope: 'organization', member: { personId: leaver.id }, role: 'no-access' })
    expect(await one.refusedApply(plan)).toEqual([409, 'approvalNeeded'])
    await one.approve(plan, other)
    await one.apply(plan)
  })

  it('is no second person to a value of theirs of which another has written the comment alone', async () => {
    const one = await story({ isAutoSyncEnabled: true })
    await one.set('2', other)
    await one.comment('of the deployment')
    await run()
    expect(await one.refusedApproval(await one.waiting(), other)).toEqual([403, 'notApprover'])
  })

  it('is no second person who acts through an identity of theirs', async () => {
    const one = await story()
    const machine = await machineOfAdmin()
    expect(await one.refusedApproval(await one.plan(), machine)).toEqual([403, 'notApprover'])
    expect(await one.refusedApproval(await one.plan(machine), admin)).toEqual([403, 'notApprover'])
    await one.approve(await one.plan(machine), other)
  })

  it('lets a run wait, of whoever wrote what it sets or asked for it, and go on once it is approved', async () => {
    const one = await story({ isAutoSyncEnabled: true })
    await one.set('2', other)
    await run()
    const waits = { syncStatus: 'pending', lastSyncMessage: expect.stringMatching(/second person/) }
    expect(await one.now()).toMatchObject(waits)
    const plan = await one.waiting()
    expect(plan.madeBy).toBe(null)
    expect(await one.refusedApproval(plan, other)).toEqual([403, 'notApprover'])
    await one.approve(plan, admin)
    await run()
    expect(await one.now()).toMatchObject({ syncStatus: 'succeeded', lastSyncMessage: null })
    expect(await one.releases()).toBe(2)
    await act('secretSyncs.removeSecrets', one.ref)
    await run()
    const removal = await one.waiting()
    expect(removal.kind).toBe('remove')
    expect(await one.refusedApproval(removal, admin)).toEqual([403, 'notApprover'])
    // It looks again by itself, and does not plan anew as long as nothing moves.
    await test().database.pool.query('update config_runs set due_at = now()')
    await run()
    expect((await one.waiting()).id).toBe(removal.id)
    await one.approve(removal, other)
    await run()
    expect(await one.now()).toMatchObject({ removeStatus: 'succeeded' })
    expect(await one.releases()).toBe(3)
  })

  it('is no second person to what a run sets who wrote that through an identity', async () => {
    const one = await story({ isAutoSyncEnabled: true })
    await one.set('2', await machineOfAdmin())
    await run()
    expect(await one.refusedApproval(await one.waiting(), admin)).toEqual([403, 'notApprover'])
    await one.approve(await one.waiting(), other)
  })

  it('is no second person who had the values imported that a run sets', async () => {
    const one = await story({ requiresApproval: false })
    const { environment, folder, destinationConfig: _, ...same } = one.sync
    const [app] = await test().sandbox.control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const follower = {
      ...{ projectId: same.projectId, environment: environment?.slug, secretPath: folder?.path, connectionId },
      ...{ destination: 'heroku', name: `sync-${randomUUID()}`, isAutoSyncEnabled: true, requiresApproval: true },
      ...{ syncOptions: { initialSyncBehavior: 'overwrite-destination' } },
      destinationConfig: { app: app.id, appName: app.name },
    }
    const { id } = syncSchema.parse(await act('secretSyncs.create', follower))
    await run()
    await one.edit({ A: 'of the app' })
    const imports = { ...one.ref, importBehavior: 'prioritize-destination' }
    await act('secretSyncs.importSecrets', imports, other)
    await run()
    await test().database.pool.query('update config_runs set due_at = now()')
    const ref = { syncId: id, destination: 'heroku' }
    await run()
    const { plans } = z.object({ plans: z.array(planSchema) }).parse(await act('secretSyncs.history', ref))
    const latest = plans[0]
    if (latest === undefined) throw new Error('nothing was planned')
    const approval = { ...ref, planId: latest.id, hash: latest.hash }
    expect(await refusal(act('secretSyncs.approvePlan', approval, other))).toMatchObject({ code: 'notApprover' })
    await act('secretSyncs.approvePlan', approval, admin)
  })

  it('is no second person who wrote into what a run sets after it was asked for', async () => {
    const one = await story()
    await act('secretSyncs.syncSecrets', one.ref)
    await run()
    await one.set('2', other)
    await test().database.pool.query('update config_runs set due_at = now()')
    await run()
    expect(await one.refusedApproval(await one.waiting(), other)).toEqual([403, 'notApprover'])
  })
})

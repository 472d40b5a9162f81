import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RefreshTurn, storeRefreshed, storeRefusal, takeRefreshTurn } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { overlapping } from '../../test/refresh-story.ts'
import { call, inAnotherProcess, refusal } from '../../test/services.ts'
import { auditEvent } from '../audit/event.ts'
import { refreshesSettled, type Services } from '../index.ts'
import { sealStored } from './seal.ts'

const token = '/oauth/token'
const reconnect = { health: 'reconnect_required', health_reason: 'refresh_refused' }

describe.each(engines)('renewing a credential on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  /** Another process on the same database: it does not share the refreshes that are under way here. */
  const process = (change: Partial<Services> = {}): Services => inAnotherProcess(test().services, change)
  const appsOf = (services: Services, id: string) =>
    test().askWith(services, 'appConnections.apps', { app: 'heroku', connectionId: id })
  const slow = (ms: number) => test().sandbox.control.setFault({ path: token, effect: { kind: 'latency', ms } })
  const underWay = () => expect.poll(async () => (await test().refreshes()).length, { interval: 5 }).toBe(1)

  const ended = () => test().connectEnded()
  function ownerOf(id: string, turnMs: number): Promise<RefreshTurn | undefined> {
    const { services, organization } = test()
    const wanted = { connectionId: id, orgId: organization.id, owner: randomUUID(), sealRevision: 1 }
    return takeRefreshTurn(services.db, wanted, turnMs)
  }

  it.each([1, 3])('asks the platform once for 30 uses at once in %d processes', async (count) => {
    const id = await ended()
    const processes = Array.from({ length: count }, () => process())
    await slow(100)
    const uses = Array.from({ length: 30 }, (_, each) => appsOf(processes[each % count] ?? process(), id))
    for (const answer of await Promise.all(uses)) expect(answer).not.toHaveLength(0)
    expect(await test().refreshes()).toHaveLength(1)
    expect((await test().row(id)).seal_revision).toBe(2)
  })

  it('does so too where nobody knew that the token has ended', async () => {
    const id = await test().connect()
    await test().endTokens()
    const processes = [process(), process()]
    await Promise.all(Array.from({ length: 20 }, (_, each) => appsOf(processes[each % 2] ?? process(), id)))
    expect(await test().refreshes()).toHaveLength(1)
  })

  it('never has two calls under way, however often a call fails', async () => {
    const id = await ended()
    const html = { kind: 'html', status: 502 } as const
    await test().sandbox.control.setFault({ path: token, times: 3, effect: { kind: 'latency', ms: 50 } })
    await test().sandbox.control.setFault({ path: token, times: 3, effect: html })
    const processes = [process(), process(), process()]
    await Promise.allSettled(processes.map((each) => appsOf(each, id)))
    // After the second failure in a row the platform is not asked for a moment.
    const works = (each: Services) => appsOf(each, id).then(Boolean, () => false)
    await Promise.all(processes.map((each) => expect.poll(() => works(each), { timeout: 10_000 }).toBe(true)))
    const calls = await test().refreshes()
    expect(calls.length).toBeGreaterThan(1)
    expect(overlapping(calls)).toEqual([])
  })

  it('takes over from a process that was killed, when its turn has ended and not before', async () => {
    const id = await ended()
    const before = performance.now()
    await ownerOf(id, 700)
    await appsOf(process(), id)
    expect(performance.now() - before).toBeGreaterThanOrEqual(690)
    expect(await test().refreshes()).toHaveLength(1)
  })

  it.each([
    [false, 'accepted', 'works'],
    [true, 'accepted', 'works'],
    [true, 'refused', 'refresh_outcome_unknown'],
    [true, 'revokes', 'refresh_outcome_unknown'],
  ] as const)(
    'ends what a killed process left open: rotation %s, re-use %s, then %s',
    async (refreshTokenRotates, refreshTokenReuse, reason) => {
      const { sandbox, services, stored, get } = test()
      await sandbox.control.setSwitches({ refreshTokenRotates, refreshTokenReuse })
      const id = await ended()
      await ownerOf(id, 50)
      // The platform has done its part; the process ended before the answer arrived.
      await services.providers
        .of('heroku')
        .open('oauth', await stored(id))
        .refresh?.(AbortSignal.timeout(2_000))
      const use = appsOf(process(), id)
      if (reason === 'works') expect(await use).not.toHaveLength(0)
      else expect(await refusal(use)).toMatchObject({ statusCode: 400 })
      expect((await get(id)).health.reason).toBe(reason)
    },
  )

  it('does not call where its turn could end before the call does', async () => {
    const id = await ended()
    const hurried = process({ refresh: { marginMs: 300_000, callMs: 150, turnMs: 100 } })
    expect(await refusal(appsOf(hurried, id))).toMatchObject({ statusCode: 504 })
    expect(await test().refreshes()).toHaveLength(0)
    expect(await appsOf(process(), id)).not.toHaveLength(0)
  })

  it('stores an answer that comes after its turn, stores no refusal then, and puts no older answer over a newer one', async () => {
    const { services, organization, admin } = test()
    const id = await ended()
    const late = await ownerOf(id, 1)
    await sleep(20)
    const next = await ownerOf(id, 5_000)
    if (late === undefined || next === undefined) throw new Error('both were to get the turn')
    expect({ ...next, owner: '' }).toEqual({ ...late, owner: '', epoch: late.epoch + 1, uncertain: true })

    const request = { reqId: 'r', address: '192.0.2.1', userAgent: null, organizationId: null, endpoint: null }
    const ctx = { services, request, actor: admin }
    const target = { type: 'app-connection', id }
    const event = () =>
      auditEvent(ctx, { orgId: organization.id, action: 'appConnections.refresh', target, outcome: 'success' })
    const keys = await services.keyring.forOrg(organization.id)
    const record = { orgId: organization.id, id, sealRevision: 2 }
    const fresh = (authToken: string) => () => ({
      changes: {
        credentials: sealStored(keys, record, { authToken, refreshToken: 'r', userId: 'u' }),
        seal_revision: 2,
      },
    })
    const dead = () => ({ changes: reconnect })
    expect(await storeRefusal(services.db, late, event(), dead)).toBeUndefined()
    expect(await storeRefreshed(services.db, late, event(), fresh('first'))).toMatchObject({ seal_revision: 2 })
    expect(await storeRefreshed(services.db, next, event(), fresh('second'))).toBeUndefined()
    expect(await storeRefusal(services.db, next, event(), dead)).toBeUndefined()
    expect((await test().stored(id)).authToken).toBe('first')
    expect((await test().row(id)).health).toBe('healthy')
    const events = (await test().events(id)).filter(({ action }) => action === 'appConnections.refresh')
    expect(events).toHaveLength(1)
  })

  it('lifts what was said of a generation when a later one is stored', async () => {
    const id = await ended()
    await slow(300)
    const use = appsOf(process(), id)
    await underWay()
    await test().services.db.updateTable('connections').set(reconnect).where('id', '=', id).execute()
    await use
    expect((await test().get(id)).health).toMatchObject({ status: 'healthy', reason: 'works' })
  })

  it('goes on, and stores, when its caller stops waiting', async () => {
    const id = await ended()
    await slow(500)
    const impatient = process({ upstreamDeadlineMs: 150 })
    expect(await refusal(appsOf(impatient, id))).toMatchObject({ statusCode: 504 })
    expect((await test().row(id)).seal_revision).toBe(1)
    await refreshesSettled(impatient)
    expect((await test().row(id)).seal_revision).toBe(2)
    expect(await appsOf(process(), id)).not.toHaveLength(0)
    expect(await test().refreshes()).toHaveLength(1)
  })

  it('does not make a change of the name fail that comes in between, and keeps both', async () => {
    const id = await ended()
    await slow(300)
    const use = appsOf(process(), id)
    await underWay()
    const { services, admin } = test()
    const rename = (name: string) =>
      call(services, admin, 'appConnections.update', { app: 'heroku', connectionId: id, name })
    await rename('one')
    await use
    await rename('two')
    expect(await test().get(id)).toMatchObject({ name: 'two', version: 1 })
    expect((await test().row(id)).seal_revision).toBe(2)
  })

  it('stores its answer though the name changes at the same moment, again and again', async () => {
    const { services, admin } = test()
    const id = await ended()
    for (let round = 0; round < 10; round += 1) {
      await test().believeEnd(id, -1)
      const name = `n-${randomUUID()}`
      await Promise.all([
        appsOf(process(), id),
        call(services, admin, 'appConnections.update', { app: 'heroku', connectionId: id, name }),
      ])
      expect((await test().get(id)).name).toBe(name)
      expect((await test().row(id)).seal_revision).toBe(round + 2)
    }
  })

  it('ends with 404 where the connection is deleted in between, or erased for good', async () => {
    const { services, admin } = test()
    const [deleted, erased] = [await test().connect(), await test().connect()]
    await test().endTokens()
    for (const id of [deleted, erased]) {
      await test().believeEnd(id, -1)
      await test().sandbox.control.clearRequests()
      await slow(300)
      const use = appsOf(process(), id)
      await underWay()
      if (id === deleted)
        await services.db.updateTable('connections').set({ deleted_at: new Date() }).where('id', '=', id).execute()
      else await services.db.deleteFrom('connections').where('id', '=', id).execute()
      expect(await refusal(use)).toMatchObject({ statusCode: 404 })
      const read = test().ask(admin, 'appConnections.get', { app: 'heroku', connectionId: id })
      expect(await refusal(read)).toMatchObject({ statusCode: 404 })
    }
    expect(await ownerOf(erased, 1_000)).toBeUndefined()
  })

  it('is waited for by a reconnect that finds the old token ended, and never put over the new consent', async () => {
    const { admin, consent, finish, stored } = test()
    const id = await ended()
    await slow(400)
    const use = appsOf(process(), id)
    await underWay()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    expect(await finish(admin, back)).toMatchObject({ outcome: 'reconnected' })
    const renewed = await stored(id)
    expect(await use).not.toHaveLength(0)
    expect(await stored(id)).toEqual(renewed)
    expect(await test().row(id)).toMatchObject({ seal_revision: 3, version: 2 })
  })

  it('loses against a reconnect in between: the new consent stays, and works', async () => {
    const { admin, consent, finish, stored } = test()
    const id = await test().connect()
    await test().endTokens()
    await slow(400)
    const use = appsOf(process(), id)
    await underWay()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    expect((await finish(admin, back)).outcome).toBe('reconnected')
    const renewed = await stored(id)
    expect(await test().row(id)).toMatchObject({ seal_revision: 2, version: 2 })
    expect(await use).not.toHaveLength(0)
    expect(await stored(id)).toEqual(renewed)
    expect(await test().row(id)).toMatchObject({ seal_revision: 2, version: 2 })
  })

  it('does not let a refusal of the old consent end the new one', async () => {
    const { admin, consent, finish, stored, sandbox } = test()
    const id = await test().connect()
    await sandbox.control.revokeToken((await stored(id)).authToken)
    await slow(400)
    const use = appsOf(process(), id)
    await underWay()
    await finish(admin, await consent(admin, { purpose: 'reconnect', connectionId: id }))
    expect(await use).not.toHaveLength(0)
    expect((await test().get(id)).health.status).toBe('healthy')
  })
})

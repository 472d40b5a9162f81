import { engines } from '@app-connections/db/testing/engines'
import { afterEach, describe, expect, it } from 'vitest'
import { type Leasing, useLeases } from '../../test/leases.ts'
import { inAnotherProcess, refusal } from '../../test/services.ts'
import type { RotationPoint, Services } from '../index.ts'

/** How often each; the soak has 100. */
const rounds = Number(process.env.LEASE_ROUNDS || 1)
/** How many are opened and ended; the soak has 1,000. */
const many = Number(process.env.LEASES || 20)

const effects = ['begin', 'make', 'store', 'end', 'note end', 'fail'] as const
const points = effects.flatMap((effect): RotationPoint[] => [`before ${effect}`, `after ${effect}`])

/** The calls of a lease at the platform, whose answers get lost. */
const calls = [
  { name: 'that makes', method: 'POST', path: '/oauth/authorizations' },
  { name: 'that ends', method: 'DELETE', path: '/oauth/authorizations/*' },
] as const

describe.each(engines)('a lease on %s with the sandbox that is cut off', (engine) => {
  const test = useLeases(engine)
  afterEach(() => test().sandbox.control.clearFaults())

  /** Another process, which stops for ever where it reaches `point`, as a killed one does. */
  function stoppingAt(point: RotationPoint) {
    const { services } = test()
    let stopped: (() => void) | undefined
    const reachedIt = new Promise<'stopped'>((resolve) => {
      stopped = () => resolve('stopped')
    })
    const reached = async (at: RotationPoint) => {
      if (at !== point) return
      stopped?.()
      await new Promise(() => {})
    }
    const killed: Services = inAnotherProcess(services, { rotation: { ...services.rotation, reached } })
    return { killed, reachedIt }
  }

  async function openRenewEnd(leasing: Leasing, services: Services, fails: boolean): Promise<'ended'> {
    if (fails) {
      const effect = { kind: 'status', status: 422, id: 'invalid_params' } as const
      await test().sandbox.control.setFault({ method: 'POST', path: '/oauth/authorizations', effect })
    }
    const opened = await leasing.open({}, leasing.holder, services).catch(() => undefined)
    if (opened !== undefined) await leasing.renew(opened.lease.id, {}, services).catch(() => {})
    return 'ended'
  }

  /** What is at the platform is what is live here; all of it ends at its time, and nothing is left. */
  async function settles(leasing: Leasing): Promise<void> {
    await test().sandbox.control.clearFaults()
    await leasing.sweep()
    const live = (await leasing.leases()).filter(({ state }) => state === 'live')
    expect(await leasing.left()).toEqual(live.map(({ id }) => `App Connections lease ${id}`))
    await leasing.sweep({ live: true })
    expect(await leasing.left()).toEqual([])
    const states = new Set((await leasing.leases()).map(({ state }) => state))
    expect([...states].filter((state) => state !== 'ended' && state !== 'failed')).toEqual([])
    expect((await leasing.open()).lease.state).toBe('live')
  }

  it.each(points)('by a kill %s leaves nothing behind', async (point) => {
    for (let round = 0; round < rounds; round += 1) {
      const leasing = await test().leasing()
      const { killed, reachedIt } = stoppingAt(point)
      expect(await Promise.race([openRenewEnd(leasing, killed, point.endsWith('fail')), reachedIt])).toBe('stopped')
      await settles(leasing)
    }
  })

  it.each(calls)('by a lost answer to the call $name leaves nothing behind', async ({ method, path }) => {
    for (let round = 0; round < rounds; round += 1) {
      for (const when of ['before', 'after'] as const) {
        const leasing = await test().leasing()
        const { lease } = await leasing.open()
        await test().sandbox.control.setFault({ method, path, times: 1, effect: { kind: 'reset', when } })
        const lost = leasing.renew(lease.id)
        if (method === 'POST') expect((await refusal(lost)).message).toContain('looked up')
        else await lost
        await settles(leasing)
      }
    }
  })

  it('ends by itself what it made where it was thought to be dead for too long', async () => {
    const leasing = await test().leasing()
    const { services } = test()
    const reached = async (point: RotationPoint) => {
      if (point === 'before make') await leasing.sweep()
    }
    const late = inAnotherProcess(services, { rotation: { ...services.rotation, reached } })
    expect(await refusal(leasing.open({}, leasing.holder, late))).toMatchObject({ code: 'leaseLost' })
    expect(await leasing.left()).toEqual([])
    await settles(leasing)
  })

  it('by the loss of its grant while it is made gives no token, and ends', async () => {
    const leasing = await test().leasing()
    const { services } = test()
    const reached = async (point: RotationPoint) => {
      if (point === 'after make') await leasing.act(leasing.admin, 'end', { grantId: leasing.grant.id })
    }
    const slow = inAnotherProcess(services, { rotation: { ...services.rotation, reached } })
    expect(await refusal(leasing.open({}, leasing.holder, slow))).toMatchObject({ statusCode: 409, code: 'leaseLost' })
    expect(await leasing.left()).toEqual([])
  })

  it(`leaves none of ${many} that are opened and ended, by calls, by renewal or by time`, async () => {
    const leasing = await test().leasing()
    for (let opened = 0; opened < many; opened += 4) {
      const four = await Promise.all([1, 2, 3, 4].map(() => leasing.open({ seconds: 60 })))
      const [first, second] = four
      if (first === undefined || second === undefined) throw new Error('none was opened')
      await Promise.all([leasing.end(first.lease.id), leasing.renew(second.lease.id)])
      if (opened % 40 === 0) await leasing.sweep({ live: true })
    }
    await leasing.sweep({ live: true })
    expect(await leasing.left()).toEqual([])
    process.stdout.write(`leases opened and ended on ${engine}: ${many}, left at the sandbox: 0\n`)
  })
})

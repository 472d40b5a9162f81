import { engines } from '@app-connections/db/testing/engines'
import { afterEach, describe, expect, it } from 'vitest'
import { type Rotating, useRotation } from '../../test/rotation.ts'
import { inAnotherProcess } from '../../test/services.ts'
import type { RotationPoint, Services } from '../index.ts'

/** How often each; the soak has 100. */
const rounds = Number(process.env.ROTATION_ROUNDS || 3)

const effects = ['begin', 'make', 'store', 'try', 'swap', 'end', 'note end', 'fail'] as const
const points = effects.flatMap((effect): RotationPoint[] => [`before ${effect}`, `after ${effect}`])

/** The calls of a rotation at the platform, whose answers get lost. */
const calls = [
  { name: 'that lists before', method: 'GET', path: '/oauth/authorizations' },
  { name: 'that makes', method: 'POST', path: '/oauth/authorizations' },
  { name: 'that tries', method: 'GET', path: '/account' },
  { name: 'that compares', method: 'GET', path: '/apps' },
  { name: 'that ends', method: 'DELETE', path: '/oauth/authorizations/*' },
] as const

describe.each(engines)('a rotation on %s with the sandbox that is cut off', (engine) => {
  const test = useRotation(engine)
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

  /** Two rotations, so that one before is ended too; the second fails at its trial, where that is what is cut off. */
  async function twoRotations(rotating: Rotating, services: Services, fails: boolean): Promise<'ended'> {
    await rotating.rotate(services).catch(() => {})
    await rotating.endGrace()
    if (fails) {
      const effect = { kind: 'status', status: 403, id: 'forbidden' } as const
      await test().sandbox.control.setFault({ method: 'POST', path: '/oauth/authorizations', effect })
    }
    await rotating.rotate(services).catch(() => {})
    return 'ended'
  }

  /** Nothing is left at the platform but the current credential and the one before, and the connection works. */
  async function settles(rotating: Rotating) {
    await test().sandbox.control.clearFaults()
    expect(await rotating.act('appConnections.apps')).toEqual(expect.anything())
    await rotating.sweep()
    const { current, previous, ending, open, rotations } = await rotating.state()
    expect({ ending, open }).toEqual({ ending: [], open: [] })
    expect(rotations.filter(({ state }) => state === 'under_way')).toEqual([])
    const ours = [current, previous].flatMap((each) => (each === null ? [] : [`${each.platformId}`]))
    const alive = [...(await rotating.made()), ...((await rotating.pastedLives()) ? [rotating.pasted.id] : [])]
    const usesPasted = current === null || current.platformId === rotating.pasted.id
    expect(alive.toSorted()).toEqual([...new Set([...ours, ...(usesPasted ? [rotating.pasted.id] : [])])].toSorted())
    expect(await rotating.act('appConnections.apps')).toEqual(expect.anything())
    expect((await rotating.rotate()).rotation?.rotationStatus).toBe('success')
  }

  it.each(points)('by a kill %s leaves nothing behind, and the connection works', async (point) => {
    for (let round = 0; round < rounds; round += 1) {
      const rotating = await test().rotating()
      const { killed, reachedIt } = stoppingAt(point)
      expect(await Promise.race([twoRotations(rotating, killed, point.endsWith('fail')), reachedIt])).toBe('stopped')
      await settles(rotating)
    }
  })

  it.each(calls)('by a lost answer to the call $name leaves nothing behind, and the connection works', async (call) => {
    for (let round = 0; round < rounds; round += 1) {
      for (const when of ['before', 'after'] as const) {
        const rotating = await test().rotating()
        const { method, path } = call
        await rotating.rotate()
        await rotating.endGrace()
        await test().sandbox.control.setFault({ method, path, times: 1, effect: { kind: 'reset', when } })
        await rotating.rotate().catch(() => {})
        await settles(rotating)
      }
    }
  })

  it('ends by itself what it made where it was thought to be dead for too long', async () => {
    const rotating = await test().rotating()
    const { services } = test()
    const reached = async (point: RotationPoint) => {
      if (point === 'before make') await rotating.sweep()
    }
    const late = inAnotherProcess(services, { rotation: { ...services.rotation, reached } })
    await expect(rotating.rotate(late)).rejects.toThrow()
    await rotating.sweep()
    expect(await rotating.made()).toEqual([])
    expect((await rotating.state()).rotations).toMatchObject([{ state: 'failed' }])
    await settles(rotating)
  })
})

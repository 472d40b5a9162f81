import { setTimeout as sleep } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { afterEach, describe, expect, it } from 'vitest'
import { type Rotating, useRotation } from '../../test/rotation.ts'
import { inAnotherProcess } from '../../test/services.ts'
import { runDueRotations } from '../index.ts'

const making = { method: 'POST', path: '/oauth/authorizations' } as const

describe.each(engines)('scheduled rotation on %s with the sandbox', (engine) => {
  const test = useRotation(engine)
  afterEach(() => test().sandbox.control.clearFaults())
  const moveTo = (rotating: Rotating, at: Date) =>
    test()
      .services.db.updateTable('connections')
      .set({ next_rotation_at: at })
      .where('id', '=', rotating.ref.connectionId)
      .execute()
  const run = (services = test().services) =>
    runDueRotations(services, {
      signal: new AbortController().signal,
      onError(error) {
        throw error
      },
    })
  const aMoment = () => new Date(Date.now() - 1_000)
  const minutesUntil = async (rotating: Rotating) =>
    (new Date(`${(await rotating.connection()).rotation?.nextRotationAt}`).getTime() - Date.now()) / 60_000
  const notices = async (rotating: Rotating) =>
    (
      await test()
        .services.db.selectFrom('notices')
        .select('type')
        .where('connection_id', '=', rotating.ref.connectionId)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
    ).map(({ type }) => type)

  it('happens when it is due by the database, once for all processes, and is due again after the interval', async () => {
    const rotating = await test().rotating()
    await run()
    expect((await rotating.state()).rotations).toEqual([])
    await moveTo(rotating, aMoment())
    // The clock of the machine does not matter.
    const ahead = { now: () => new Date(Date.now() + 400 * 86_400_000) }
    await Promise.all([run(), run(inAnotherProcess(test().services)), run(inAnotherProcess(test().services, ahead))])
    const { rotations } = await rotating.state()
    expect(rotations).toMatchObject([{ kind: 'schedule', state: 'succeeded' }])
    const days = (await minutesUntil(rotating)) / 1_440
    expect(days).toBeGreaterThan(29)
    expect(days).toBeLessThan(31)
    expect(await notices(rotating)).toEqual(['connection.rotated'])
  })

  it('is not lost where a clock was ahead when it was planned', async () => {
    const rotating = await test().rotating()
    await moveTo(rotating, new Date(Date.now() + 900 * 86_400_000))
    await run()
    expect((await rotating.state()).rotations).toMatchObject([{ state: 'succeeded' }])
  })

  it('is tried again with growing pauses, then once a day, and says so until it succeeds', async () => {
    const rotating = await test().rotating()
    await test().sandbox.control.setFault({ ...making, times: null, effect: { kind: 'rate-limit' } })
    const pauses = []
    for (const _try of [1, 2, 3]) {
      await moveTo(rotating, aMoment())
      await run()
      pauses.push(Math.round(await minutesUntil(rotating)))
      expect((await rotating.connection()).health.status).toBe('healthy')
    }
    expect(pauses).toEqual([10, 60, 240])
    for (const _day of [1, 2]) {
      await moveTo(rotating, aMoment())
      await run()
      const hours = (await minutesUntil(rotating)) / 60
      expect(hours).toBeGreaterThan(3)
      expect(hours).toBeLessThan(28)
    }
    // A use does not hide it.
    await rotating.act('appConnections.apps')
    const { health, rotation } = await rotating.connection()
    expect(health).toMatchObject({ status: 'degraded', reason: 'rotation_failed', remedy: expect.any(String) })
    expect(rotation).toMatchObject({ rotationStatus: 'failed', lastRotationMessage: expect.stringContaining('Heroku') })
    expect(await notices(rotating)).toEqual(['connection.rotation_failed'])
    await test().sandbox.control.clearFaults()
    await moveTo(rotating, aMoment())
    await run()
    expect((await rotating.connection()).health).toMatchObject({ status: 'healthy', reason: 'works', remedy: null })
  })

  it('is tried once where only a person can help, and ends to say so where it is switched off', async () => {
    const rotating = await test().rotating()
    const narrow = await test().sandbox.control.mintToken({ scope: ['write-protected'] })
    await rotating.act('appConnections.update', { credentials: { authToken: narrow.token } })
    await moveTo(rotating, aMoment())
    await run()
    expect((await rotating.connection()).health).toMatchObject({ status: 'degraded', reason: 'rotation_failed' })
    await rotating.act('appConnections.stopRotation')
    expect((await rotating.connection()).health).toMatchObject({ status: 'healthy', reason: 'works' })
  })

  it('fails no use of the connection that is under way through the change', async () => {
    const rotating = await test().rotating({ overlapDays: 0 })
    const failed: unknown[] = []
    let uses = 0
    // A machine that is slow is not what this looks for.
    const patient = { ...test().services, upstreamDeadlineMs: 60_000 }
    const use = async () => {
      await rotating.act('appConnections.apps', {}, patient).catch((error: unknown) => failed.push(error))
      uses += 1
    }
    const rotations = (async () => {
      for (const _rotation of [1, 2, 3]) await rotating.rotate(patient)
    })()
    let over = false
    const ended = rotations.finally(() => {
      over = true
    })
    const using = Array.from({ length: 64 }, async () => {
      while (!over) {
        await use()
        await sleep(20)
      }
    })
    await Promise.all([ended, ...using])
    expect(failed).toEqual([])
    expect(uses).toBeGreaterThanOrEqual(64)
  })

  it('moves the hash of the credential, and nothing else that happens to a connection does', async () => {
    const rotating = await test().rotating()
    const hashes = [(await rotating.connection()).credentialsHash]
    const same = async (what: () => Promise<unknown>) => {
      await what()
      expect((await rotating.connection()).credentialsHash).toBe(hashes.at(-1))
    }
    const moves = async (what: () => Promise<unknown>) => {
      await what()
      hashes.push((await rotating.connection()).credentialsHash)
      expect(new Set(hashes).size).toBe(hashes.length)
    }
    const other = await test().sandbox.control.mintToken()
    await same(() => rotating.act('appConnections.update', { description: 'another' }))
    await same(() => rotating.act('appConnections.check'))
    await same(() =>
      rotating.act('appConnections.setRotation', { rotationInterval: 5, rotateAtUtc: { hours: 1, minutes: 1 } }),
    )
    await same(() => rotating.act('appConnections.stopRotation'))
    await same(() => rotating.act('appConnections.remove').then(() => rotating.act('appConnections.restore')))
    await moves(() => rotating.rotate())
    await moves(() => rotating.act('appConnections.update', { credentials: { authToken: other.token } }))
    await same(() => rotating.act('appConnections.update', { credentials: { authToken: other.token } }))
    await moves(() => rotating.rotate())
    const [, , before] = hashes
    await rotating.act('appConnections.rollBackRotation')
    expect((await rotating.connection()).credentialsHash).toBe(before)
  })
})

import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { newPlace } from './killed.ts'

const minute = 60_000

describe.each(engines)('a server that is killed on %s with the sandbox', (engine) => {
  it('loses no check that was due: it comes round again', { timeout: 120_000 }, async () => {
    const place = await newPlace(engine)
    const first = await place.start({ JOBS: 'off' })
    const admin = await place.admin(first.url)
    const credentials = { authToken: (await place.sandbox.control.mintToken()).token }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials }
    expect((await admin.mutate('appConnections.create', input)).status).toBe(200)
    await place.kill(first.process)
    const dueNow = { next_check_at: new Date() }
    await place.between(({ kysely }) => kysely.updateTable('connections').set(dueNow).execute())

    await place.sandbox.control.clearRequests()
    await place.sandbox.control.setFault({ times: null, effect: { kind: 'hang' } })
    const second = await place.start({ JOBS: 'on' })
    await expect.poll(() => place.sandbox.control.requests(), { timeout: 20_000 }).not.toEqual([])
    await place.kill(second.process)
    await place.sandbox.control.clearFaults()

    await place.between(async ({ kysely, pool }) => {
      const { next_check_at: next, observed } = await kysely
        .selectFrom('connections')
        .select(['next_check_at', 'observed'])
        .executeTakeFirstOrThrow()
      expect(observed).toEqual({ account: true })
      expect(next?.getTime()).toBeGreaterThan(Date.now())
      expect(next?.getTime()).toBeLessThan(Date.now() + 5 * minute)
      // Five minutes later, that is: what was planned then is due.
      await pool.query(`update connections set next_check_at = next_check_at - interval '5 minutes'`)
      await pool.query(`update check_allowances set free_at = free_at - interval '5 minutes'`)
    })
    const third = await place.start({ JOBS: 'on' })
    await expect.poll(() => place.sandbox.control.requests(), { timeout: 20_000 }).toHaveLength(5)
    await place.kill(third.process)
  })
})

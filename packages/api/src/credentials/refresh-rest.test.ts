import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { inAnotherProcess, refusal } from '../../test/services.ts'

const token = '/oauth/token'

describe.each(engines)('renewals while a platform stays down, on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  /** A use in a process of its own. */
  const use = (id: string) => {
    const services = inAnotherProcess(test().services)
    return test().askWith(services, 'appConnections.apps', { app: 'heroku', connectionId: id })
  }
  const asked = async () => (await test().refreshes()).length
  const down = (status = 503) =>
    test().sandbox.control.setFault({ path: token, times: null, effect: { kind: 'status', status } })
  const turn = async (id: string) =>
    test()
      .services.db.selectFrom('refresh_leases')
      .selectAll()
      .where('connection_id', '=', id)
      .executeTakeFirstOrThrow()
  /** Ends the rest, as if its time had passed. */
  const rested = (id: string) =>
    test()
      .services.db.updateTable('refresh_leases')
      .set({ not_before: new Date(0) })
      .where('connection_id', '=', id)
      .execute()
  /**
   * Sets the end of the rest so many seconds from now, so that the assertions do not depend on the speed of the test.
   */
  const lasts = (id: string, seconds: number) =>
    test().database.pool.query(
      `update refresh_leases set not_before = now() + $2 * interval '1 second' where connection_id = $1`,
      [id, seconds],
    )
  /** How long refreshes rest, in seconds. */
  const rest = async (id: string) => {
    const { not_before } = await turn(id)
    return not_before === null ? 0 : Math.ceil((not_before.getTime() - Date.now()) / 1000)
  }

  it('rest after the second failure in a row, in all processes together, and answer as the last one did', async () => {
    const id = await test().connectEnded()
    await down()
    expect(await refusal(use(id))).toMatchObject({ statusCode: 502 })
    expect(await refusal(use(id))).toMatchObject({ statusCode: 502 })
    expect(await asked()).toBe(2)
    await lasts(id, 29.5)
    for (let each = 0; each < 3; each += 1) {
      expect(await refusal(use(id))).toMatchObject({
        statusCode: 502,
        message: expect.stringMatching(/the platform keeps failing\. It is asked again in \d\d s\.$/),
      })
    }
    expect(await asked()).toBe(2)
    expect((await test().get(id)).health.status).not.toBe('reconnect_required')
  })

  it('rest longer after each failure, up to a minute', async () => {
    const id = await test().connectEnded()
    await down()
    const rests: number[] = []
    for (let failure = 1; failure <= 9; failure += 1) {
      await refusal(use(id))
      rests.push(await rest(id))
      await rested(id)
    }
    expect(rests).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60])
    expect(await asked()).toBe(9)
  })

  it('begin again by themselves, and forget what was once they succeed', async () => {
    const id = await test().connectEnded()
    await down()
    await refusal(use(id))
    await refusal(use(id))
    await test().sandbox.control.clearFaults()
    expect(await refusal(use(id))).toMatchObject({ statusCode: 502 })
    await expect
      .poll(
        () =>
          use(id).then(
            () => 'works',
            () => 'rests',
          ),
        { timeout: 10_000 },
      )
      .toBe('works')
    expect(await asked()).toBe(3)
    expect(await turn(id)).toMatchObject({ failures: 0, calling: false })
    await test().end(id)
    await down()
    await refusal(use(id))
    expect(await rest(id)).toBe(0)
  })

  it('leave a token that still lives in use, and keep nobody from a new consent', async () => {
    const id = await test().connect()
    await test().believeEnd(id, 120)
    await down()
    for (let each = 0; each < 5; each += 1) {
      expect(await use(id)).not.toHaveLength(0)
      if (each === 1) await lasts(id, 60)
    }
    expect(await asked()).toBe(2)
    await test().sandbox.control.clearFaults()
    await test().end(id)
    expect(await refusal(use(id))).toMatchObject({ statusCode: 502 })
    const { admin, consent, finish } = test()
    await finish(admin, await consent(admin, { purpose: 'reconnect', connectionId: id }))
    await test().end(id)
    // The failures of one generation say nothing about the next.
    expect(await use(id)).not.toHaveLength(0)
  })
})

import { randomUUID } from 'node:crypto'
import { takeRefreshTurn } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { call, inAnotherProcess, refusal } from '../../test/services.ts'

const token = '/oauth/token'

describe.each(engines)('a renewal that fails once the token has ended, on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const notices = async (id: string) => {
    const notices = test().services.db.selectFrom('notices').select('type').where('connection_id', '=', id)
    return (await notices.orderBy('created_at').orderBy('id').execute()).map(({ type }) => type)
  }
  async function healthOf(id: string) {
    const { status, reason } = (await test().get(id)).health
    return { status, reason }
  }
  const use = (id: string) => refusal(test().apps(id))
  const check = (id: string) =>
    call(test().services, test().admin, 'appConnections.check', { app: 'heroku', connectionId: id })
  const works = { status: 'healthy', reason: 'works' }

  it.each([
    ['a use', use],
    ['a check', check],
  ])(
    'because its account is suspended is noted by %s, with a notice; and so is that it works again',
    async (_by, act) => {
      const id = await test().connectEnded()
      const [ada] = await test().sandbox.control.accounts()
      const suspend = (suspended: boolean) => test().sandbox.control.setAccountStatus(`${ada?.email}`, { suspended })
      await suspend(true)
      for (let times = 0; times < 2; times += 1) {
        await act(id)
        expect(await healthOf(id)).toEqual({ status: 'degraded', reason: 'account_problem' })
        expect(await notices(id)).toEqual(['connection.failed'])
      }
      await suspend(false)
      await test().services.db.deleteFrom('refresh_leases').where('connection_id', '=', id).execute()
      expect(await test().apps(id)).toContain('note-g')
      expect(await healthOf(id)).toEqual(works)
      expect(await notices(id)).toEqual(['connection.failed', 'connection.recovered'])
    },
  )

  it.each([
    ['by an ended token that was believed to live', true],
    ['by an ended token', false],
  ])('on the way there is noted as no more than degraded, without a notice: found %s', async (_title, believed) => {
    const id = await test().connectEnded()
    if (believed) await test().believeEnd(id, 3_600)
    await test().sandbox.control.setFault({ path: token, effect: { kind: 'status', status: 503 } })
    expect(await use(id)).toMatchObject({ statusCode: 502 })
    expect(await healthOf(id)).toEqual({ status: 'degraded', reason: 'unavailable' })
    expect(await test().apps(id)).toContain('note-g')
    expect(await healthOf(id)).toEqual(works)
    expect(await notices(id)).toEqual([])
  })

  it('says nothing where another process was only waited for', async () => {
    const { services, organization } = test()
    const id = await test().connectEnded()
    const wanted = { connectionId: id, orgId: organization.id, owner: randomUUID(), sealRevision: 1 }
    await takeRefreshTurn(services.db, wanted, 60_000)
    const impatient = inAnotherProcess(services, { refresh: { ...services.refresh, turnMs: 100 } })
    const waiting = test().askWith(impatient, 'appConnections.apps', { app: 'heroku', connectionId: id })
    expect(await refusal(waiting)).toMatchObject({ statusCode: 504 })
    const checking = call(impatient, test().admin, 'appConnections.check', { app: 'heroku', connectionId: id })
    expect(await refusal(checking)).toMatchObject({ statusCode: 504 })
    expect(await healthOf(id)).toEqual(works)
    const days = services.db.selectFrom('connection_days').select('checks').where('connection_id', '=', id)
    expect(await days.execute()).toEqual([])
  })

  it('says nothing where the caller alone had no time left', async () => {
    const { services } = test()
    const id = await test().connectEnded()
    await test().sandbox.control.setFault({ path: token, effect: { kind: 'latency', ms: 300 } })
    const hurried = inAnotherProcess(services, { upstreamDeadlineMs: 100 })
    const waiting = test().askWith(hurried, 'appConnections.apps', { app: 'heroku', connectionId: id })
    expect(await refusal(waiting)).toMatchObject({ statusCode: 504 })
    expect(await healthOf(id)).toEqual(works)
    await expect.poll(async () => (await test().row(id)).seal_revision).toBe(2)
  })
})

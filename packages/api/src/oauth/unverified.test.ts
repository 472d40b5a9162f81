import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { describe, expect, it } from 'vitest'
import { finished, useOAuth } from '../../test/oauth.ts'
import { call } from '../../test/services.ts'

describe.each(engines)('a grant that cannot be tried on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const fault = (effect: FaultInput['effect']) => test().sandbox.control.setFault({ path: '/account', effect })
  const check = (connectionId: string) =>
    call(test().services, test().admin, 'appConnections.check', { app: 'heroku', connectionId })

  it.each<[string, FaultInput['effect'], string]>([
    ['a 503', { kind: 'status', status: 503 }, 'unavailable'],
    ['a page that is none of Heroku’s', { kind: 'html' }, 'unavailable'],
    ['a reset', { kind: 'reset' }, 'unavailable'],
    ['a limit', { kind: 'rate-limit' }, 'rate_limited'],
    ['an answer that is too late', { kind: 'hang' }, 'timed_out'],
  ])('after %s is stored all the same, as not checked yet, and is checked at once', async (_title, effect, failure) => {
    const { admin, consent, get, stored, row, events, services } = test()
    const back = await consent(admin, { purpose: 'create', name: `c-${randomUUID()}` })
    await fault(effect)
    const hurried = { ...services, upstreamDeadlineMs: 400 }
    const answer = await call(effect.kind === 'hang' ? hurried : services, admin, 'oauth.finish', back)
    const { outcome, connectionId = '' } = finished.parse(answer)
    expect(outcome).toBe('created')
    const { health } = await get(connectionId)
    expect(health).toMatchObject({
      status: 'unchecked',
      reason: 'not_checked',
      lastSuccessAt: null,
      account: { id: expect.any(String), email: null },
      observed: { account: 'not_tried', apps: 'not_tried' },
    })
    expect(health.expiresAt).not.toBeNull()
    expect((await row(connectionId)).next_check_at?.getTime()).toBeLessThanOrEqual(Date.now())
    expect((await events(connectionId))[0]).toMatchObject({
      action: 'appConnections.create',
      outcome: 'success',
      detail: { unproved: failure },
    })
    expect(await stored(connectionId)).toMatchObject({ refreshToken: expect.any(String) })
    await test().sandbox.control.clearFaults()
    await check(connectionId)
    expect((await get(connectionId)).health).toMatchObject({
      status: 'healthy',
      account: { email: expect.any(String) },
    })
  })

  it('shows what the platform holds against its account', async () => {
    const { admin, consent, finish, get } = test()
    const back = await consent(admin, { purpose: 'create', name: `c-${randomUUID()}` })
    await fault({ kind: 'status', status: 402, id: 'delinquent' })
    const { outcome, connectionId = '' } = await finish(admin, back)
    expect(outcome).toBe('created')
    expect((await get(connectionId)).health).toMatchObject({ status: 'degraded', reason: 'account_problem' })
  })

  it('is not stored where the platform refuses the token outright', async () => {
    const { admin, consent, finish, services } = test()
    const name = `c-${randomUUID()}`
    const back = await consent(admin, { purpose: 'create', name })
    await fault({ kind: 'status', status: 401, id: 'unauthorized' })
    expect(await finish(admin, back)).toMatchObject({ outcome: 'refused' })
    const rows = await services.db.selectFrom('connections').select('id').where('name', '=', name).execute()
    expect(rows).toEqual([])
  })

  it('takes the place of the old one in a reconnection, and never says that it works', async () => {
    const { admin, connect, consent, finish, get, stored } = test()
    const connectionId = await connect()
    const before = await stored(connectionId)
    const back = await consent(admin, { purpose: 'reconnect', connectionId })
    await fault({ kind: 'status', status: 503 })
    expect(await finish(admin, back)).toMatchObject({ outcome: 'reconnected', connectionId })
    expect((await stored(connectionId)).refreshToken).not.toBe(before.refreshToken)
    expect(await get(connectionId)).toMatchObject({
      version: 2,
      health: { status: 'unchecked', reason: 'not_checked' },
    })
  })
})

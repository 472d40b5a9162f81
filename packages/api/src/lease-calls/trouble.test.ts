import { engines } from '@app-connections/db/testing/engines'
import type { OpenedLease } from '@app-connections/schemas'
import { afterEach, describe, expect, it } from 'vitest'
import { type Leasing, useLeases } from '../../test/leases.ts'
import { call, refusal } from '../../test/services.ts'
import { runDueLeases } from '../index.ts'

const authorizations = { method: 'POST', path: '/oauth/authorizations' } as const
const ending = { method: 'DELETE', path: '/oauth/authorizations/*' } as const

describe.each(engines)('leases in trouble on %s with the sandbox', (engine) => {
  const test = useLeases(engine)
  afterEach(() => test().sandbox.control.clearFaults())
  const run = () => runDueLeases(test().services, { signal: new AbortController().signal, onError })
  const onError = (error: unknown) => {
    throw error
  }
  /** Moves all times of a lease, as if so many seconds had passed. */
  async function pass({ lease: { id, expiresAt } }: OpenedLease, seconds: number): Promise<void> {
    const at = new Date(Date.parse(expiresAt) - seconds * 1000)
    await test().services.db.updateTable('leases').set({ due_at: at, expires_at: at }).where('id', '=', id).execute()
  }
  const only = async ({ leases }: Leasing) => {
    const [lease] = await leases()
    if (lease === undefined) throw new Error('there is no lease')
    return lease
  }

  it('end at their time, also where nobody ran then, and at the platform by themselves', async () => {
    const leasing = await test().leasing()
    const first = await leasing.open({ scopes: ['identity'], seconds: 60 })
    await run()
    expect(await only(leasing)).toMatchObject({ state: 'live' })
    await pass(first, 3_600)
    await run()
    expect(await only(leasing)).toMatchObject({ state: 'ended', endedBy: 'time' })
    expect(await leasing.tried(first.token)).toBe(401)
    const second = await leasing.open({ scopes: ['identity'], seconds: 60 })
    await test().sandbox.control.moveClock(61)
    expect(await leasing.tried(second.token)).toBe(401)
  })

  it('end where a clock was ahead when they were opened', async () => {
    const leasing = await test().leasing()
    await pass(await leasing.open(), -30 * 86_400)
    await run()
    expect(await only(leasing)).toMatchObject({ state: 'ended', endedBy: 'time' })
    expect(await leasing.left()).toEqual([])
  })

  it('are refused with what would be needed where the account may make no tokens, or no more', async () => {
    const leasing = await test().leasing()
    const { control } = test().sandbox
    await control.setFault({ ...authorizations, effect: { kind: 'status', status: 422, id: 'invalid_params' } })
    const full = await refusal(leasing.open())
    expect(full.message).toContain('authorizations:revoke')
    expect(await only(leasing)).toMatchObject({ state: 'failed', reason: full.message })
    const read = await control.mintToken({ scope: ['read'] })
    const credentials = { authToken: read.token }
    await call(test().services, leasing.admin, 'appConnections.update', { ...leasing.ref, credentials })
    const refused = await refusal(leasing.open())
    expect(refused.message).toContain('authorizations:create -s global')
    expect(await leasing.left()).toEqual([])
  })

  it('are tried again while the platform cannot end them, then stuck, and ended at the latest when their time is over', async () => {
    const leasing = await test().leasing()
    const { lease } = await leasing.open()
    const { control } = test().sandbox
    await control.setFault({ ...ending, times: 100, effect: { kind: 'status', status: 503, id: 'unavailable' } })
    expect(await leasing.end(lease.id)).toMatchObject({ state: 'ending', reason: expect.stringContaining('Heroku') })
    await leasing.sweep()
    expect(await only(leasing)).toMatchObject({ state: 'stuck', reason: expect.stringContaining('Heroku') })
    await control.clearFaults()
    expect(await leasing.end(lease.id)).toMatchObject({ state: 'ended', endedBy: 'holder' })
    expect(await leasing.left()).toEqual([])
    const second = await leasing.open()
    const read = await control.mintToken({ scope: ['read'] })
    const credentials = { authToken: read.token }
    await call(test().services, leasing.admin, 'appConnections.update', { ...leasing.ref, credentials })
    expect(await leasing.end(second.lease.id)).toMatchObject({
      state: 'stuck',
      reason: expect.stringContaining('another account'),
    })
    await pass(second, 3_601 + 120)
    await run()
    expect(await only(leasing)).toMatchObject({ state: 'ended', reason: expect.stringContaining('another account') })
  })
})

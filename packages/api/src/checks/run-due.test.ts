import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { hour, useChecks } from '../../test/checks.ts'
import { runDueChecks } from './run-due.ts'

const never = new AbortController().signal
const account = { id: '11111111-1111-4111-8111-111111111111' }

describe.each(engines)('checks in the background on %s with the sandbox', (engine) => {
  const test = useChecks(engine)
  const requests = async () => test().sandbox.control.requests()
  const counted = async () => (await requests()).filter(({ path }) => path !== '/account/rate-limits')
  const later = (ms: number) => test().moveTo(new Date(test().now().getTime() + ms))

  it('look at what is due, store what was seen, and come again in six hours give or take a fifth', async () => {
    const [due = ''] = await test().seed(await test().mint('global'), 1)
    const [other = ''] = await test().seed(await test().mint(), 1)
    const later = new Date(test().now().getTime() + 1)
    await test().services.db.updateTable('connections').set({ next_check_at: later }).where('id', '=', other).execute()
    expect(await test().run()).toBe(1)
    const row = await test().row(due)
    const [ada] = await test().sandbox.control.accounts()
    expect(row).toMatchObject({ health: 'healthy', observed: { account: true, apps: true }, account: { id: ada?.id } })
    const wait = (row.next_check_at?.getTime() ?? 0) - test().now().getTime()
    expect(wait).toBeGreaterThanOrEqual(4.8 * hour)
    expect(wait).toBeLessThanOrEqual(7.2 * hour)
    expect(await test().row(other)).toMatchObject({ health: 'unchecked', observed: {} })
    expect(await test().run()).toBe(0)
  })

  it('move neither version nor ETag nor updatedAt, and leave no event each', async () => {
    const [id = ''] = await test().seed(await test().mint(), 1)
    const before = await test().row(id)
    await test().run()
    const after = await test().row(id)
    for (const field of ['version', 'revision', 'seal_revision', 'updated_at'] as const) {
      expect(after[field], field).toEqual(before[field])
    }
    const events = await test().services.db.selectFrom('audit_events').select('action').execute()
    expect(events).toEqual([])
  })

  it('find a dead credential, and find it again when it lives', async () => {
    const token = await test().mint()
    const [id = ''] = await test().seed(token, 1)
    await test().sandbox.control.setFault({ times: null, effect: { kind: 'status', status: 401 } })
    await test().run()
    expect(await test().row(id)).toMatchObject({ health: 'reconnect_required', health_reason: 'refused' })
    await test().sandbox.control.clearFaults()
    later(7.2 * hour)
    await test().run()
    expect(await test().row(id)).toMatchObject({ health: 'healthy' })
  })

  it('are made one at a time for an account, by two processes as by one, and at its pace', async () => {
    const ids = await test().seed(await test().mint(), 6, account)
    const [other = ''] = await test().seed(await test().mint(), 1, { id: 'another' })
    await test().sandbox.control.setFault({ times: null, effect: { kind: 'latency', ms: 30 } })
    const ran = await Promise.all([test().run(), test().run({ ...test().services })])
    expect(ran[0] + ran[1]).toBe(2)
    expect(await test().row(other)).toMatchObject({ health: 'healthy' })
    const waits = (await Promise.all(ids.map((id) => test().row(id))))
      .map(({ next_check_at }) => (next_check_at?.getTime() ?? 0) - test().now().getTime())
      .filter((ms) => ms < hour)
      .sort((a, b) => a - b)
    expect(waits).toHaveLength(5)
    // 4500 calls an hour: a check of at most 3 calls each 48.6 seconds stays below 5 percent in every hour.
    waits.forEach((ms, place) => {
      expect(Math.abs(ms - (place + 1) * 48_648.6)).toBeLessThan(3)
    })
    for (let step = 0; step < 12; step += 1) {
      later(48_700)
      await Promise.all([test().run(), test().run({ ...test().services })])
    }
    for (const id of ids) expect(await test().row(id)).toMatchObject({ health: 'healthy' })
    const calls = (await requests()).filter(({ account: whose }) => whose === 'ada@example.com')
    expect(calls.length).toBeGreaterThanOrEqual(21)
  })

  it('never overlap for one account', async () => {
    await test().seed(await test().mint(), 4, account)
    await test().sandbox.control.setFault({ times: null, effect: { kind: 'latency', ms: 20 } })
    for (let step = 0; step < 10; step += 1) {
      await Promise.all([test().run(), test().run({ ...test().services }), test().run({ ...test().services })])
      later(48_700)
    }
    const calls = (await requests()).toSorted((a, b) => a.startedAt - b.startedAt)
    expect(calls).toHaveLength(12)
    calls.forEach((call, index) => {
      expect(call.startedAt).toBeGreaterThanOrEqual(calls[index - 1]?.endedAt ?? 0)
    })
  })

  it('do not begin for an account while one is under way, in whichever process', async () => {
    const [slow = ''] = await test().seed(await test().mint(), 1, account)
    await test().sandbox.control.setFault({ effect: { kind: 'latency', ms: 400 } })
    const first = test().run()
    await expect.poll(async () => (await requests()).length).toBe(1)
    const [other = ''] = await test().seed(await test().mint(), 1, account)
    expect(await test().run({ ...test().services })).toBe(0)
    expect(await requests()).toHaveLength(1)
    expect(await first).toBe(1)
    expect(await test().row(slow)).toMatchObject({ health: 'healthy' })
    const { health, next_check_at } = await test().row(other)
    expect(health).toBe('unchecked')
    expect(next_check_at?.getTime()).toBeGreaterThan(test().now().getTime())
  })

  it('leave an account alone that has fewer than 1,000 calls left, until it has so many again', async () => {
    const [id = ''] = await test().seed(await test().mint(), 1, account)
    await test().sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 550 })
    await test().run()
    expect(await counted()).toEqual([])
    const [allowance] = await test().services.db.selectFrom('check_allowances').selectAll().execute()
    // 450 are missing, and 4500 are added in an hour.
    const rest = (allowance?.free_at.getTime() ?? 0) - test().now().getTime()
    expect(rest).toBeGreaterThan(350_000)
    expect(rest).toBeLessThanOrEqual(360_000)
    later(10_000)
    await test().seed(await test().mint(), 1, account)
    expect(await test().run()).toBe(0)
    await test().sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 4_500 })
    for (const ms of [hour / 2, 60_000]) {
      later(ms)
      await test().run()
    }
    expect((await test().row(id)).observed).toEqual({ account: false, apps: true })
  })

  it('let an account rest that has had too many calls, which says nothing about the credential', async () => {
    const [id = ''] = await test().seed(await test().mint(), 1, account)
    await test().sandbox.control.setFault({ path: '/apps', effect: { kind: 'rate-limit' } })
    await test().run()
    expect(await test().row(id)).toMatchObject({ health: 'unchecked' })
    const [allowance] = await test().services.db.selectFrom('check_allowances').selectAll().execute()
    expect(allowance?.free_at.getTime()).toBe(test().now().getTime() + hour / 4)
  })

  it('come round again where whoever claimed them never finished, and not before', async () => {
    const [id = ''] = await test().seed(await test().mint(), 1, account)
    // Stopped after the claim and before the first check.
    const stop = new AbortController()
    const { keyring } = test().services
    const stopping = { ...keyring, forOrg: () => new Promise<never>(() => {}) }
    void runDueChecks({ ...test().services, keyring: stopping }, { signal: stop.signal, onError: () => {} })
    await expect
      .poll(async () => (await test().row(id)).next_check_at?.getTime())
      .toBe(test().now().getTime() + 300_000)
    later(299_000)
    expect(await test().run()).toBe(0)
    later(1_000)
    expect(await test().run()).toBe(1)
    expect(await test().row(id)).toMatchObject({ health: 'healthy' })
  })

  it('go on with the others where one cannot be opened, and say which', async () => {
    const [broken = ''] = await test().seed(await test().mint(), 1)
    const [sound = ''] = await test().seed(await test().mint(), 1)
    await test().services.db.updateTable('connections').set({ seal_revision: 9 }).where('id', '=', broken).execute()
    const reported: unknown[] = []
    const onError = (error: unknown, facts: object) =>
      reported.push({ name: error instanceof Error && error.name, ...facts })
    expect(await runDueChecks(test().services, { signal: never, onError })).toBe(2)
    expect(reported).toEqual([{ name: 'SealingError', connectionId: broken }])
    expect(await test().row(sound)).toMatchObject({ health: 'healthy' })
    expect(await test().run()).toBe(0)
    expect((await test().row(broken)).next_check_at?.getTime()).toBeGreaterThan(test().now().getTime() + 4 * hour)
  })

  it('look at nothing that is deleted', async () => {
    const [id = ''] = await test().seed(await test().mint(), 1)
    await test().services.db.updateTable('connections').set({ deleted_at: test().now() }).where('id', '=', id).execute()
    expect(await test().run()).toBe(0)
    expect(await requests()).toEqual([])
  })
})

import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { hour, useChecks } from '../../test/checks.ts'

/** 10,000 connections of 50 accounts with `SOAK=on`; each account's own are due within the six hours at its pace. */
const accounts = process.env.SOAK === 'on' ? 50 : 3
const perAccount = process.env.SOAK === 'on' ? 200 : 20

/** So many calls an hour are 5 percent of what an account is allowed. */
const budget = 225

describe.each(engines)('many connections on %s with the sandbox', (engine) => {
  const test = useChecks(engine, 'off')

  it('that are all due at once are all checked in six hours, and no account gives more than its share of any hour', {
    timeout: 1_800_000,
  }, async () => {
    for (let account = 0; account < accounts; account += 1) {
      await test().seed(await test().mint('read'), perAccount, { id: `account-${account}` })
    }
    const start = test().now().getTime()
    // Each account has one token, which is how the platform's log tells them apart.
    const calls = new Map<string, number[]>()
    let checked = 0
    for (let at = start; at < start + 6 * hour; at += 16_000) {
      test().moveTo(new Date(at))
      checked += await test().run()
      for (const { path, headers } of await test().sandbox.control.requests()) {
        if (path === '/account/rate-limits') continue
        const token = headers.authorization ?? ''
        calls.set(token, [...(calls.get(token) ?? []), at])
      }
      await test().sandbox.control.clearRequests()
      const left = await test()
        .services.db.selectFrom('connections')
        .select('id')
        .where('health', '=', 'unchecked')
        .limit(1)
        .execute()
      if (left.length === 0) break
    }
    const healthy = await test()
      .services.db.selectFrom('connections')
      .select('id')
      .where('health', '=', 'healthy')
      .execute()
    expect(healthy).toHaveLength(accounts * perAccount)
    expect(calls.size).toBe(accounts)
    const busiest = Math.max(...[...calls.values()].map(busiestHour))
    expect(busiest).toBeLessThanOrEqual(budget)
    const hours = Math.round((test().now().getTime() - start) / 360_000) / 10
    process.stdout.write(
      `${engine}: ${healthy.length} connections of ${accounts} accounts checked in ${hours} hours by the moved clock (${checked} checks); the busiest hour of an account had ${busiest} of ${budget} calls\n`,
    )
  })
})

/** The most of these times (sorted) that lie within any one hour. */
function busiestHour(times: readonly number[]): number {
  let from = 0
  return Math.max(
    ...times.map((at, index) => {
      while ((times[from] ?? at) <= at - hour) from += 1
      return index - from + 1
    }),
  )
}

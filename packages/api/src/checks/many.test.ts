import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { type ChecksTest, hour, useChecks } from '../../test/checks.ts'

/**
 * 10,000 connections of 50 accounts with `SOAK=on`, else enough of one account to take more than an hour at its pace.
 */
const soak = process.env.SOAK === 'on'
const accounts = soak ? 50 : 1
const perAccount = soak ? 200 : 80

/** The calls an hour that checks may make: 5 percent of what an account is allowed. */
const budget = 225

describe.each(engines)('many connections on %s with the sandbox', (engine) => {
  const test = useChecks(engine, 'off')

  it('that are all due at once are all checked in six hours, and no account gives more than its share of any hour', async () => {
    await seed(test())
    const start = test().now().getTime()
    // Each account has one token, by which the platform's log tells the accounts apart.
    const calls = new Map<string, number[]>()
    let checked = 0
    for (let at: number | undefined = start; at !== undefined; at = await nextDue(test(), at)) {
      expect(at).toBeLessThan(start + 6 * hour)
      test().moveTo(new Date(at))
      checked += await test().run()
      for (const { path, headers } of await test().sandbox.control.requests()) {
        if (path === '/account/rate-limits') continue
        const token = headers.authorization ?? ''
        calls.set(token, [...(calls.get(token) ?? []), at])
      }
      await test().sandbox.control.clearRequests()
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
    expect(busiest).toBeGreaterThan(budget / 2)
    const hours = Math.round((test().now().getTime() - start) / 360_000) / 10
    process.stdout.write(
      `${engine}: ${healthy.length} connections of ${accounts} accounts checked in ${hours} hours by the moved clock (${checked} checks); the busiest hour of an account had ${busiest} of ${budget} calls\n`,
    )
  }, 1_800_000)
})

async function seed(test: ChecksTest): Promise<void> {
  const [ada] = await test.sandbox.control.accounts()
  for (let account = 0; account < accounts; account += 1) {
    const id = soak ? `account-${account}` : ada?.id
    // A token of this scope cannot name its account, so that one account of the sandbox can stand for many.
    await test.seed(await test.mint(soak ? 'read' : 'global'), perAccount, { id })
  }
}

/** When the next connection that was never checked is due; at least five seconds later. */
async function nextDue({ services }: ChecksTest, at: number): Promise<number | undefined> {
  const next = await services.db
    .selectFrom('connections')
    .select('next_check_at')
    .where('health', '=', 'unchecked')
    .orderBy('next_check_at')
    .limit(1)
    .executeTakeFirst()
  return next && Math.max(at + 5_000, next.next_check_at?.getTime() ?? 0)
}

/** The most of these sorted times that lie within any one hour. */
function busiestHour(times: readonly number[]): number {
  let from = 0
  return Math.max(
    ...times.map((at, index) => {
      while ((times[from] ?? at) <= at - hour) from += 1
      return index - from + 1
    }),
  )
}

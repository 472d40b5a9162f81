import { reserveCalls } from '@app-connections/db/system'
import { engines, useMigratedDatabase } from '@app-connections/db/testing/engines'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { OperationError } from '../failures/operation-error.ts'
import {
  callsPerMinute,
  createLimits,
  type LimitKind,
  type Limits,
  noLimits,
  type Reserve,
  reserveInMemory,
} from './limits.ts'

/** The seconds to wait, or 0 where the call is admitted. */
async function waits(limits: Limits, kind: LimitKind, callerKey: string | undefined, address: string): Promise<number> {
  try {
    await limits.admit(kind, callerKey, address)
    return 0
  } catch (error) {
    if (!(error instanceof OperationError) || error.error !== 'RateLimitExceeded') throw error
    expect(error.message).toBe(`Too many requests. Try again in ${error.retryAfterSeconds} seconds.`)
    return error.retryAfterSeconds ?? Number.NaN
  }
}

async function spend(limits: Limits, kind: LimitKind, callerKey: string | undefined, address: string, calls: number) {
  for (let call = 0; call < calls; call++) await limits.admit(kind, callerKey, address)
}

describe('limits', () => {
  it('end with their minute also where the clock is set back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    for (const reserve of [async () => ({ granted: 0, secondsLeft: 60 }), reserveInMemory()]) {
      const limits = createLimits(reserve)
      const wait = () => waits(limits, 'login', undefined, '192.0.2.1')
      while ((await wait()) === 0);
      vi.setSystemTime(Date.now() - 8 * 86_400_000)
      expect(await wait()).toBeLessThanOrEqual(60)
    }
  })
})

describe('limits, with a clock that stands still', () => {
  /** The database's counters, by the test's clock. */
  function counting(start: number) {
    let now = start
    const reserved = new Map<string, number>()
    const reserve: Reserve = async (key, batch, limit) => {
      const window = `${key} ${Math.floor(now / 60_000)}`
      const before = reserved.get(window) ?? 0
      reserved.set(window, before + batch)
      return {
        granted: Math.min(batch, Math.max(0, limit - before)),
        secondsLeft: Math.ceil((60_000 - (now % 60_000)) / 1000),
      }
    }
    return { reserve, clock: () => now, pass: (ms: number) => (now += ms) }
  }
  function limitsAt(start: number) {
    const counted = counting(start)
    return { ...counted, limits: createLimits(counted.reserve, counted.clock) }
  }

  it.each(['read', 'write', 'login'] as const)(
    'admit so many calls a minute to %s, by caller and by address',
    async (kind) => {
      const { limits } = limitsAt(0)
      await spend(limits, kind, 'token', '192.0.2.1', callsPerMinute[kind].caller)
      expect(await waits(limits, kind, 'token', '192.0.2.1')).toBe(60)
      await spend(limits, kind, undefined, '192.0.2.1', callsPerMinute[kind].address)
      expect(await waits(limits, kind, undefined, '192.0.2.1')).toBe(60)
    },
  )

  it('count an authenticated call by its caller alone, from whatever address', async () => {
    const { limits } = limitsAt(0)
    for (let call = 0; call < callsPerMinute.write.caller; call++)
      await limits.admit('write', 'token', `10.0.0.${call}`)
    expect(await waits(limits, 'write', 'token', '10.9.9.9')).toBe(60)
    expect(await waits(limits, 'write', 'another token', '10.0.0.1')).toBe(0)
    expect(await waits(limits, 'write', undefined, '10.0.0.1')).toBe(0)
  })

  it('count every kind, caller and address apart', async () => {
    const { limits } = limitsAt(0)
    await spend(limits, 'login', undefined, '192.0.2.1', callsPerMinute.login.address)
    expect(await waits(limits, 'login', undefined, '192.0.2.1')).toBe(60)
    expect(await waits(limits, 'login', undefined, '192.0.2.2')).toBe(0)
    expect(await waits(limits, 'write', undefined, '192.0.2.1')).toBe(0)
    expect(await waits(limits, 'login', '192.0.2.1', '192.0.2.1')).toBe(0)
  })

  it('say how long to wait, in whole seconds and never less than one, and admit whoever has waited so long', async () => {
    for (const [start, seconds] of [
      [20_400, 40],
      [59_999, 1],
      [60_000, 60],
    ] as const) {
      const { limits, pass } = limitsAt(start)
      await spend(limits, 'write', undefined, 'a', callsPerMinute.write.address)
      expect(await waits(limits, 'write', undefined, 'a')).toBe(seconds)
      pass(seconds * 1000)
      expect(await waits(limits, 'write', undefined, 'a')).toBe(0)
    }
  })

  it('admit no more where many calls come at once', async () => {
    const { limits } = limitsAt(0)
    const calls = callsPerMinute.write.caller + 50
    const results = await Promise.all(Array.from({ length: calls }, () => waits(limits, 'write', 'token', 'a')))
    expect(results.filter((seconds) => seconds === 0)).toHaveLength(callsPerMinute.write.caller)
  })

  it('ask the database for a tenth at a time, not at every call', async () => {
    let asked = 0
    const counted = counting(0)
    const limits = createLimits((...call) => {
      asked += 1
      return counted.reserve(...call)
    }, counted.clock)
    await spend(limits, 'write', 'token', 'a', callsPerMinute.write.caller)
    expect(asked).toBe(10)
  })

  it('count what is worth several calls as so many', async () => {
    const { limits } = limitsAt(0)
    const { caller } = callsPerMinute.read
    for (let call = 0; call < caller / 20; call++) await limits.admit('read', 'caller', 'a', 20)
    expect(await waits(limits, 'read', 'caller', 'a')).toBe(60)
  })

  it('count the calls about an organization, whoever makes them', async () => {
    const { limits } = limitsAt(0)
    const { organization } = callsPerMinute.write
    for (let call = 0; call < organization; call++) await limits.admitOrganization('write', 'one')
    await expect(limits.admitOrganization('write', 'one')).rejects.toMatchObject({ retryAfterSeconds: 60 })
    await limits.admitOrganization('write', 'two')
    await limits.admitOrganization('read', 'one')
  })

  it('count in this process alone what must not wait for the database', async () => {
    let now = 0
    const limits = createLimits(
      reserveInMemory(() => now),
      () => now,
    )
    await spend(limits, 'page', undefined, 'a', callsPerMinute.page.address)
    expect(await waits(limits, 'page', undefined, 'a')).toBe(60)
    expect(await waits(limits, 'page', undefined, 'b')).toBe(0)
    now = 60_000
    expect(await waits(limits, 'page', undefined, 'a')).toBe(0)
  })

  it('fail with the database rather than admit what nobody counts, and count again once it is back', async () => {
    const counted = counting(0)
    let broken = true
    const limits = createLimits(async (...call) => {
      if (broken) throw new Error('the database is gone')
      return counted.reserve(...call)
    }, counted.clock)
    await expect(limits.admit('read', 'token', 'a')).rejects.toThrow('the database is gone')
    broken = false
    expect(await waits(limits, 'read', 'token', 'a')).toBe(0)
  })

  it('can be off', async () => {
    await spend(noLimits, 'login', undefined, 'a', 10_000)
    for (let call = 0; call < 10_000; call++) await noLimits.admitOrganization('login', 'organization')
  })
})

describe.each(engines)('limits counted by %s', (engine) => {
  const database = useMigratedDatabase(engine)

  async function minute(): Promise<string> {
    const { rows } = await database().pool.query<{ at: Date }>("select date_trunc('minute', now()) as at")
    return `${rows[0]?.at.toISOString()}`
  }

  it('hold for all processes together', async () => {
    const { caller } = callsPerMinute.write
    for (let attempt = 0; ; attempt++) {
      const before = await minute()
      const key = `token ${attempt}`
      const processes = [1, 2].map(() => createLimits((...call) => reserveCalls(database().kysely, ...call)))
      const results = await Promise.all(
        processes.flatMap((limits) => Array.from({ length: caller }, () => waits(limits, 'write', key, 'a'))),
      )
      // A new minute has begun meanwhile, so this round shows nothing.
      if ((await minute()) !== before) continue
      expect(results.filter((seconds) => seconds === 0)).toHaveLength(caller)
      expect(Math.max(...results)).toBeLessThanOrEqual(60)
      return
    }
  })
})

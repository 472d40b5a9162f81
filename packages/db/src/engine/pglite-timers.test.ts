import { sql } from 'kysely'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openEmptyDatabase } from '../../test/engines.ts'

describe('the timers of PGlite', () => {
  // In this order: the spy stands on the fake timers, and would put them back.
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('are none that Node cannot keep, however far the clock is set back while one is under way', async () => {
    const { kysely } = await openEmptyDatabase('PGlite')
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    const set = vi.spyOn(globalThis, 'setTimeout')
    await sql`create table rows (value integer)`.execute(kysely)
    // The engine flushes its statistics ten seconds later at the latest.
    for (const value of [1, 2]) await sql`insert into rows values (${value})`.execute(kysely)
    const delays = () => set.mock.calls.map(([, ms = 0]) => ms)
    expect(Math.max(...delays())).toBe(10_000)
    vi.setSystemTime(Date.now() - 60 * 86_400_000)
    vi.advanceTimersByTime(10_000)
    expect(Math.max(...delays())).toBe(2 ** 31 - 1)
  })
})

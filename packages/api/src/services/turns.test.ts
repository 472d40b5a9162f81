import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

/** Work that ends when the test says so. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

describe('turns', () => {
  it('let an organization wait for itself and for nobody else', async () => {
    const turns = createTurns({ atOnce: 1, mostWaiting: 2 })
    const [first, order] = [held(), [] as string[]]
    const running = turns.take('one', first.work)
    const waiting = ['a', 'b'].map((name) => turns.take('one', async () => void order.push(name)))
    await expect(turns.take('one', async () => 'never')).rejects.toMatchObject({
      error: 'RateLimitExceeded',
      retryAfterSeconds: 1,
    })
    expect(await turns.take('two', async () => 'at once')).toBe('at once')
    expect(order).toEqual([])
    first.end()
    await Promise.all([running, ...waiting])
    expect(order).toEqual(['a', 'b'])
  })

  it('last as long as the work says, and no longer', async () => {
    const turns = createTurns({ atOnce: 1, mostWaiting: 1 })
    const [sending, order] = [held(), [] as string[]]
    await turns.take('one', async (lasts) => lasts(sending.work()))
    const next = turns.take('one', async () => void order.push('next'))
    await turns.take('two', async () => void order.push('another'))
    expect(order).toEqual(['another'])
    sending.end()
    await next
    expect(order).toEqual(['another', 'next'])
  })

  it('go on after work that fails', async () => {
    const turns = createTurns({ atOnce: 1, mostWaiting: 1 })
    const failing = turns.take('one', async () => Promise.reject(new Error('no')))
    const next = turns.take('one', async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  it('are fewer while other organizations call, and as many as ever once these have gone', async () => {
    const turns = createTurns({ atOnce: 4, amongOthers: 2, mostWaiting: 20 })
    let [running, most] = [0, 0]
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await sleep(20)
      running -= 1
    }
    const ten = () => Promise.all(Array.from({ length: 10 }, () => turns.take('one', work)))
    await ten()
    expect(most).toBe(4)
    await turns.take('two', async () => {})
    most = 0
    await ten()
    expect(most).toBe(2)
  })

  it('rest after a long one as long as it took', async () => {
    const turns = createTurns({ atOnce: 1, mostWaiting: 1, restMs: (tookMs) => tookMs })
    const startedAt = performance.now()
    await turns.take('one', () => sleep(60))
    await turns.take('one', async () => {})
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115)
  })
})

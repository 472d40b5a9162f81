import { describe, expect, it } from 'vitest'
import { Shares } from './shares.ts'

const owner = (name: string, most = Number.POSITIVE_INFINITY) => ({ name, most })
/** Longer than any of these tests: what waits, waits. */
const long = 60_000

/** How many of ten connections an owner has at once who asks for ten. */
async function taken(shares: Shares, name: string, most?: number): Promise<number> {
  let had = 0
  for (let asked = 0; asked < 10; asked += 1) void shares.take(owner(name, most), long).then(() => (had += 1))
  await new Promise(setImmediate)
  return had
}

describe('shares of connections', () => {
  it.each([
    [1, 1, 0],
    [2, 1, 1],
    [4, 3, 1],
    [9, 7, 1],
    [10, 8, 1],
    [19, 10, 6],
  ])('of %i give one alone %i, and whoever comes next %i', async (all, most, next) => {
    const shares = new Shares(all)
    expect(await taken(shares, 'greedy')).toBe(most)
    expect(await taken(shares, 'other')).toBe(next)
    expect(shares.waiting).toBeGreaterThan(0)
  })

  it('are smaller the more there are, and none is had by whoever has enough', async () => {
    const shares = new Shares(9)
    const had = [await taken(shares, 'one'), await taken(shares, 'two'), await taken(shares, 'three')]
    expect(had).toEqual([7, 1, 1])
    expect(await taken(new Shares(9), 'background', 2)).toBe(2)
  })

  it('go over to whoever comes later, until both have as many', async () => {
    const shares = new Shares(10)
    const had = new Map<string, number>()
    const ask = (name: string) =>
      void shares.take(owner(name), long).then(() => had.set(name, (had.get(name) ?? 0) + 1))
    for (let asked = 0; asked < 20; asked += 1) ask('greedy')
    for (let asked = 0; asked < 20; asked += 1) ask('other')
    for (let ended = 0; ended < 4; ended += 1) shares.giveBack(owner('greedy'))
    await new Promise(setImmediate)
    expect([(had.get('greedy') ?? 0) - 4, had.get('other')]).toEqual([4, 4])
  })

  it('of one are no smaller for work in the background, but for what that has', async () => {
    const shares = new Shares(10)
    expect(await taken(shares, 'background', 2)).toBe(2)
    expect(await taken(shares, 'one')).toBe(7)
    expect(await taken(shares, 'two')).toBe(1)
  })

  it('go round: who waits with one is not behind everything of who waits with many', async () => {
    const shares = new Shares(1)
    await shares.take(owner('busy'), long)
    const order: string[] = []
    const ask = (name: string) => void shares.take(owner(name), long).then(() => order.push(name))
    for (const name of ['busy', 'busy', 'busy', 'quiet']) ask(name)
    for (const name of ['busy', 'busy', 'quiet', 'busy']) {
      shares.giveBack(owner(name))
      await new Promise(setImmediate)
    }
    expect(order).toEqual(['busy', 'quiet', 'busy', 'busy'])
  })

  it('are had without an owner at once, and count', async () => {
    const shares = new Shares(9)
    for (let lent = 0; lent < 7; lent += 1) expect(await shares.take(undefined, long)).toBe(true)
    expect(await taken(shares, 'one')).toBe(1)
    for (let lent = 0; lent < 7; lent += 1) shares.giveBack(undefined)
    await new Promise(setImmediate)
    expect(shares.waiting).toBe(3)
  })

  it('are not waited for longer than said', async () => {
    const shares = new Shares(1)
    await shares.take(owner('one'), long)
    expect(await shares.take(owner('two'), 20)).toBe(false)
    expect(shares.waiting).toBe(0)
    shares.giveBack(owner('one'))
    expect(await shares.take(owner('two'), 20)).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { LongLists } from './long-lists.ts'

/** The pieces in which an answer is written. */
async function pieces(data: unknown): Promise<{ any: boolean; written: string[] }> {
  const lists = new LongLists()
  const text = JSON.stringify(lists.marked(data))
  const written: string[] = []
  for await (const piece of lists.filledIn(text)) written.push(`${piece}`)
  return { any: lists.any, written }
}

const entries = Array.from({ length: 1_234 }, (_, n) => ({ n, name: `"näme" ${n}`, none: null }))

describe('long lists of an answer', () => {
  it.each([
    ['a list', entries],
    ['a field', { nextCursor: 'x', appConnections: entries, after: [1, 2] }],
    ['two fields', { people: entries, identities: entries.slice(0, 101) }],
  ])('as %s are the same text, written a part at a time', async (_, data) => {
    const { any, written } = await pieces(data)
    expect(any).toBe(true)
    expect(written.join('')).toBe(JSON.stringify(data))
    expect(written.length).toBeGreaterThan(13)
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(JSON.stringify(entries.slice(0, 120)).length)
  })

  it.each([[entries.slice(0, 100)], [{ a: 'text' }], ['text'], [null]])('leave alone what is short', async (data) => {
    const lists = new LongLists()
    expect(lists.marked(data)).toBe(data)
    expect(lists.any).toBe(false)
  })

  it('are not put where somebody has written what looks like a mark', async () => {
    const forged = 'long-list 00000000-0000-4000-8000-000000000000'
    const data = { description: forged, list: entries }
    expect((await pieces(data)).written.join('')).toBe(JSON.stringify(data))
  })

  it('wait for whoever reads them', async () => {
    const lists = new LongLists()
    let shaped = 0
    const counted = entries.map((entry) => ({
      toJSON: () => {
        shaped += 1
        return entry
      },
    }))
    const stream = lists.filledIn(JSON.stringify(lists.marked(counted)))
    await stream[Symbol.asyncIterator]().next()
    expect(shaped).toBeLessThan(entries.length)
    stream.destroy()
  })
})

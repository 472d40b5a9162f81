import { describe, expect, it } from 'vitest'
import { createGrantedList } from './answer.ts'

describe('a list of granted rows that comes in pages', () => {
  const view = { of: 'resources', ids: new Set(['a', 'b']) } as const
  const page = (...ids: string[]) => ids.map((id) => ({ id, name: `app ${id}` }))

  it('keeps those of each page alone', () => {
    const list = createGrantedList('heroku', view)
    list.add(page('x', 'a', 'y'))
    list.add(page('z'))
    list.add(page('b'))
    expect(list.rows).toEqual(page('a', 'b'))
  })

  it('is refused where what is kept is too long, whatever the other rows are', () => {
    const list = createGrantedList('heroku', view, 100)
    list.add(page(...Array(20).fill('x')))
    list.add(page('a', 'b'))
    expect(() => list.add(page('a', 'b'))).toThrow(expect.objectContaining({ code: 'answerNotNarrowed' }))
  })
})

import { describe, expect, it } from 'vitest'
import { keySet } from './keys.ts'
import { isCovered, judgeWrite } from './values-write.ts'
import { show, UnknownShape } from './view.ts'

const keys = keySet(['A', 'B_*'])

describe('what is shown of an answer', () => {
  it('of values is every name, and null for those that are not granted', () => {
    expect(show({ of: 'values', keys }, { A: '1', B_X: '2', C: '3', D: null })).toEqual({
      A: '1',
      B_X: '2',
      C: null,
      D: null,
    })
    expect(
      show({ of: 'values', keys }, [
        { key: 'A', value: '1', masked: false },
        { key: 'C', value: '3', masked: true },
      ]),
    ).toEqual([
      { key: 'A', value: '1', masked: false },
      { key: 'C', value: null, masked: true },
    ])
  })

  it('of a list is the granted rows, and of the account who it is', () => {
    const ids = new Set(['1'])
    expect(
      show({ of: 'resources', ids }, [
        { id: '1', name: 'a' },
        { id: '2', name: 'b' },
      ]),
    ).toEqual([{ id: '1', name: 'a' }])
    expect(show({ of: 'identity' }, { id: '1', email: 'a@b.test', name: 'A', sms_number: '+1' })).toEqual({
      id: '1',
      email: 'a@b.test',
      name: 'A',
    })
  })

  it.each([
    [{ of: 'values', keys } as const, 'text'],
    [{ of: 'values', keys } as const, [{ name: 'A' }]],
    [{ of: 'resources', ids: new Set<string>() } as const, { id: '1' }],
    [{ of: 'resources', ids: new Set<string>() } as const, [{ name: 'a' }]],
    [{ of: 'identity' } as const, null],
  ])('is nothing where the shape is another: %j', (view, body) => {
    expect(() => show(view, body)).toThrow(UnknownShape)
  })
})

describe('a write of values', () => {
  const present = { A: '1', B_X: '2', C: 'shown', HIDDEN: 'right' }

  it('that names granted values alone is covered', () => {
    expect(isCovered(keys, { A: '2', B_NEW: null })).toBe(true)
    expect(isCovered(keys, { A: '2', C: 'shown' })).toBe(false)
  })

  it('is judged by what it changes, and only that is sent', () => {
    const may = { write: keys, read: keySet(['C']) }
    expect(judgeWrite(may, { A: '9', B_X: '2', C: 'shown' }, present)).toEqual({ allowed: true, send: { A: '9' } })
    expect(judgeWrite(may, { A: null, B_NEW: '1' }, present)).toEqual({ allowed: true, send: { A: null, B_NEW: '1' } })
    expect(judgeWrite(may, { B_NEW: null, A: '1' }, present)).toEqual({ allowed: true, send: {} })
  })

  it.each([
    { C: 'other' },
    { C: null },
    { HIDDEN: 'right' },
    { HIDDEN: 'wrong' },
    { HIDDEN: null },
    { HIDDEN: 'null' },
    { A: '9', NEW: 'x' },
  ])('that changes a name outside is refused by that name, and a hidden one always: %j', (write) => {
    const judged = judgeWrite({ write: keys, read: keySet(['C']) }, write, present)
    expect(judged).toEqual({ allowed: false, keys: Object.keys(write).filter((key) => key !== 'A') })
  })
})

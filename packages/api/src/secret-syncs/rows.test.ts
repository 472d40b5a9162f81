import { describe, expect, it } from 'vitest'
import { type Given, syncRows, undoRows } from './rows.ts'

const none: Given = {
  syncId: 'mine',
  wanted: new Map(),
  present: [],
  claims: new Map(),
  takesOver: false,
  deletes: true,
  deletesForeign: () => false,
}
const there = (value: string | null, attached = false) => [{ key: 'K', value, attached }]
const wanted = new Map([['K', 'new']])
const mine = new Map([['K', 'mine']])
const others = new Map([['K', 'other']])

const cases: [string, Partial<Given>, object][] = [
  ['is new', { wanted }, { action: 'add', owner: 'sync', after: 'new' }],
  ['is its own and differs', { wanted, present: there('old'), claims: mine }, { action: 'change', after: 'new' }],
  ['is its own and is alike', { wanted, present: there('new'), claims: mine }, { action: 'keep', taken: false }],
  ['is its own and left the set', { present: there('old'), claims: mine }, { action: 'remove', after: undefined }],
  ['is its own, left the set and stays', { present: there('old'), claims: mine, deletes: false }, { action: 'keep' }],
  ['is its own and was deleted there', { wanted, claims: mine }, { action: 'add' }],
  ['is nobody’s and only there', { present: there('old') }, { action: 'foreign', owner: 'nobody', after: 'old' }],
  ['is nobody’s and differs', { wanted, present: there('old') }, { action: 'conflict', owner: 'nobody', after: 'old' }],
  ['is nobody’s and is alike', { wanted, present: there('new') }, { action: 'foreign', owner: 'nobody' }],
  [
    'is taken over',
    { wanted, present: there('old'), takesOver: true },
    { action: 'change', owner: 'sync', taken: true },
  ],
  ['is taken over, alike', { wanted, present: there('new'), takesOver: true }, { action: 'keep', taken: true }],
  [
    'is another’s',
    { wanted, present: there('old'), claims: others, takesOver: true },
    { action: 'conflict', ownerId: 'other' },
  ],
  [
    'is another’s and not in the set',
    { present: there('old'), claims: others },
    { action: 'foreign', ownerId: 'other' },
  ],
  ['is another’s and not there yet', { wanted, claims: others }, { action: 'conflict', ownerId: 'other' }],
  [
    'is attached',
    { wanted, present: there('x', true), takesOver: true },
    { action: 'attachment', owner: 'attachment' },
  ],
  ['is its own and is attached by now', { present: there('x', true), claims: mine }, { action: 'attachment' }],
  ['is hidden', { wanted, present: there(null), takesOver: true }, { action: 'hidden' }],
  ['is its own and is hidden by now', { present: there(null), claims: mine }, { action: 'hidden', owner: 'sync' }],
]

describe('a plan of a sync, for a key that', () => {
  it.each(cases)('%s', (_title, given, row) => {
    expect(syncRows({ ...none, ...given })).toMatchObject([{ key: 'K', ...row }])
  })

  it('has left the set and the resource, has no row', () => {
    expect(syncRows({ ...none, claims: mine })).toEqual([])
  })
})

describe('a plan that undoes, for a key that', () => {
  const undo = (
    changed: { before: string | undefined; after: string | undefined },
    given: Partial<Given>,
    taken: string[] = [],
  ) => undoRows(new Map([['K', changed]]), new Set(taken), { ...none, ...given })

  it.each([
    ['was added', { before: undefined, after: 'new' }, there('new'), { action: 'remove', after: undefined }],
    ['was changed', { before: 'old', after: 'new' }, there('new'), { action: 'change', after: 'old' }],
    ['was removed', { before: 'old', after: undefined }, [], { action: 'add', after: 'old' }],
    ['is back already', { before: 'old', after: 'new' }, there('old'), { action: 'keep' }],
    ['has changed since', { before: 'old', after: 'new' }, there('newer'), { action: 'conflict', after: 'newer' }],
    ['was removed and set since', { before: 'old', after: undefined }, there('newer'), { action: 'conflict' }],
    ['is attached by now', { before: 'old', after: 'new' }, there('new', true), { action: 'attachment' }],
    ['is hidden by now', { before: 'old', after: 'new' }, there(null), { action: 'hidden' }],
  ])('%s', (_title, changed, present, row) => {
    expect(undo(changed, { present, claims: mine })).toMatchObject([{ key: 'K', ...row }])
  })

  it('is another sync’s by now, it is a conflict, and one that was taken over is nobody’s again', () => {
    const changed = { before: 'old', after: 'new' }
    expect(undo(changed, { present: there('new'), claims: others })).toMatchObject([
      { action: 'conflict', ownerId: 'other' },
    ])
    expect(undo(changed, { present: there('new'), claims: mine }, ['K'])).toMatchObject([
      { action: 'change', owner: 'nobody', ownerId: null },
    ])
  })
})

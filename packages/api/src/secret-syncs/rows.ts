import type { ConfigValue } from '@app-connections/providers'
import type { PlanAction } from '@app-connections/schemas'
import type { Drifted } from './drift.ts'

/** A key in a plan with its values in clear, which leave this folder sealed or as digests. */
export interface Row {
  readonly key: string
  readonly action: PlanAction
  readonly owner: 'sync' | 'other-sync' | 'attachment' | 'nobody'
  readonly ownerId: string | null
  /** The value there, and the one that it gets. Undefined for none, and for one that is hidden. */
  readonly before: string | undefined
  readonly after: string | undefined
  /** Whether the sync takes over a key that was nobody's. */
  readonly taken: boolean
}

/** What a plan is made of. Keys are those at the resource. */
export interface Given {
  readonly syncId: string
  readonly wanted: ReadonlyMap<string, string>
  readonly present: readonly ConfigValue[]
  /** By key, which sync owns it. */
  readonly claims: ReadonlyMap<string, string>
  /** Whether keys that are in both become the sync's. */
  readonly takesOver: boolean
  /** Whether keys of the sync that the set has no more are deleted. */
  readonly deletes: boolean
  /** Whether a key that is nobody's and not in the set is deleted too. */
  readonly deletesForeign: (key: string) => boolean
}

/** What a sync would do with each key, by key. It changes keys of its own and those that are new; all others stay. */
export function syncRows(given: Given): Row[] {
  const present = new Map(given.present.map((value) => [value.key, value]))
  const keys = [...new Set([...present.keys(), ...given.wanted.keys()])].sort()
  return keys.map((key) => rowOf(key, given, present.get(key)))
}

function rowOf(key: string, given: Given, there: ConfigValue | undefined): Row {
  const wanted = given.wanted.get(key)
  const ownerId = given.claims.get(key) ?? null
  const mine = ownerId === given.syncId
  const before = there?.value ?? undefined
  const row = (action: PlanAction, more: Partial<Row> = {}): Row => ({
    ...{ key, action, before, after: before, taken: false, ownerId },
    owner: mine ? 'sync' : ownerId === null ? 'nobody' : 'other-sync',
    ...more,
  })
  if (there?.attached === true) return row('attachment', { owner: 'attachment', ownerId: null })
  if (ownerId !== null && !mine) return row(wanted === undefined ? 'foreign' : 'conflict')
  if (there?.value === null) return row('hidden')
  if (wanted === undefined) {
    if (!mine) {
      if (!given.deletesForeign(key)) return row('foreign')
      return row('remove', { owner: 'sync', ownerId: given.syncId, after: undefined, taken: true })
    }
    return given.deletes ? row('remove', { after: undefined }) : row('keep')
  }
  const own = { owner: 'sync', ownerId: given.syncId, after: wanted, taken: !mine } as const
  if (there === undefined) return row('add', { ...own, taken: false })
  if (mine || given.takesOver) return row(before === wanted ? 'keep' : 'change', own)
  return row(before === wanted ? 'foreign' : 'conflict')
}

/** The values of a key before and after an earlier change; undefined for none. */
export interface Changed {
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * What puts back what an earlier change of the sync replaced. A key that has another value by now is in conflict, and one
 * that is attached or hidden stays. Keys that the sync had taken over are nobody's again.
 */
export function undoRows(
  changed: ReadonlyMap<string, Changed>,
  taken: ReadonlySet<string>,
  { syncId, present, claims }: Pick<Given, 'syncId' | 'present' | 'claims'>,
): Row[] {
  const byKey = new Map(present.map((value) => [value.key, value]))
  return [...changed].map(([key, { before: back, after: set }]) => {
    const there = byKey.get(key)
    const now = there?.value ?? undefined
    const ownerId = claims.get(key) ?? null
    const others = ownerId !== null && ownerId !== syncId
    const mine = taken.has(key)
      ? ({ owner: 'nobody', ownerId: null } as const)
      : ({ owner: 'sync', ownerId: syncId } as const)
    const owned = others ? ({ owner: 'other-sync', ownerId } as const) : mine
    const row = (action: PlanAction, more: Partial<Row> = {}): Row => ({
      ...{ key, action, before: now, after: now, taken: false, ...owned },
      ...more,
    })
    if (there?.attached === true) return row('attachment', { owner: 'attachment', ownerId: null })
    if (others) return row('conflict')
    if (there?.value === null) return row('hidden')
    if (now === back) return row('keep')
    if (now !== set) return row('conflict')
    return row(back === undefined ? 'remove' : now === undefined ? 'add' : 'change', { after: back })
  })
}

/** What deletes all keys that the sync owns. One that is attached or hidden stays. */
export function removalRows({ syncId, present, claims }: Pick<Given, 'syncId' | 'present' | 'claims'>): Row[] {
  const none = { wanted: new Map(), takesOver: false, deletes: true, deletesForeign: () => false }
  return syncRows({ syncId, present, claims, ...none }).filter(({ owner }) => owner === 'sync')
}

/**
 * What takes into the set what somebody else has changed at the resource: `before` is the value of the set, `after` that
 * there. A key that the set has not, or with another value than the sync knows, is in conflict.
 */
export function takeInRows(
  drifted: readonly Drifted[],
  {
    syncId,
    own,
    digestOf,
  }: {
    readonly syncId: string
    readonly own: (key: string) => string | undefined
    readonly digestOf: (value: string) => string
  },
): Row[] {
  return drifted.map(({ key, change, known, there }) => {
    const here = own(key)
    const row = (action: PlanAction, more: Partial<Row> = {}): Row => ({
      ...{ key, action, owner: 'sync', ownerId: syncId, before: here, after: there, taken: false },
      ...more,
    })
    if (change === 'attached') return row('attachment', { owner: 'attachment', ownerId: null, after: here })
    if (here !== undefined && here === there) return row('keep')
    if (here === undefined || digestOf(here) !== known) return row('conflict', { after: here })
    return row(there === undefined ? 'remove' : 'change')
  })
}

/** Whether a row changes the resource, or the set where it is taken in. */
export function changes({ action }: Pick<Row, 'action'>): boolean {
  return action === 'add' || action === 'change' || action === 'remove'
}

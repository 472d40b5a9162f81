import fc from 'fast-check'

/** A step of a story: what people, an add-on or a broken network do to a set, its sync and the app. */
export type Step =
  | { readonly do: 'set' | 'edit'; readonly key: string; readonly value: string | undefined }
  | { readonly do: 'attach' | 'detach' | 'plan' | 'undo' | 'putBack' | 'takeIn' }
  | { readonly do: 'apply'; readonly goes: Goes }

/** How sending goes: well, or its answer is lost, or the process is killed, each before or after it took effect. */
export type Goes = 'well' | 'lost before' | 'lost after' | 'killed before' | 'killed after'

const value = fc.constantFrom('1', '2', undefined)
const changes: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key: fc.constantFrom('A', 'B', 'URL'), value }),
  fc.record({ do: fc.constant('edit' as const), key: fc.constantFrom('A', 'B', 'F'), value }),
  fc.record({ do: fc.constantFrom('attach' as const, 'detach' as const) }),
)
const goes = fc.oneof(
  { weight: 4, arbitrary: fc.constant('well' as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...(['lost before', 'lost after', 'killed before', 'killed after'] as const)),
  },
)
const apply: fc.Arbitrary<Step> = fc.record({ do: fc.constant('apply' as const), goes })
const planned = (what: 'plan' | 'undo' | 'putBack' | 'takeIn'): Step => ({ do: what })

/** Mostly a plan is followed by its being applied; sometimes something moves between, or it never is. */
const round: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(changes, { maxLength: 3, size: 'max' }),
    fc.constantFrom(...(['plan', 'plan', 'plan', 'undo', 'undo', 'putBack', 'takeIn'] as const)),
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: changes }),
    apply,
  )
  .map(([before, what, between, last]) => [...before, planned(what), ...(between ? [between] : []), last])

export const syncStories = fc.record({
  overwrites: fc.boolean(),
  deletes: fc.boolean(),
  app: fc.dictionary(fc.constantFrom('A', 'B', 'F'), fc.constantFrom('1', 'x'), { maxKeys: 3 }),
  rounds: fc.array(round, { minLength: 2, maxLength: 8, size: 'max' }),
})
export type SyncStory = typeof syncStories extends fc.Arbitrary<infer Story> ? Story : never

type Values = Map<string, string>
/** A change of one key: undefined for no value. */
export type Change = readonly [before: string | undefined, after: string | undefined]

/** What the rules say of a sync, apart from the code that is tested. */
export class SyncModel {
  readonly set: Values = new Map()
  readonly owned = new Set<string>()
  readonly known: Values = new Map()
  readonly attached = new Set<string>()
  app: Values
  last: { readonly changes: ReadonlyMap<string, Change>; readonly taken: ReadonlySet<string> } | undefined

  private readonly options: { readonly overwrites: boolean; readonly deletes: boolean }

  constructor(
    options: { readonly overwrites: boolean; readonly deletes: boolean },
    app: Readonly<Record<string, string>>,
  ) {
    this.options = options
    this.app = new Map(Object.entries(app))
  }

  /** What a plan of that kind changes: at the app, or in the set where it is taken in. */
  changesOf(kind: 'plan' | 'undo' | 'putBack' | 'takeIn'): Map<string, Change> {
    const found: [string, Change][] = []
    const ever = [this.app, this.set, this.known, this.last?.changes ?? new Map()].flatMap((map) => [...map.keys()])
    for (const key of new Set(ever)) {
      const change = this.changeOf(kind, key)
      if (change !== undefined) found.push([key, change])
    }
    return new Map(found)
  }

  private changeOf(kind: 'plan' | 'undo' | 'putBack' | 'takeIn', key: string): Change | undefined {
    const [there, here, known] = [this.app.get(key), this.set.get(key), this.known.get(key)]
    if (this.attached.has(key)) return undefined
    const drifted = this.owned.has(key) && known !== undefined && there !== known
    if (kind === 'undo') {
      const done = this.last?.changes.get(key)
      if (done === undefined || there === done[0] || there !== done[1]) return undefined
      return [there, done[0]]
    }
    if (kind === 'takeIn')
      return drifted && here !== undefined && here === known && here !== there ? [here, there] : undefined
    if (kind === 'putBack' && !(drifted && here !== undefined)) return undefined
    if (here === undefined) {
      return this.owned.has(key) && there !== undefined && this.options.deletes ? [there, undefined] : undefined
    }
    const mine = this.owned.has(key) || this.options.overwrites || there === undefined
    return mine && there !== here ? [there, here] : undefined
  }

  /** The keys that a plan takes over, which nobody owned. */
  taken(): Set<string> {
    if (!this.options.overwrites) return new Set()
    const both = [...this.set.keys()].filter((key) => this.app.has(key) && !this.attached.has(key))
    return new Set(both.filter((key) => !this.owned.has(key)))
  }
}

import { everyKey, type KeySet, keySet } from './keys.ts'

/** As much of a grant as decides what it opens. */
export interface UsableGrant {
  readonly id: string
  /** `noun:verb`, as the platform's routes name them. */
  readonly actions: readonly string[]
  /** The resources it is narrowed to, by id; null: all of them, and what belongs to none. */
  readonly resources: readonly { readonly id: string }[] | null
  /** The values it is narrowed to, by name or beginning; null: all. Says something of routes over values alone. */
  readonly keys: readonly string[] | null
}

/** What several grants together open by one action. */
export interface Right<G extends UsableGrant = UsableGrant> {
  readonly grants: readonly G[]
  readonly keys: KeySet
}

/** The rights of a caller, by action and resource. Looking one up costs the same however many grants there are. */
export interface Rights<G extends UsableGrant = UsableGrant> {
  /** Whether there is any grant at all. */
  readonly any: boolean
  /** What opens an action on everything of the platform. */
  everywhere(action: string): Right<G> | undefined
  /** What opens an action on one resource, that which opens it everywhere included; on an unknown one, that alone. */
  on(action: string, resource: string | undefined): Right<G> | undefined
  /** What opens an action on some resources by name, and which; undefined where nothing does. */
  named(action: string): NamedRight<G> | undefined
}

export interface NamedRight<G extends UsableGrant> extends Right<G> {
  readonly resources: ReadonlySet<string>
}

/** Adds up the grants of a caller that are live. */
export function rightsOf<G extends UsableGrant>(grants: readonly G[]): Rights<G> {
  const everywhere = new Map<string, G[]>()
  const named = new Map<string, Map<string, G[]>>()
  const naming = new Map<string, G[]>()
  for (const grant of grants) {
    for (const action of new Set(grant.actions)) {
      if (grant.resources === null) append(everywhere, action, grant)
      else {
        append(naming, action, grant)
        const ofAction = named.get(action) ?? new Map<string, G[]>()
        named.set(action, ofAction)
        for (const id of new Set(grant.resources.map((resource) => resource.id))) append(ofAction, id, grant)
      }
    }
  }
  const sums = new Map<string, Right<G>>()
  const remembered = (key: string, make: () => readonly G[]): Right<G> | undefined => {
    const known = sums.get(key)
    if (known !== undefined) return known
    const opening = make()
    if (opening.length === 0) return undefined
    const sum = { grants: opening, keys: keysOf(opening) }
    sums.set(key, sum)
    return sum
  }
  const namedSums = new Map<string, NamedRight<G>>()
  const ofAll = (action: string) => remembered(action, () => everywhere.get(action) ?? [])
  return {
    any: grants.length > 0,
    everywhere: ofAll,
    on(action, resource) {
      const there = resource === undefined ? undefined : named.get(action)?.get(resource)
      // What is remembered is what grants name, and never what a caller asks for: there may be no end of that.
      if (there === undefined) return ofAll(action)
      return remembered(`${action} ${resource}`, () => [...(everywhere.get(action) ?? []), ...there])
    },
    named(action) {
      const known = namedSums.get(action)
      const opening = naming.get(action)
      if (known !== undefined || opening === undefined) return known
      const sum = { grants: opening, keys: keysOf(opening), resources: new Set(named.get(action)?.keys()) }
      namedSums.set(action, sum)
      return sum
    },
  }
}

function append<K, G>(lists: Map<K, G[]>, key: K, grant: G): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [grant])
  else list.push(grant)
}

function keysOf(grants: readonly UsableGrant[]): KeySet {
  const patterns: string[] = []
  for (const { keys } of grants) {
    if (keys === null) return everyKey
    patterns.push(...keys)
  }
  return keySet(patterns)
}

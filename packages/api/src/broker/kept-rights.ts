import type { LiveGrant, OrgId } from '@app-connections/db'
import { type Rights, rightsOf } from './rights.ts'

/** What the live grants of a caller on a connection open. */
export interface CallerRights {
  readonly all: Rights<LiveGrant>
  /** What of it may still change something today. */
  readonly changing: Rights<LiveGrant>
}

/** Whose grants, and on which connection. */
export interface HeldOn {
  readonly orgId: OrgId
  readonly connectionId: string
  readonly holderId: string
}

/** What is known of the grants of a connection just now: their version, and the database's clock. */
export interface GrantsNow {
  readonly grantsVersion: string
  readonly now: Date
}

/** Rights that a process keeps from one use to the next, so that a use costs the same however many grants there are. */
export interface KeptRights {
  /**
   * The rights as they are now. `load` reads the live grants; it is called where none are kept, where the version is
   * another one, and where a grant has expired since. Rejects as `load` does.
   */
  of(held: HeldOn, now: GrantsNow, load: () => Promise<readonly LiveGrant[]>): Promise<CallerRights>
}

interface Kept {
  readonly version: string
  readonly loaded: Promise<Loaded>
  /** How many grants they are; 0 until they are read. */
  count: number
}

interface Loaded {
  readonly rights: CallerRights
  /** When the first of the grants expires, in milliseconds. */
  readonly until: number
}

/** Keeps the rights that were used last, of at most so many grants together. */
export function createKeptRights(mostGrants = 50_000): KeptRights {
  /** The one that was used longest ago first. */
  const kept = new Map<string, Kept>()

  function keep(key: string, entry: Kept): void {
    kept.delete(key)
    kept.set(key, entry)
  }

  async function read(key: string, version: string, load: () => Promise<readonly LiveGrant[]>): Promise<Loaded> {
    const live = load()
    const entry: Kept = { version, loaded: live.then(loadedOf), count: 0 }
    keep(key, entry)
    try {
      const loaded = await entry.loaded
      entry.count = (await live).length
      dropOldest()
      return loaded
    } catch (error) {
      if (kept.get(key) === entry) kept.delete(key)
      throw error
    }
  }

  function dropOldest(): void {
    let left = 0
    for (const { count } of kept.values()) left += 1 + count
    for (const [key, { count }] of kept) {
      if (left <= mostGrants) return
      kept.delete(key)
      left -= 1 + count
    }
  }

  return {
    async of({ orgId, connectionId, holderId }, { grantsVersion, now }, load) {
      const key = `${orgId} ${connectionId} ${holderId}`
      const known = kept.get(key)
      if (known?.version === grantsVersion) {
        const { rights, until } = await known.loaded
        if (now.getTime() < until) {
          keep(key, known)
          return rights
        }
      }
      return (await read(key, grantsVersion, load)).rights
    },
  }
}

function loadedOf(live: readonly LiveGrant[]): Loaded {
  const all = rightsOf(live)
  let changing: Rights<LiveGrant> | undefined
  const rights = {
    all,
    get changing() {
      // Most have no limit of changes, and few callers change anything.
      changing ??= live.every(hasChanges) ? all : rightsOf(live.filter(hasChanges))
      return changing
    },
  }
  const until = live.reduce(
    (soonest, { expiresAt }) => Math.min(soonest, expiresAt?.getTime() ?? soonest),
    Number.POSITIVE_INFINITY,
  )
  return { rights, until }
}

function hasChanges({ changesLeft }: LiveGrant): boolean {
  return changesLeft !== 0
}

import { tooManyCalls } from '../failures/calls.ts'

/**
 * How many calls a minute each kind of procedure admits: per person or machine identity, over all their sessions and
 * tokens; per organization, over all its callers; and per address where no caller is known.
 */
export const callsPerMinute = {
  read: { caller: 1200, organization: 6000, address: 60 },
  write: { caller: 300, organization: 1500, address: 30 },
  login: { caller: 60, organization: 300, address: 30 },
  page: { caller: 3000, organization: 15_000, address: 3000 },
} as const

export type LimitKind = keyof typeof callsPerMinute

export interface Limits {
  /**
   * Counts `calls` calls, by default one. Rejects with 429 and the seconds to wait. `callerId` is that of a person or
   * an identity; only without one does the address count.
   */
  admit(kind: LimitKind, callerId: string | undefined, address: string, calls?: number): Promise<void> | void
  /** The same for the organization that the call is for. */
  admitOrganization(kind: LimitKind, orgId: string, calls?: number): Promise<void> | void
}

export const noLimits: Limits = { admit() {}, admitOrganization() {} }

/** Reserves up to `batch` of `limit` calls of a key's minute. `db/system` does it for all processes together. */
export type Reserve = (key: string, batch: number, limit: number) => Promise<{ granted: number; secondsLeft: number }>

interface Allowance {
  left: number
  /** When the minute ends, in milliseconds. Until then, an exhausted allowance stays so. */
  until: number
  final: boolean
  renewal?: Promise<void>
}

/** Calls are reserved in tenths: only each tenth part costs a round trip, and an idle process withholds little. */
const batchesPerMinute = 10

/** With more keys than this, those of past minutes are dropped. */
const manyKeys = 10_000
const pruneEveryMs = 1_000

/** A clock that nobody can set, in milliseconds, so that no caller waits longer because somebody did. */
const steadily = () => performance.now()

/** Limits that hold across processes. `now` is in milliseconds, and never goes back. */
export function createLimits(reserve: Reserve, now: () => number = steadily): Limits {
  const allowances = new Map<string, Allowance>()
  let prunedAt = 0

  function allowanceOf(key: string): Allowance {
    const time = now()
    const known = allowances.get(key)
    if (known !== undefined && time < known.until) return known
    if (allowances.size >= manyKeys && time - prunedAt >= pruneEveryMs) {
      prunedAt = time
      for (const [old, { until }] of allowances) if (until <= time) allowances.delete(old)
    }
    const fresh = { left: 0, until: time + 60_000, final: false }
    allowances.set(key, fresh)
    return fresh
  }

  async function renew(allowance: Allowance, key: string, limit: number): Promise<void> {
    const { granted, secondsLeft } = await reserve(key, Math.ceil(limit / batchesPerMinute), limit)
    allowance.left += granted
    allowance.until = now() + secondsLeft * 1000
    allowance.final = granted === 0
  }

  async function spendSlowly(key: string, limit: number, calls: number): Promise<void> {
    for (;;) {
      const allowance = allowanceOf(key)
      if (allowance.left >= calls) {
        allowance.left -= calls
        return
      }
      if (allowance.final) {
        const seconds = Math.max(1, Math.ceil((allowance.until - now()) / 1000))
        throw tooManyCalls(seconds)
      }
      allowance.renewal ??= renew(allowance, key, limit).finally(() => {
        delete allowance.renewal
      })
      await allowance.renewal
    }
  }

  function spend(key: string, limit: number, calls: number): Promise<void> | void {
    const allowance = allowanceOf(key)
    if (allowance.left < calls) return spendSlowly(key, limit, calls)
    allowance.left -= calls
  }

  return {
    admit: (kind, callerId, address, calls = 1) =>
      callerId === undefined
        ? spend(`${kind} address ${networkOf(address)}`, callsPerMinute[kind].address, calls)
        : spend(`${kind} caller ${callerId}`, callsPerMinute[kind].caller, calls),
    admitOrganization: (kind, orgId, calls = 1) =>
      spend(`${kind} organization ${orgId}`, callsPerMinute[kind].organization, calls),
  }
}

/** Reserves in this process alone, where a call must not wait for the database. A minute begins with a key's first call. */
export function reserveInMemory(now: () => number = steadily): Reserve {
  const windows = new Map<string, { until: number; used: number }>()
  return async (key, batch, limit) => {
    if (windows.size >= manyKeys) for (const [old, { until }] of windows) if (until <= now()) windows.delete(old)
    const known = windows.get(key)
    const window = known !== undefined && now() < known.until ? known : { until: now() + 60_000, used: 0 }
    windows.set(key, window)
    const granted = Math.max(0, Math.min(batch, limit - window.used))
    window.used += granted
    return { granted, secondsLeft: (window.until - now()) / 1000 }
  }
}

/** The key of an address: IPv4 itself; of IPv6 its /64, since one customer has that many addresses (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

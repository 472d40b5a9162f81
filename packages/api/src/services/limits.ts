import { OperationError } from '../failures/errors.ts'

/** How many calls a minute each kind of procedure admits: per token or session, and per address where there is neither. */
export const callsPerMinute = {
  read: { caller: 1200, address: 60 },
  write: { caller: 300, address: 30 },
  login: { caller: 60, address: 30 },
} as const

export type LimitKind = keyof typeof callsPerMinute

export interface Limits {
  /**
   * Counts one call, or rejects with 429 and the seconds to wait. `callerKey` is a token's or session's id, if there is
   * one; then the address does not count.
   */
  admit(kind: LimitKind, callerKey: string | undefined, address: string): Promise<void> | void
}

export const noLimits: Limits = { admit() {} }

/** Reserves up to `batch` of `limit` calls of a key's minute; `db/system` does it for all processes together. */
export type Reserve = (key: string, batch: number, limit: number) => Promise<{ granted: number; secondsLeft: number }>

interface Allowance {
  left: number
  /** When the minute ends, in milliseconds; until then an allowance of 0 that could not be renewed is final. */
  until: number
  final: boolean
  renewal?: Promise<void>
}

/** A tenth at a time: no call but each tenth one costs a round trip, and an idle process holds little back from others. */
const batchesPerMinute = 10

/** Keys remembered before those of past minutes are dropped. */
const manyKeys = 10_000
const pruneEveryMs = 1_000

/** Limits that hold across processes. `now` is in milliseconds. */
export function createLimits(reserve: Reserve, now: () => number = Date.now): Limits {
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

  async function admitSlowly(key: string, limit: number): Promise<void> {
    for (;;) {
      const allowance = allowanceOf(key)
      if (allowance.left > 0) {
        allowance.left -= 1
        return
      }
      if (allowance.final) {
        const seconds = Math.max(1, Math.ceil((allowance.until - now()) / 1000))
        throw new OperationError('RateLimitExceeded', `Too many requests. Try again in ${seconds} seconds.`, {
          retryAfterSeconds: seconds,
        })
      }
      allowance.renewal ??= renew(allowance, key, limit).finally(() => {
        delete allowance.renewal
      })
      await allowance.renewal
    }
  }

  return {
    admit(kind, callerKey, address) {
      const key = callerKey === undefined ? `${kind} address ${networkOf(address)}` : `${kind} caller ${callerKey}`
      const allowance = allowanceOf(key)
      if (allowance.left > 0) {
        allowance.left -= 1
        return
      }
      return admitSlowly(key, callerKey === undefined ? callsPerMinute[kind].address : callsPerMinute[kind].caller)
    },
  }
}

/** What an address counts as: IPv4 itself; of IPv6 its /64, since one customer has that many addresses (RFC 6177). */
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

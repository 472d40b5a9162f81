import { randomUUID } from 'node:crypto'
import * as z from 'zod'

const when = z.enum(['before', 'after']).default('before')
const delayMs = z.number().int().min(0).max(600_000)

/** What a fault does. `when: 'after'` means that the request takes effect first and only its answer is lost or spoilt. */
export const FaultEffect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    id: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    when,
  }),
  z.strictObject({ kind: z.literal('latency'), ms: delayMs }),
  z.strictObject({ kind: z.literal('hang'), when }),
  z.strictObject({ kind: z.literal('reset'), when }),
  z.strictObject({ kind: z.literal('html'), status: z.number().int().min(200).max(599).default(502), when }),
  /** A 200 whose JSON is broken; `body` replaces the text, so it may also be sound JSON of the wrong shape. */
  z.strictObject({ kind: z.literal('wrong-json'), body: z.string().default('{"id": "tru'), when }),
  z.strictObject({ kind: z.literal('rate-limit'), retryAfter: z.number().int().min(0).optional() }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: z.string(),
    status: z.literal([301, 302, 303, 307, 308]).default(302),
  }),
  /** A 200 whose JSON never ends, as fast as the client reads. */
  z.strictObject({ kind: z.literal('endless-body'), when }),
  /** A 200 that comes a byte at a time, `ms` apart, and never ends. */
  z.strictObject({ kind: z.literal('drip'), ms: delayMs.default(200) }),
  /** A 200 of which the connection is reset after half of its body. */
  z.strictObject({ kind: z.literal('cut'), when }),
  /** A 200 that stops within its body, without an end. */
  z.strictObject({ kind: z.literal('stall'), when }),
  /** A 200 whose headers are so many bytes long. */
  z.strictObject({ kind: z.literal('long-headers'), bytes: z.number().int().min(1).max(1_000_000).default(64_000) }),
  /**
   * The status before the request's body has arrived, and then the end of the connection, as servers do to bodies that
   * are too large. What arrives meanwhile is not read.
   */
  z.strictObject({ kind: z.literal('early'), status: z.number().int().min(400).max(599).default(413) }),
  /** The sandbox's clock jumps by so many seconds, then the request goes on. */
  z.strictObject({ kind: z.literal('clock-jump'), seconds: z.number() }),
])
export type FaultEffect = z.output<typeof FaultEffect>

/** Which requests a fault strikes, how often, and what it does. */
export const Fault = z.strictObject({
  /** `*` or absent: any method. */
  method: z.string().default('*'),
  /** A path in which `*` stands for any characters, `/` included. */
  path: z.string().default('*'),
  /** How many requests it strikes; null: every one until cleared. */
  times: z.number().int().min(1).nullable().default(1),
  /** The share of matching requests it strikes, by a generator with a fixed seed. */
  rate: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  effect: FaultEffect,
})
/** A fault as one writes it: everything but the effect's kind has a default. */
export type FaultInput = z.input<typeof Fault>
export type Fault = z.output<typeof Fault>

export type Faults = {
  add: (fault: Fault) => string
  clear: () => void
  /** The effects that strike this request, in the order they were set; each use counts. */
  take: (method: string, path: string) => FaultEffect[]
}

/** Small generator of numbers in [0, 1) with a seed (mulberry32), so that a rate strikes the same requests each time. */
function seeded(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pathMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split(/\*+/)
  return (path) => {
    const [head = '', ...rest] = parts
    if (!path.startsWith(head)) return false
    if (rest.length === 0) return path === head
    const tail = rest.at(-1) ?? ''
    let from = head.length
    for (const part of rest.slice(0, -1)) {
      const at = path.indexOf(part, from)
      if (at < 0) return false
      from = at + part.length
    }
    return path.length - tail.length >= from && path.endsWith(tail)
  }
}

/** Holds the faults that were asked for. */
export function createFaults(): Faults {
  const active = new Map<
    string,
    { fault: Fault; left: number; matches: (path: string) => boolean; random: () => number }
  >()
  return {
    add(fault) {
      const id = randomUUID()
      const left = fault.times ?? Number.POSITIVE_INFINITY
      active.set(id, { fault, left, matches: pathMatcher(fault.path), random: seeded(fault.seed) })
      return id
    },
    clear: () => active.clear(),
    take(method, path) {
      const effects: FaultEffect[] = []
      for (const [id, entry] of active) {
        const { fault } = entry
        if (fault.method !== '*' && fault.method.toUpperCase() !== method) continue
        if (!entry.matches(path) || entry.random() >= fault.rate) continue
        effects.push(fault.effect)
        entry.left -= 1
        if (entry.left <= 0) active.delete(id)
      }
      return effects
    },
  }
}

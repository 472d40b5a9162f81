import type { Queryable } from '@app-connections/db'
import { insertEvents, writeSummedEvent } from '@app-connections/db/system'
import { callerAmong } from '../access/actor.ts'
import { type AuditedCall, type AuditFacts, auditEvent } from '../audit/event.ts'
import type { Afterwards } from './afterwards.ts'

/** How much of what is alike is written singly before the rest is summed into one event, until `windowMs` are over. */
export interface Pace {
  /** What is alike. */
  readonly key: string
  readonly singly: number
  readonly windowMs: number
}

const minuteMs = 60_000
const singlyPerMinute = 10

/** A sum names so many of the targets that it is about. */
const mostTargets = 100

export interface Refusals {
  /** Records a denied call or a failed log-in. `pace`: by action, outcome and caller, ten a minute by default. */
  record(ctx: AuditedCall, facts: AuditFacts, pace?: Pace): Promise<void>
  /** Records a 404 by policy, once its answer is gone: the answer takes as long as that of an unknown id. */
  recordLater(ctx: AuditedCall, facts: AuditFacts): void
  /** Waits for what has been recorded so far. */
  settled(): Promise<void>
}

type Row = ReturnType<typeof auditEvent>

interface Window {
  readonly until: number
  count: number
  /** The event that sums what was not written singly. */
  sum?: { readonly row: Row; readonly targets: Set<string> }
}

/**
 * Keeps many refusals from flooding the audit trail. Every refusal is counted, but repeats share an event. Each of them
 * stores that event anew, so that nothing is lost when the process ends.
 */
export function createRefusals(
  db: Queryable,
  { afterwards, now = () => performance.now() }: { afterwards: Afterwards; now?: () => number },
): Refusals {
  const windows = new Map<string, Window>()
  let forgottenAt = now()

  function windowOf({ key, windowMs }: Pace): Window {
    const time = now()
    if (time - forgottenAt >= minuteMs) {
      forgottenAt = time
      for (const [old, { until }] of windows) if (until <= time) windows.delete(old)
    }
    const known = windows.get(key)
    if (known !== undefined && time < known.until) return known
    const fresh = { until: time + windowMs, count: 0 }
    windows.set(key, fresh)
    return fresh
  }

  /** Counts it at once, as of now. What it gives back writes it. */
  function counted(ctx: AuditedCall, facts: AuditFacts, pace: Pace): () => Promise<void> {
    const row = auditEvent(ctx, facts)
    const window = windowOf(pace)
    window.count += 1
    if (window.count <= pace.singly) return () => insertEvents(db, [row])
    window.sum ??= { row, targets: new Set() }
    const { sum } = window
    if (facts.target.id !== null && sum.targets.size < mostTargets) sum.targets.add(facts.target.id)
    const detail = { ...facts.detail, summed: window.count - pace.singly, targets: [...sum.targets] }
    return () => writeSummedEvent(db, { ...sum.row, detail: JSON.stringify(detail) })
  }

  return {
    record: (ctx, facts, pace = paceOf(ctx, facts)) => counted(ctx, facts, pace)(),
    recordLater(ctx, facts) {
      afterwards.run(counted(ctx, facts, paceOf(ctx, facts)))
    },
    settled: () => afterwards.settled(),
  }
}

function paceOf(ctx: AuditedCall, { orgId, outcome, action, actor }: AuditFacts): Pace {
  const who = actor?.id ?? callerAmong(ctx.actor)?.id ?? ctx.request.address
  return { key: `${orgId} ${outcome} ${action} ${who}`, singly: singlyPerMinute, windowMs: minuteMs }
}

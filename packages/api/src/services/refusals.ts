import type { Queryable } from '@app-connections/db'
import { insertEvents } from '@app-connections/db/system'
import { callerAmong } from '../access/actor.ts'
import { type AuditedCall, type AuditFacts, auditEvent } from '../audit/event.ts'

/** So many events a minute of one kind and caller are stored singly. Those after them are summed into one. */
const singlyPerMinute = 10
const minuteMs = 60_000

export interface Refusals {
  /** Records a denied call, a 404 by policy or a failed log-in. */
  record(ctx: AuditedCall, facts: AuditFacts): Promise<void>
  /** Stores the sums of past minutes, or with `all` every sum. Called from time to time, and when the process ends. */
  flush(all?: boolean): Promise<void>
}

interface Window {
  startedAt: number
  count: number
  last: { ctx: AuditedCall; facts: AuditFacts }
}

/** Keeps many refusals from flooding the audit trail. Every refusal is counted, but repeats share an event. */
export function createRefusals(db: Queryable, now: () => number = () => performance.now()): Refusals {
  const windows = new Map<string, Window>()

  async function close(key: string, window: Window): Promise<void> {
    windows.delete(key)
    const summed = window.count - singlyPerMinute
    if (summed <= 0) return
    const { ctx, facts } = window.last
    await insertEvents(db, [auditEvent(ctx, { ...facts, detail: { ...facts.detail, summed } })])
  }

  return {
    async record(ctx, facts) {
      const actor = facts.actor?.id ?? callerAmong(ctx.actor)?.id ?? ctx.request.address
      const key = `${facts.orgId} ${facts.outcome} ${facts.action} ${actor}`
      const known = windows.get(key)
      if (known !== undefined && now() - known.startedAt >= minuteMs) await close(key, known)
      const window = windows.get(key) ?? { startedAt: now(), count: 0, last: { ctx, facts } }
      windows.set(key, window)
      window.count += 1
      window.last = { ctx, facts }
      if (window.count <= singlyPerMinute) await insertEvents(db, [auditEvent(ctx, facts)])
    },
    async flush(all = false) {
      for (const [key, window] of [...windows]) {
        if (all || now() - window.startedAt >= minuteMs) await close(key, window)
      }
    },
  }
}

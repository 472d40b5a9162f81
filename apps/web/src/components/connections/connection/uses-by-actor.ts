import type { AuditEvent } from '@app-connections/schemas'

/** What one actor did, how often, and when last. */
export interface Uses {
  actor: AuditEvent['actor']
  actions: string[]
  times: number
  last: string
}

/** Sums events, newest first as the service gives them, by who acted: whoever acted last comes first. */
export function usesByActor(events: readonly AuditEvent[]): Uses[] {
  const byActor = new Map<string, Uses>()
  for (const { actor, action, at } of events) {
    const key = `${actor.type} ${actor.id}`
    const uses = byActor.get(key) ?? { actor, actions: [], times: 0, last: at }
    uses.times += 1
    if (!uses.actions.includes(action)) uses.actions.push(action)
    byActor.set(key, uses)
  }
  return [...byActor.values()]
}

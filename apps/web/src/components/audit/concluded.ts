import type { AuditEvent } from '@app-connections/schemas'

/**
 * Leaves out the attempts whose end is among the same events: of what is recorded before it is done and after it, one row
 * tells all. An attempt without an end stays, since nobody knows what became of it.
 */
export function withoutConcluded(events: readonly AuditEvent[]): AuditEvent[] {
  const ended = new Set(events.filter(({ outcome }) => outcome !== 'attempted').map(call))
  return events.filter((event) => event.outcome !== 'attempted' || !ended.has(call(event)))
}

const call = ({ reqId, action }: AuditEvent) => JSON.stringify([reqId, action])

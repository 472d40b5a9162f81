import type { AuditEvent } from '@app-connections/schemas'

/**
 * Leaves out the attempts whose result is among the same events: such an action is recorded before and after it is done, and
 * one row is enough. An attempt without a result stays, because its result is unknown.
 */
export function withoutConcluded(events: readonly AuditEvent[]): AuditEvent[] {
  const ended = new Set(events.filter(({ outcome }) => outcome !== 'attempted').map(call))
  return events.filter((event) => event.outcome !== 'attempted' || !ended.has(call(event)))
}

const call = ({ reqId, action }: AuditEvent) => JSON.stringify([reqId, action])

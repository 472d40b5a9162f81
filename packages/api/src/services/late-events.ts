import { insertAuditEvents, type NewAuditEvent, type OrgId, onBehalfOf, type Queryable } from '@app-connections/db'
import type { Afterwards } from './afterwards.ts'

/** The most events that are written by one statement. */
const mostAtOnce = 500

/** Events that no answer waits for. Those of an organization that come within a moment are written together. */
export interface LateEvents {
  /** Writes an event soon. Only the operator learns of a failure. */
  add(event: NewAuditEvent): void
}

export function createLateEvents(db: Queryable, afterwards: Afterwards): LateEvents {
  const gathered = new Map<OrgId, NewAuditEvent[]>()
  return {
    add(event) {
      const orgId = event.org_id
      const waiting = gathered.get(orgId)
      if (waiting !== undefined && waiting.length < mostAtOnce) {
        waiting.push(event)
        return
      }
      const events = [event]
      gathered.set(orgId, events)
      afterwards.run(() => {
        if (gathered.get(orgId) === events) gathered.delete(orgId)
        return onBehalfOf(orgId, () => insertAuditEvents(db, orgId, events))
      })
    },
  }
}

import type { ConnectionRow, LeaseRow, NewNotice } from '@app-connections/db'
import { appSchema, type Lease, leaseEndSchema, leaseFactsOf, leaseStateSchema } from '@app-connections/schemas'
import { namedEvent } from '../audit/connection-event.ts'
import type { AuditedCall, AuditFacts } from '../audit/event.ts'
import { connectionNotice } from '../health/notice.ts'

/** A lease as callers see it. */
export function shapeLease(row: LeaseRow, connection: ConnectionRow): Lease {
  const app = appSchema.parse(connection.app)
  return {
    ...{ id: row.id, connectionId: row.connection_id, app, holder: row.holder, grantId: row.grant_id },
    ...{ scopes: row.scopes, variable: leaseFactsOf(app)?.variable ?? '' },
    state: leaseStateSchema.parse(row.state),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: leaseEndSchema.nullable().parse(row.ended_by),
    ...{ reason: row.reason, renews: row.renews },
  }
}

/** The event of an action on a lease. It is about its connection. */
export function leaseEvent(
  ctx: AuditedCall,
  connection: ConnectionRow,
  [action, outcome]: readonly [action: 'leases.create' | 'leases.renew' | 'leases.end', outcome: AuditFacts['outcome']],
  { id, ...facts }: { readonly id: string } & Readonly<Record<string, unknown>>,
) {
  return namedEvent(ctx, { type: 'app-connection', row: connection }, action, { leaseId: id, ...facts }, outcome)
}

/** The notice about a lease in its state after the event. */
export function leaseNotice(
  type: 'lease.created' | 'lease.ended',
  connection: ConnectionRow,
  lease: Lease,
  now: Date,
): NewNotice {
  return connectionNotice(type, connection, now, { lease })
}
